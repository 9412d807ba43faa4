/** The acquirer client and the emulated host over real TCP, with the emulated pad and its real driver between them. */
import { afterEach, describe, expect, test } from 'vitest';
import { Problem } from '../../../domain/words/problem.ts';
import type { Listen } from '../../../drivers/acquirer/emulator.ts';
import { createMemoryNetwork } from '../../../drivers/transports/memory.ts';
import {
  acquirerBench,
  type Bench,
  type BenchOptions,
  cardNamed,
  tmk,
} from '../../helpers/acquirer.ts';
import { until } from '../../helpers/until.ts';

let bench: Bench;
async function signedOn(options: BenchOptions = {}): Promise<Bench> {
  bench = await acquirerBench(options);
  await bench.signOn();
  return bench;
}
afterEach(() => bench?.close());

describe('sign-on', () => {
  test.each([
    ['003', 8],
    ['004', 8],
    ['003', 16],
    ['004', 16],
  ] as const)(
    'brings keys that pad and host agree on: network code %s, MAC key of %i bytes',
    async (networkCode, makBytes) => {
      bench = await acquirerBench({ config: { networkCode }, host: { makBytes } });
      const answer = await bench.signOn();
      expect(answer.batch).toBe('000001');
      // 00:30 UTC is 08:30 in China.
      expect([answer.hostDate, answer.hostTime]).toEqual(['0922', '083000']);
      expect(answer.keys.pik).toMatch(/^[0-9A-F]{32}$/);
      expect(answer.keys.mak).toHaveLength(2 * makBytes);
      expect(answer.keys.tdk === null).toBe(networkCode === '003');
      const named = networkCode === '004' ? ['pik', 'mak', 'tdk'] : ['pik', 'mak'];
      expect(Object.keys(answer.kcv)).toEqual(named);
      for (const kcv of Object.values(answer.kcv)) expect(kcv).toMatch(/^[0-9A-F]{8}$/);
      const sale = await bench.sell('000002');
      expect(sale.kind).toBe('approved');
      expect(bench.host.books.find('000001', '000002')).toMatchObject({
        state: 'charged',
        withPin: true,
        trackEnciphered: networkCode === '004',
      });
    },
  );

  test('gives new keys each time, and a new batch on the next date', async () => {
    await signedOn();
    const first = bench.keys();
    const again = await bench.signOn();
    expect(again.keys).not.toEqual(first);
    expect(again.batch).toBe('000001');
    bench.clock.advance(24 * 3_600_000);
    expect((await bench.signOn()).batch).toBe('000002');
  });

  test('refuses keys whose check values do not fit, and names the key', async () => {
    bench = await acquirerBench();
    bench.host.control.next('wrong-keys', { for: 'sign-on' });
    await expect(bench.signOn()).rejects.toMatchObject({
      kind: 'host-keys-wrong',
      params: { key: 'PIK' },
    });
  });

  test('needs no MAC, but believes no answer with a wrong one', async () => {
    bench = await acquirerBench();
    bench.host.control.next('forged-mac', { for: 'sign-on' });
    await expect(bench.signOn()).rejects.toMatchObject({ kind: 'host-mac-wrong' });
  });

  test('a pad with another master key is found out', async () => {
    bench = await acquirerBench({ padMasterKey: 'FEDCBA98765432100123456789ABCDEF' });
    await expect(bench.signOn()).rejects.toMatchObject({ kind: 'host-keys-wrong' });
  });

  test('says with which code the host refused', async () => {
    bench = await acquirerBench();
    bench.host.control.next('decline', { code: '91' });
    await expect(bench.signOn()).rejects.toMatchObject({
      kind: 'host-refused',
      params: { code: '91' },
    });
  });

  test('a terminal the host does not know is refused with 97', async () => {
    bench = await acquirerBench({ config: { merchantId: '999999999999999' } });
    await expect(bench.signOn()).rejects.toMatchObject({
      kind: 'host-refused',
      params: { code: '97' },
    });
  });

  test('tells a silent host from one that cannot be reached and one that talks nonsense', async () => {
    bench = await acquirerBench();
    bench.host.control.next('silent');
    const silent = bench.signOn();
    const told = expect(silent).rejects.toMatchObject({ kind: 'host-silent' });
    await bench.runOut('sign-on');
    await told;

    bench.host.control.next('garbage');
    await expect(bench.signOn()).rejects.toMatchObject({ kind: 'host-garbage' });

    await bench.host.control.setReachable(false);
    await expect(bench.signOn()).rejects.toMatchObject({ kind: 'host-unreachable' });

    await bench.host.control.setReachable(true);
    expect((await bench.signOn()).batch).toBe('000001');
  });
});

describe('a sale', () => {
  test('is approved, with the codes that go on the receipt, and charged once', async () => {
    await signedOn();
    const answer = await bench.sell('000002', 'good', { amountMinor: 4_250 });
    const booked = bench.host.books.find('000001', '000002');
    expect(answer).toEqual({
      kind: 'approved',
      authorisationCode: booked?.authorisationCode,
      referenceNumber: '083000000002',
      responseCode: '00',
      signOnAgain: false,
    });
    expect(bench.host.books.chargedMinor()).toBe(4_250);
    expect(booked?.maskedPan).toBe('620000******0013');
  });

  test.each([
    ['good-19-digits', '00'],
    ['vip', '11'],
    ['no-pin', '00'],
  ])('is approved for the card "%s" with %s', async (card, responseCode) => {
    await signedOn();
    expect(await bench.sell('000002', card)).toMatchObject({ kind: 'approved', responseCode });
    expect(bench.chargedStans()).toEqual(['000002']);
  });

  test.each([
    ['no-funds', '51'],
    ['expired', '54'],
    ['stolen', '43'],
  ])('is declined for the card "%s" with %s, and nobody is charged', async (card, code) => {
    await signedOn();
    expect(await bench.sell('000002', card)).toEqual({
      kind: 'declined',
      responseCode: code,
      problem: { kind: 'card-declined', params: { code } },
      signOnAgain: false,
    });
    expect(bench.chargedStans()).toEqual([]);
  });

  test('with a wrong PIN is declined with 55, and the card locked after the third', async () => {
    await signedOn();
    for (const stan of ['000002', '000003', '000004']) {
      const answer = await bench.sell(stan, 'good', { pin: '999999' });
      expect(answer).toMatchObject({ kind: 'declined', responseCode: '55' });
    }
    expect(await bench.sell('000005')).toMatchObject({ kind: 'declined', responseCode: '75' });
    expect(bench.chargedStans()).toEqual([]);
  });

  test('without the PIN that the card asks for is declined', async () => {
    await signedOn();
    const answer = await bench.sell('000002', 'good', { pin: null });
    expect(answer).toMatchObject({ kind: 'declined', responseCode: '55' });
    expect(bench.host.books.find('000001', '000002')?.withPin).toBe(false);
  });

  test('of a STAN the host has seen is not charged again, and 94 is no word about the first', async () => {
    await signedOn();
    await bench.sell('000002');
    expect(await bench.sell('000002')).toMatchObject({
      kind: 'unknown',
      problem: { kind: 'host-garbage', params: { path: 'DE39' } },
    });
    expect(bench.chargedStans()).toEqual(['000002']);
  });

  test('the host cannot be reached: nothing was sent, and that is thrown', async () => {
    await signedOn();
    await bench.host.control.setReachable(false);
    await expect(bench.sell('000002')).rejects.toMatchObject({ kind: 'host-unreachable' });
    expect(bench.host.control.received('sale')).toBe(0);
    expect(bench.host.books.attempts()).toEqual([]);
  });

  test('a pad that is gone before anything was sent is thrown too', async () => {
    let gone = false;
    await signedOn({
      replacePad: (pad) => ({
        ...pad,
        mac: (...request) =>
          gone ? Promise.reject(new Problem('device-gone')) : pad.mac(...request),
      }),
    });
    gone = true;
    await expect(bench.sell('000002')).rejects.toMatchObject({ kind: 'device-gone' });
    expect(bench.host.control.received('sale')).toBe(0);
  });

  test('keys that the host has lost: it cannot seal its no, so nobody knows until there are new ones', async () => {
    await signedOn();
    bench.host.control.forgetKeys();
    expect(await bench.sell('000002')).toEqual({
      kind: 'unknown',
      problem: { kind: 'host-sign-on-needed', params: { code: 'A0' } },
      reversalReason: 'A0',
    });
    await bench.signOn();
    expect(await bench.reverse('000002', 'A0')).toBe('25');
    expect(await bench.sell('000003')).toMatchObject({ kind: 'approved' });
  });

  test('an approval may ask for a new sign-on in its head', async () => {
    await signedOn();
    bench.host.control.next('sign-on-again');
    expect(await bench.sell('000002')).toMatchObject({ kind: 'approved', signOnAgain: true });
  });
});

test('an echo says how long the host took', async () => {
  bench = await acquirerBench();
  const { signal } = new AbortController();
  expect(await bench.acquirer.echo(null, signal)).toEqual({ tookMs: 0 });
  expect(bench.host.control.received('echo')).toBe(1);
  await bench.signOn();
  bench.host.control.next('forged-mac', { for: 'echo' });
  await expect(bench.acquirer.echo(bench.keys(), signal)).rejects.toMatchObject({
    kind: 'host-mac-wrong',
  });
});

test('the same conversation runs over pipes within the process, without a socket', async () => {
  const network = createMemoryNetwork();
  const listen: Listen = async (onConnect) => {
    const stop = network.listen('host', onConnect);
    return async () => stop();
  };
  const host = { via: { address: 'memory://host', listen } };
  await signedOn({ open: network.open, host });
  expect(await bench.sell('000002')).toMatchObject({ kind: 'approved' });
  bench.host.control.next('late', { for: 'sale' });
  const sale = bench.sell('000003');
  await bench.runOut('sale', 2);
  expect(await sale).toMatchObject({ kind: 'unknown', reversalReason: '98' });
  expect(await bench.reverse('000003', '98')).toBe('00');
  expect(bench.chargedStans()).toEqual(['000002']);
  await bench.host.control.setReachable(false);
  await expect(bench.sell('000004')).rejects.toMatchObject({ kind: 'host-unreachable' });
});

test('closing ends an exchange under way', async () => {
  await signedOn();
  bench.host.control.next('silent', { for: 'sale' });
  const sale = bench.sell('000002');
  await until(() => bench.host.control.received('sale') > 0, 'the host has the sale');
  await bench.acquirer.close();
  expect(await sale).toMatchObject({ kind: 'unknown', reversalReason: '98' });
});

test('the trace shows every exchange and no card, PIN block or key', async () => {
  await signedOn({ config: { networkCode: '003' } });
  await bench.sell('000002');
  bench.host.control.next('garbage', { for: 'sale' });
  await bench.sell('000003');
  const lines = bench.tap.lines(-1);
  expect(lines.map(({ direction, faulty }) => (faulty ? `${direction}!` : direction))).toEqual([
    'out',
    'in',
    'out',
    'in',
    'out',
    'in!',
  ]);
  expect(lines[2]?.meaning).toContain('0200 sale request · DE3 processing code 000000');
  expect(lines[3]?.meaning).toContain('DE2 card number 620000******0013');
  const text = lines.map(({ hex, meaning }) => `${hex.replaceAll(' ', '')} ${meaning}`).join('\n');
  const { pan, track2 } = cardNamed('good');
  const { pik, mak } = bench.keys();
  for (const secret of [pan, track2.replace('=', 'D'), pik, mak, tmk]) {
    expect(text).not.toContain(secret);
  }
  expect(bench.tap.statistics()).toMatchObject({ goodFrames: 2, badFrames: 1, timeouts: {} });
});
