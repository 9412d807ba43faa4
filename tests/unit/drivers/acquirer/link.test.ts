/** How answers find their request, over pipes within the process and a clock moved by hand. */
import { afterEach, expect, test } from 'vitest';
import type { AcquirerConfig } from '../../../../domain/devices/verbs.ts';
import { createLink, type Link } from '../../../../drivers/acquirer/link.ts';
import { encodeFrame } from '../../../../drivers/codecs/iso8583/frame.ts';
import { encodeMessage, type IsoMessage } from '../../../../drivers/codecs/iso8583/message.ts';
import { cups } from '../../../../drivers/codecs/iso8583/specs/cups.ts';
import { createTap } from '../../../../drivers/tap.ts';
import { createMemoryNetwork } from '../../../../drivers/transports/memory.ts';
import type { Transport } from '../../../../drivers/transports/transport.ts';
import { type HandClock, handClock } from '../../../helpers/hand-clock.ts';
import { until } from '../../../helpers/until.ts';

const request: IsoMessage = { mti: '0200', fields: { 11: '000002', 39: '00', 41: '10000001' } };
const answer: IsoMessage = { mti: '0210', fields: request.fields };
const { signal } = new AbortController();

const wireOf = (message: IsoMessage): Buffer =>
  encodeFrame({
    tpdu: '6000000003',
    head: '603100000000',
    message: encodeMessage(cups, message),
  });

type Line = Readonly<{ link: Link; far: Transport[]; late: IsoMessage[]; clock: HandClock }>;
let line: Line;
afterEach(() => line.link.close());

function openLine(): Line {
  const network = createMemoryNetwork();
  const [far, late, clock]: [Transport[], IsoMessage[], HandClock] = [[], [], handClock()];
  network.listen('host', (transport) => far.push(transport));
  const config: AcquirerConfig = {
    address: 'memory://host',
    tpdu: '6000030000',
    head: '603100000000',
    terminalId: '10000001',
    merchantId: '123456789012345',
    networkCode: '003',
    answerTimeoutMs: 30_000,
    reversalTriesMax: 3,
    refusesWithoutMac: false,
  };
  const link = createLink(config, {
    clock,
    open: network.open,
    tap: createTap(clock),
    onLate: (message) => late.push(message),
  });
  line = { link, far, late, clock };
  return line;
}

/** Sends and waits until the far end has the connection. */
async function sent(message: IsoMessage = request) {
  const { link, far } = line;
  const before = far.length;
  const exchange = link.exchange(message, signal);
  // Looked at only once everything was said; until then a failure is no surprise.
  exchange.catch(() => undefined);
  await until(() => far.length > before, 'a connection');
  const transport = far[before];
  if (!transport) throw new Error('no connection');
  return { exchange, host: transport };
}

test('an answer of its MTI, STAN and terminal ends the exchange, in whatever pieces it comes', async () => {
  openLine();
  const { exchange, host } = await sent();
  for (const byte of wireOf(answer)) await host.write(Uint8Array.of(byte));
  const received = await exchange;
  expect(received.message).toEqual(answer);
  expect(received.bytes).toEqual(encodeMessage(cups, answer));
});

test.each<[string, IsoMessage]>([
  ['another STAN', { ...answer, fields: { ...answer.fields, 11: '000001' } }],
  ['another terminal', { ...answer, fields: { ...answer.fields, 41: '10000002' } }],
  ['another MTI', { ...answer, mti: '0410' }],
  ['no STAN', { ...answer, fields: { 41: '10000001' } }],
])('an answer of %s is not taken for its own, but handed over', async (_, stray) => {
  const { late } = openLine();
  const { exchange, host } = await sent();
  await host.write(Buffer.concat([wireOf(stray), wireOf(answer)]));
  expect((await exchange).message).toEqual(answer);
  expect(late).toEqual([stray]);
});

test('two exchanges at a time each get their own answer', async () => {
  openLine();
  const first = await sent();
  const other: IsoMessage = { mti: '0400', fields: { ...request.fields, 11: '000003' } };
  const second = await sent(other);
  await second.host.write(wireOf({ ...other, mti: '0410' }));
  await first.host.write(wireOf(answer));
  expect((await first.exchange).message.fields[11]).toBe('000002');
  expect((await second.exchange).message.mti).toBe('0410');
});

test.each<[string, Uint8Array]>([
  ['a length that cannot be', Buffer.from('FFFF00', 'hex')],
  ['a head that is no head', Buffer.concat([Buffer.from('000C', 'hex'), Buffer.alloc(12, 0xff)])],
  ['a message that is none', Buffer.from('000D600000000360310000000002FF', 'hex')],
])('%s is garbage at once, whatever time is left', async (_, noise) => {
  openLine();
  const { exchange, host } = await sent();
  await host.write(noise);
  await expect(exchange).rejects.toMatchObject({ kind: 'host-garbage' });
});

test('half an answer is a silence', async () => {
  const { clock } = openLine();
  const { exchange, host } = await sent();
  await host.write(wireOf(answer).subarray(0, 20));
  clock.advance(30_000);
  await expect(exchange).rejects.toMatchObject({ kind: 'host-silent' });
});

test('a caller who gave up before has sent nothing', async () => {
  const { link, far } = openLine();
  const exchange = link.exchange(request, AbortSignal.abort());
  await expect(exchange).rejects.toMatchObject({ kind: 'host-unreachable' });
  expect(far).toEqual([]);
});

test('a late answer is handed over once, and its connection closed', async () => {
  const { late, clock } = openLine();
  const { exchange, host } = await sent();
  clock.advance(30_000);
  await expect(exchange).rejects.toMatchObject({ kind: 'host-silent' });
  await host.write(wireOf(answer));
  await until(() => late.length > 0, 'the late answer');
  expect(late).toEqual([answer]);
  let open = true;
  void host.write(Uint8Array.of(0)).catch(() => {
    open = false;
  });
  await until(() => !open, 'the connection closed');
});
