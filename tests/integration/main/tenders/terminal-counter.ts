/** A shop whose till takes cards at a payment terminal: the terminal's emulator over TCP, its customer, its cable. */

import type { PaymentView } from '../../../../domain/contract/ipc.ts';
import type { DeviceConfig, Protocol } from '../../../../domain/devices/verbs.ts';
import type { SaleBody } from '../../../../domain/sale/facts.ts';
import type { DeviceEmulator } from '../../../../drivers/emulators/device-emulator.ts';
import { type Plug, tcpPlug } from '../../../../drivers/emulators/plug.ts';
import type { Transport } from '../../../../drivers/transports/transport.ts';
import { openShop, type Shop, type ShopOptions } from '../../../helpers/shop.ts';
import { until } from '../../../helpers/until.ts';

export type TerminalCounter = Readonly<{
  shop: Shop;
  plug: Plug;
  /** Called, once, instead of sending what begins with these bytes: the line is dead from there on. */
  cutBefore(bytes: readonly number[], cut: () => Promise<void>): void;
  /** Presses the card key; the answer comes when the attempt has ended, undefined when the till died over it. */
  pay(): Promise<PaymentView | undefined>;
  close(): Promise<void>;
}>;

export async function openTerminalCounter(
  protocol: Protocol,
  terminal: DeviceEmulator,
  options: ShopOptions,
): Promise<TerminalCounter> {
  let trap: Readonly<{ bytes: readonly number[]; cut: () => Promise<void> }> | null = null;
  const trapped = (line: Transport): Transport => {
    let dead = false;
    return {
      bytes: line.bytes,
      close: () => line.close(),
      write: async (data) => {
        const sprung = trap?.bytes.every((byte, at) => data[at] === byte) ? trap : null;
        if (!dead && !sprung) return line.write(data);
        dead = true;
        trap = sprung ? null : trap;
        await sprung?.cut();
      },
    };
  };
  const plug = await tcpPlug((line) => terminal.attach(trapped(line)));
  const config: DeviceConfig = {
    device: 'payment-terminal',
    family: 'payment-terminal',
    protocol,
    address: plug.address,
    masterKey: '0',
    options: {},
  };
  const shop = await openShop({
    ...options,
    config: (till) => ({
      ...till,
      acquirer: null,
      devices: [config, ...till.devices.filter(({ family }) => family === 'printer')],
    }),
  });
  return {
    shop,
    plug,
    cutBefore: (bytes, cut) => {
      trap = { bytes, cut };
    },
    pay: () => pay(shop),
    close: async () => {
      await shop.close();
      await plug.pull();
    },
  };
}

async function pay(shop: Shop): Promise<PaymentView | undefined> {
  let view: PaymentView | undefined;
  let thrown: unknown = null;
  let ended = false;
  void shop
    .call('sale.payCard', await shop.named())
    .then(
      () => {
        view = shop.paymentTold();
      },
      (reason) => {
        thrown = reason;
      },
    )
    .finally(() => {
      ended = true;
    });
  await until(() => ended || !shop.running || shop.dead, 'the payment ended');
  if (!shop.running || shop.dead) return undefined;
  if (thrown !== null) throw thrown;
  return view;
}

/** What the journal says the customers have paid by card. */
export function cardSalesMinor(shop: Shop): number {
  return shop
    .journal()
    .filter(({ kind }) => kind === 'sale-completed')
    .flatMap(({ body }) => (body as SaleBody).tenders)
    .filter(({ kind }) => kind === 'card')
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}
