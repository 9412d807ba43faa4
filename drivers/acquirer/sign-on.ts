/**
 * 收单签到: 0800 → 0810. The host gives working keys under the terminal's master key, a batch number and its clock.
 *
 * DE62 of the answer: PIK 16 + check 4 | MAK 8 + 00×8, or MAK 16, + check 4 | with network code 004 TDK 16 + check 4.
 * acquirer-iso8583-cups.md section 6. The keys stay ciphertext here; whether they are right is found out by the pad.
 */
import type { AcquirerConfig, HostSignOn, VerbInput } from '../../domain/devices/verbs.ts';
import { Problem } from '../../domain/words/problem.ts';
import type { PinPad } from '../pin-pad/port.ts';
import { batchOf, managementField60, operatorField63, terminalFields } from './fields.ts';
import type { Answer, Link } from './link.ts';
import { sealOf } from './mac.ts';

type KeyName = 'pik' | 'mak' | 'tdk';
/** Both upper-case hex; `kcv` eight digits as the host says it should be. */
export type ReceivedKey = Readonly<{ wrapped: string; kcv: string }>;
export type ReceivedKeys = Readonly<Record<'pik' | 'mak', ReceivedKey>> &
  Readonly<{ tdk: ReceivedKey | null }>;

export async function signOn(
  config: AcquirerConfig,
  ports: Readonly<{ link: Link; pad: () => PinPad }>,
  input: VerbInput<'hostSignOn'>,
  signal: AbortSignal,
): Promise<HostSignOn> {
  // A pad that is away is found out before the host makes new keys for it.
  const pad = ports.pad();
  const answer = await ports.link.exchange(
    {
      mti: '0800',
      fields: {
        11: input.stan,
        ...terminalFields(config),
        60: managementField60(input.batch, config.networkCode),
        63: operatorField63(input.operator),
      },
    },
    signal,
  );
  checkAnswer(config, answer);
  const fields = answer.message.fields;
  const keys = parseKeys(fields[62] ?? '');
  if (config.networkCode === '004' && !keys.tdk)
    throw new Problem('host-keys-wrong', { key: 'TDK' });
  const kcv = await checkKeys(pad, keys, signal);
  // It need not have a MAC, as it brings the key for one; where it has, that must be right.
  if ((await sealOf(pad, keys.mak.wrapped, answer, signal)) === 'wrong') {
    throw new Problem('host-mac-wrong');
  }
  return {
    batch: acceptedBatch(batchOf(fields[60] ?? ''), input.batch),
    kcv,
    keys: { pik: keys.pik.wrapped, mak: keys.mak.wrapped, tdk: keys.tdk?.wrapped ?? null },
    hostDate: fields[13] ?? '',
    hostTime: fields[12] ?? '',
  };
}

function checkAnswer(config: AcquirerConfig, answer: Answer): void {
  const { 39: code, 42: merchantId } = answer.message.fields;
  if (code === undefined) throw new Problem('host-garbage', { path: 'DE39' });
  if (code !== '00') throw new Problem('host-refused', { code });
  if (merchantId !== config.merchantId) throw new Problem('host-garbage', { path: 'DE42' });
}

/** DE62, upper-case hex. Throws `Problem` `host-garbage` for any other length than 40 or 60 bytes. */
export function parseKeys(field62: string): ReceivedKeys {
  const bytes = field62.length / 2;
  if (bytes !== 40 && bytes !== 60) throw new Problem('host-garbage', { path: 'DE62' });
  const part = (from: number, to: number): string => field62.slice(from * 2, to * 2);
  // QUIRK(CUPS): a MAK of single length is filled to 16 bytes with zeros.
  const makIsSingle = /^0+$/.test(part(28, 36));
  return {
    pik: { wrapped: part(0, 16), kcv: part(16, 20) },
    mak: { wrapped: part(20, makIsSingle ? 28 : 36), kcv: part(36, 40) },
    tdk: bytes === 60 ? { wrapped: part(40, 56), kcv: part(56, 60) } : null,
  };
}

/** Has the pad encipher eight zero bytes under each key, and compares with what the host says comes out. */
async function checkKeys(
  pad: PinPad,
  keys: ReceivedKeys,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  const kcv: Record<string, string> = {};
  const received: Array<[KeyName, ReceivedKey | null]> = [
    ['pik', keys.pik],
    ['mak', keys.mak],
    ['tdk', keys.tdk],
  ];
  for (const [name, key] of received) {
    if (!key) continue;
    const request = { wrappedKey: key.wrapped, data: Buffer.alloc(8), encoding: 'binary' } as const;
    const computed = (await pad.mac(request, signal)).slice(0, 8);
    if (computed !== key.kcv) throw new Problem('host-keys-wrong', { key: name.toUpperCase() });
    kcv[name] = computed;
  }
  return kcv;
}

/** DE60.2 is taken when it is a batch number, 1 to 999998 (section 2, step 5). */
function acceptedBatch(offered: string, current: string): string {
  return /^\d{6}$/.test(offered) && offered !== '000000' && offered !== '999999'
    ? offered
    : current;
}
