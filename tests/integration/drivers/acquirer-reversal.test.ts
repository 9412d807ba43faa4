/** What becomes of a sale whose outcome is unknown, over real TCP; the host's books say who was really charged. */
import { afterEach, describe, expect, test } from 'vitest';
import { Problem } from '../../../domain/words/problem.ts';
import { acquirerBench, type Bench, type BenchOptions } from '../../helpers/acquirer.ts';
import { until } from '../../helpers/until.ts';

let bench: Bench;
async function signedOn(options: BenchOptions = {}): Promise<Bench> {
  bench = await acquirerBench(options);
  await bench.signOn();
  return bench;
}
afterEach(() => bench?.close());

describe('a sale whose outcome is unknown', () => {
  test('no answer: reason 98, and the reversal takes the money back', async () => {
    await signedOn();
    bench.host.control.next('silent', { for: 'sale' });
    const sale = bench.sell('000002');
    await bench.runOut('sale');
    expect(await sale).toEqual({
      kind: 'unknown',
      problem: { kind: 'host-silent', params: {} },
      reversalReason: '98',
    });
    expect(bench.chargedStans()).toEqual(['000002']);
    expect(await bench.reverse('000002', '98')).toBe('00');
    expect(bench.chargedStans()).toEqual([]);
  });

  test('the request was lost on the way: the reversal finds nothing to take back', async () => {
    await signedOn();
    bench.host.control.next('lost', { for: 'sale' });
    const sale = bench.sell('000002');
    await bench.runOut('sale');
    expect(await sale).toMatchObject({ kind: 'unknown', reversalReason: '98' });
    expect(await bench.reverse('000002', '98')).toBe('25');
    expect(bench.chargedStans()).toEqual([]);
  });

  test('the request came twice and the answer to the first was lost: 94 is no word about the money', async () => {
    await signedOn();
    bench.host.control.next('silent', { for: 'sale' });
    const first = bench.sell('000002');
    await bench.runOut('sale');
    await first;
    expect(await bench.sell('000002')).toEqual({
      kind: 'unknown',
      problem: { kind: 'host-garbage', params: { path: 'DE39' } },
      reversalReason: '06',
    });
    expect(bench.chargedStans()).toEqual(['000002']);
    expect(await bench.reverse('000002', '06')).toBe('00');
    expect(bench.chargedStans()).toEqual([]);
  });

  test('an answer that comes late is handed over, and changes nothing', async () => {
    await signedOn();
    bench.host.control.next('late', { for: 'sale', lateMs: 35_000 });
    const sale = bench.sell('000002');
    await bench.runOut('sale');
    expect(await sale).toMatchObject({ kind: 'unknown', reversalReason: '98' });
    expect(await bench.reverse('000002', '98')).toBe('00');
    expect(bench.late).toEqual([]);
    bench.clock.advance(5_000);
    await until(() => bench.late.length > 0, 'the late answer');
    expect(bench.late).toEqual([{ mti: '0210', stan: '000002', responseCode: '00' }]);
    expect(bench.chargedStans()).toEqual([]);
  });

  test('after a minute nobody listens for the late answer any more', async () => {
    await signedOn();
    bench.host.control.next('late', { for: 'sale', lateMs: 95_000 });
    const sale = bench.sell('000002');
    await bench.runOut('sale');
    await sale;
    bench.clock.advance(60_000);
    bench.clock.advance(5_000);
    expect(await bench.reverse('000002', '98')).toBe('00');
    expect(bench.late).toEqual([]);
  });

  test.each([
    ['garbage', 'host-garbage', '06'],
    ['wrong-amount', 'host-garbage', '06'],
    ['wrong-mac', 'host-mac-wrong', 'A0'],
    ['drop-connection', 'host-silent', '98'],
  ] as const)('%s: %s, reason %s', async (fault, kind, reversalReason) => {
    await signedOn();
    bench.host.control.next(fault, { for: 'sale' });
    expect(await bench.sell('000002')).toMatchObject({
      kind: 'unknown',
      problem: { kind },
      reversalReason,
    });
    expect(bench.chargedStans()).toEqual(['000002']);
    expect(await bench.reverse('000002', reversalReason)).toBe('00');
    expect(bench.chargedStans()).toEqual([]);
  });

  test('an approval with a DE59 of the host, under a right MAC, is one: nothing is taken back', async () => {
    await signedOn();
    bench.host.control.next('extra-field', { for: 'sale' });
    expect(await bench.sell('000002')).toMatchObject({ kind: 'approved', responseCode: '00' });
    const heard = bench.tap.lines(-1).at(-1)?.hex.split(' ') ?? [];
    // The last byte of the bitmap, after length, TPDU, head and MTI: fields 57 to 64.
    expect(Number.parseInt(heard[22] ?? '', 16) & 0x20).toBe(0x20);
    expect(bench.chargedStans()).toEqual(['000002']);
    // So with the answer to a reversal.
    bench.host.control.next('extra-field', { for: 'reversal' });
    expect(await bench.reverse('000002', '06')).toBe('00');
    expect(bench.chargedStans()).toEqual([]);
  });

  /** Whatever an answer says, it ends nothing unless the bank said it; the host has charged in every case. */
  test.each([
    ['an approval turned into a refusal', 'altered-code', { code: '05' }],
    ['into one that asks for another sign-on', 'altered-code', { code: 'A0' }],
    ['an approval with another code', 'altered-code', { code: '11' }],
    [
      'an approval turned into a refusal, its MAC left out',
      'altered-code',
      { code: '05', unsealed: true },
    ],
    ['a MAC of nothing but zeros', 'zero-mac', {}],
    ['an approval without a MAC', 'no-mac', {}],
  ] as const)('%s is unknown, reason A0', async (_, fault, options) => {
    await signedOn();
    bench.host.control.next(fault, { for: 'sale', ...options });
    expect(await bench.sell('000002')).toMatchObject({ kind: 'unknown', reversalReason: 'A0' });
    expect(bench.chargedStans()).toEqual(['000002']);
    expect(await bench.reverse('000002', 'A0')).toBe('00');
    expect(bench.chargedStans()).toEqual([]);
  });

  test('a refusal without a MAC ends it only where the acquirer says that its host does so', async () => {
    await signedOn();
    bench.host.control.always('decline', { for: 'sale', code: '51', unsealed: true });
    expect(await bench.sell('000002')).toEqual({
      kind: 'unknown',
      problem: { kind: 'host-mac-missing', params: { code: '51' } },
      reversalReason: 'A0',
    });
    await bench.close();
    await signedOn({ config: { refusesWithoutMac: true } });
    bench.host.control.next('decline', { for: 'sale', code: '51', unsealed: true });
    expect(await bench.sell('000002')).toMatchObject({ kind: 'declined', responseCode: '51' });
    bench.host.control.next('no-mac', { for: 'sale' });
    expect(await bench.sell('000003')).toMatchObject({ kind: 'unknown', reversalReason: 'A0' });
    bench.host.control.next('altered-code', { for: 'sale', code: '51' });
    expect(await bench.sell('000004')).toMatchObject({ kind: 'unknown', reversalReason: 'A0' });
  });

  test('an answer about another batch is about another sale', async () => {
    await signedOn();
    bench.host.control.next('wrong-batch', { for: 'sale' });
    expect(await bench.sell('000002')).toMatchObject({
      kind: 'unknown',
      problem: { kind: 'host-garbage', params: { path: 'DE60' } },
    });
  });

  test('a partial approval is taken back', async () => {
    await signedOn();
    bench.host.control.next('decline', { for: 'sale', code: '10' });
    expect(await bench.sell('000002')).toMatchObject({ kind: 'unknown', reversalReason: '06' });
  });

  test('the caller gives up after the request has left', async () => {
    await signedOn();
    bench.host.control.next('silent', { for: 'sale' });
    const giveUp = new AbortController();
    const sale = bench.sell('000002', 'good', { signal: giveUp.signal });
    await until(() => bench.host.control.received('sale') > 0, 'the host has the sale');
    giveUp.abort();
    expect(await sale).toMatchObject({ kind: 'unknown', reversalReason: '98' });
  });

  test('the pad fails while it checks the answer', async () => {
    let macs = 0;
    // Sign-on: three check values. Sale: one block of track, then the MAC of the request, then that of the answer.
    const ofTheAnswer = 6;
    await signedOn({
      replacePad: (pad) => ({
        ...pad,
        mac: (...request) => {
          macs += 1;
          if (macs === ofTheAnswer) return Promise.reject(new Problem('device-gone'));
          return pad.mac(...request);
        },
      }),
    });
    expect(await bench.sell('000002')).toEqual({
      kind: 'unknown',
      problem: { kind: 'device-gone', params: {} },
      reversalReason: '06',
    });
    expect(bench.chargedStans()).toEqual(['000002']);
  });
});

describe('a reversal', () => {
  test('is repeated until the host answers, and is accepted each time', async () => {
    await signedOn();
    await bench.sell('000002');
    bench.host.control.next('silent', { for: 'reversal', times: 2 });
    const reversal = bench.reverse('000002', '06');
    await bench.runOut('reversal', 1);
    await bench.runOut('reversal', 2);
    expect(await reversal).toBe('00');
    expect(bench.host.control.received('reversal')).toBe(3);
    expect(bench.chargedStans()).toEqual([]);
  });

  test('is given up after its tries, and says so', async () => {
    await signedOn();
    await bench.sell('000002');
    bench.host.control.always('lost', { for: 'reversal' });
    const reversal = bench.reverse('000002', '06');
    const told = expect(reversal).rejects.toMatchObject({ kind: 'host-silent' });
    for (const count of [1, 2, 3]) await bench.runOut('reversal', count);
    await told;
    expect(bench.host.control.received('reversal')).toBe(3);
    expect(bench.chargedStans()).toEqual(['000002']);
  });

  test.each([
    ['wrong-mac', '96', 'host-mac-wrong'],
    ['zero-mac', '96', 'host-mac-wrong'],
    ['no-mac', '96', 'host-mac-missing'],
    ['wrong-amount', '96', 'host-garbage'],
    ['wrong-batch', '96', 'host-garbage'],
    ['garbage', '96', 'host-garbage'],
    ['decline', '96', 'host-refused'],
    ['altered-code', '25', 'host-mac-wrong'],
    ['drop-connection', '96', 'host-silent'],
  ] as const)('is not believed: %s %s, %s', async (fault, code, kind) => {
    await signedOn();
    await bench.sell('000002');
    bench.host.control.always(fault, { for: 'reversal', code });
    await expect(bench.reverse('000002', '06')).rejects.toMatchObject({ kind });
    bench.host.control.behave();
    expect(await bench.reverse('000002', '06')).toBe('00');
  });

  test.each(['12', '25'])(
    'answered %s without a MAC counts where the host refuses so, and 00 never',
    async (code) => {
      await signedOn({ config: { refusesWithoutMac: true } });
      await bench.sell('000002');
      bench.host.control.always('no-mac', { for: 'reversal' });
      await expect(bench.reverse('000002', '06')).rejects.toMatchObject({
        kind: 'host-mac-missing',
      });
      bench.host.control.always('decline', { for: 'reversal', code, unsealed: true });
      expect(await bench.reverse('000002', '06')).toBe(code);
      await bench.close();
      await signedOn();
      await bench.sell('000002');
      bench.host.control.always('decline', { for: 'reversal', code, unsealed: true });
      await expect(bench.reverse('000002', '06')).rejects.toMatchObject({
        kind: 'host-mac-missing',
      });
    },
  );

  test('with keys the host has lost is not repeated in vain', async () => {
    await signedOn();
    await bench.sell('000002');
    bench.host.control.forgetKeys();
    await expect(bench.reverse('000002', '06')).rejects.toMatchObject({
      kind: 'host-sign-on-needed',
    });
    expect(bench.host.control.received('reversal')).toBe(1);
    await bench.signOn();
    expect(await bench.reverse('000002', '06')).toBe('00');
  });

  test('of another amount than the sale is refused', async () => {
    await signedOn();
    await bench.sell('000002');
    await expect(bench.reverse('000002', '06', 1)).rejects.toMatchObject({
      kind: 'host-refused',
      params: { code: '64' },
    });
    expect(bench.chargedStans()).toEqual(['000002']);
  });

  test('that overtakes its sale keeps the sale from being charged', async () => {
    await signedOn();
    expect(await bench.reverse('000002', '98')).toBe('25');
    expect(await bench.sell('000002')).toMatchObject({ kind: 'unknown', reversalReason: '06' });
    expect(bench.chargedStans()).toEqual([]);
  });
});
