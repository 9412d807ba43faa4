/** The scale's side: answers letters about what lies on it. */
import type { DeviceEmulator, EmulatorPorts } from '../../emulators/device-emulator.ts';
import { misbehaving } from '../../emulators/misbehave.ts';
import type { Transport } from '../../transports/transport.ts';
import { emulatedGoods, type Goods } from '../emulated-goods.ts';
import { commands, control, statusBits } from './spec.ts';

const empty = { value: 0, exponent: -3, unit: 'kg' } as const;

export function createToledoEmulator({ clock, fault }: EmulatorPorts): DeviceEmulator {
  const { goods, acts, look } = emulatedGoods(empty, () => {});
  const answer = (letter: number): Uint8Array => {
    if (letter === commands.zero[0]) {
      // Two per cent of the range may be taken for nothing; here, a hundred grams.
      if (goods.weight.value <= 100) goods.weight = { ...empty };
      return framed([control.status, statusOf(goods)]);
    }
    const wanted = letter === commands.weight[0] && goods.state === 'stable';
    return wanted ? framed(figures(goods)) : framed([control.status, statusOf(goods)]);
  };
  return {
    attach: (transport) => {
      const line = misbehaving(transport, clock, fault);
      void serve(line, (letter) => line.write(answer(letter)));
    },
    acts,
    look,
  };
}

async function serve(line: Transport, answer: (letter: number) => Promise<void>): Promise<void> {
  try {
    for await (const chunk of line.bytes) for (const byte of chunk) await answer(byte & 0x7f);
  } catch {
    // The cable went.
  }
}

const framed = (body: readonly number[]): Uint8Array =>
  Uint8Array.of(control.stx, ...body, control.cr);

/** Kilograms as `00.865`. */
function figures({ weight }: Goods): number[] {
  const text = String(weight.value).padStart(5, '0');
  return [...Buffer.from(`${text.slice(0, -3)}.${text.slice(-3)}`, 'latin1')];
}

function statusOf({ weight, state }: Goods): number {
  const { always, moving, overCapacity, underZero, outsideZeroRange, centreOfZero } = statusBits;
  const bits = {
    stable: weight.value === 0 ? centreOfZero : 0,
    moving,
    'under-zero': underZero,
    'over-limit': overCapacity,
    fault: 0,
  }[state];
  return always | bits | (weight.value > 100 ? outsideZeroRange : 0);
}
