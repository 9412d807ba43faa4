/** What the libraries under the transports do when a line breaks at a bad moment. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Problem } from '../../../domain/words/problem.ts';
import { openTransport } from '../../../drivers/transports/open.ts';
import type { Transport } from '../../../drivers/transports/transport.ts';
import { endChild } from '../../helpers/child.ts';
import { hasSocat, socatAbsent } from '../../helpers/emulated-devices.ts';
import { until } from '../../helpers/until.ts';

const { signal } = new AbortController();
async function kindOf(verb: Promise<unknown>): Promise<string> {
  const thrown = await verb.then(
    () => null,
    (error: unknown) => error,
  );
  return thrown instanceof Problem ? thrown.kind : `no problem but ${String(thrown)}`;
}
async function readAll(transport: Transport, count: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of transport.bytes) {
    chunks.push(chunk);
    if (chunks.reduce((sum, each) => sum + each.length, 0) >= count) break;
  }
  return Buffer.concat(chunks);
}

describe('serial', () => {
  let directory: string;
  let socat: ChildProcess;
  let address: string;
  let far: string;
  beforeEach(async (context) => {
    context.skip(!hasSocat, socatAbsent);
    directory = mkdtempSync(join(tmpdir(), 'rollcall-pty-'));
    const near = join(directory, 'near');
    far = join(directory, 'far');
    address = `serial://${near}?baud=115200`;
    socat = spawn('socat', [`PTY,raw,echo=0,link=${near}`, `PTY,raw,echo=0,link=${far}`]);
    await until(() => existsSync(near) && existsSync(far), 'the ptys are there');
  });
  afterEach(async () => {
    // It takes its links away as it ends.
    if (socat) await endChild(socat, 'SIGTERM');
    if (directory) rmSync(directory, { recursive: true, force: true });
  });

  test('carries bytes of every value both ways', async () => {
    const [near, other] = await Promise.all([
      openTransport(address, signal),
      openTransport(`serial://${far}`, signal),
    ]);
    const all = Uint8Array.from({ length: 256 }, (_, index) => index);
    await near.write(all);
    expect(await readAll(other, 256)).toEqual(Buffer.from(all));
    await other.write(all);
    expect(await readAll(near, 256)).toEqual(Buffer.from(all));
    await Promise.all([near.close(), other.close()]);
  });

  test.each(['baud=1200&frame=7E1', 'baud=123456', 'baud=9600&frame=8N2', 'frame=7O1'])(
    'opens with %s; a pty cannot show more',
    async (settings) => {
      const [path] = address.split('?');
      const near = await openTransport(`${path}?${settings}`, signal);
      await near.write(Uint8Array.of(0x05));
      await near.close();
    },
  );

  test('a port that another program holds is busy, and free again when it is let go', async () => {
    const holder = await openTransport(address, signal);
    expect(await kindOf(openTransport(address, signal))).toBe('port-busy');
    await holder.close();
    const near = await openTransport(address, signal);
    await near.close();
  });

  test('who gave up before the port was open is let go, and the port is not held', async () => {
    const abort = new AbortController();
    const opening = kindOf(openTransport(address, abort.signal));
    abort.abort();
    expect(await opening).toBe('port-missing');
    let near: Transport | null = null;
    const open = async () => {
      near = await openTransport(address, signal).catch(() => null);
    };
    for (let tries = 0; tries < 100 && !near; tries += 1) await open();
    expect(near).not.toBeNull();
    await (near as Transport | null)?.close();
  });

  test('a USB device that is not plugged in is missing, whatever its port was', async () => {
    expect(await kindOf(openTransport('serial://ffff:ffff/none', signal))).toBe('port-missing');
    expect(await kindOf(openTransport('usb://ffff:ffff', signal))).toBe('port-missing');
  });

  test('a port whose path is gone has gone, though its line never hung up', async () => {
    const near = await openTransport(address, signal);
    let ended = '';
    const reading = kindOf(readAll(near, 1)).then((kind) => {
      ended = kind;
    });
    rmSync(join(directory, 'near'));
    await until(() => ended !== '', 'the reader is told');
    expect(ended).toBe('device-gone');
    await reading;
    expect(await kindOf(near.write(Uint8Array.of(1)))).toBe('device-gone');
    await near.close();
  });

  test('a reader that does not read holds the line back, and loses nothing', async () => {
    const [near, other] = await Promise.all([
      openTransport(address, signal),
      openTransport(`serial://${far}`, signal),
    ]);
    const size = 400_000;
    const sent = Buffer.alloc(size, 'abcdefg');
    const written = other.write(sent);
    expect((await readAll(near, size)).equals(sent)).toBe(true);
    await written;
    await Promise.all([near.close(), other.close()]);
  });

  test('closing with a write under way ends the write, and the process lives', async () => {
    const near = await openTransport(address, signal);
    const written = kindOf(near.write(Buffer.alloc(2_000_000)));
    await near.close();
    expect(await written).toBe('device-gone');
    await near.close();
    expect(await kindOf(near.write(Uint8Array.of(1)))).toBe('device-gone');
  });

  test('a cable pulled under a reader ends the reading with a problem', async () => {
    const near = await openTransport(address, signal);
    const reading = kindOf(readAll(near, 1));
    socat.kill();
    expect(await reading).toBe('device-gone');
    await near.close();
  });

  test.skipIf(process.getuid?.() === 0)(
    'a port of somebody else is denied, naming the group',
    async () => {
      expect(await kindOf(openTransport('serial:///dev/console', signal))).toBe('port-denied');
    },
  );

  test('a port that does not exist is missing', async () => {
    expect(await kindOf(openTransport(`serial://${directory}/nothing`, signal))).toBe(
      'port-missing',
    );
  });
});

/** The node of `usblp` is read and written as a pty is: without blocking, with an error once it hangs up. */
describe('a USB printer', () => {
  let directory: string;
  let socat: ChildProcess;
  let near: string;
  let far: Transport;
  beforeEach(async (context) => {
    context.skip(!hasSocat || process.platform !== 'linux', socatAbsent);
    directory = mkdtempSync(join(tmpdir(), 'rollcall-lp-'));
    near = join(directory, 'lp0');
    socat = spawn('socat', [`PTY,raw,echo=0,link=${near}`, `PTY,raw,echo=0,link=${near}.far`]);
    await until(() => existsSync(near) && existsSync(`${near}.far`), 'the ptys are there');
    far = await openTransport(`serial://${near}.far`, signal);
  });
  afterEach(async () => {
    await far?.close();
    if (socat) await endChild(socat, 'SIGTERM');
    if (directory) rmSync(directory, { recursive: true, force: true });
  });

  test('takes a receipt however slowly it is read, and says its status', async () => {
    const printer = await openTransport(`usb://${near}`, signal);
    const receipt = Buffer.alloc(200_000, 'abcdefg');
    const written = printer.write(receipt);
    expect((await readAll(far, receipt.length)).equals(receipt)).toBe(true);
    await written;
    await far.write(Uint8Array.of(0x12));
    expect(await readAll(printer, 1)).toEqual(Buffer.of(0x12));
    await printer.close();
  });

  test('closing ends a write that nobody takes', async () => {
    const printer = await openTransport(`usb://${near}`, signal);
    const written = kindOf(printer.write(Buffer.alloc(2_000_000)));
    await printer.close();
    expect(await written).toBe('device-gone');
    await printer.close();
  });

  test('pulled under a reader it has gone', async () => {
    const printer = await openTransport(`usb://${near}`, signal);
    const reading = kindOf(readAll(printer, 1));
    socat.kill();
    expect(await reading).toBe('device-gone');
    expect(await kindOf(printer.write(Uint8Array.of(1)))).toBe('device-gone');
    await printer.close();
  });
});

describe('TCP', () => {
  let server: Server;
  let sockets: Socket[];
  let address: string;
  beforeEach(async () => {
    sockets = [];
    server = createServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  test.each([
    ['hangs up', (socket: Socket) => socket.end()],
    ['resets', (socket: Socket) => socket.resetAndDestroy()],
  ])('a far side that %s ends the reading with a problem', async (_how, leave) => {
    const transport = await openTransport(address, signal);
    await until(() => sockets.length === 1, 'the connection is accepted');
    const reading = kindOf(readAll(transport, 1));
    if (sockets[0]) leave(sockets[0]);
    expect(await reading).toBe('device-gone');
    expect(await kindOf(transport.write(Uint8Array.of(1)))).toBe('device-gone');
    await transport.close();
  });

  test('our own close ends the reading quietly', async () => {
    const transport = await openTransport(address, signal);
    const reading = readAll(transport, 1);
    await transport.close();
    expect((await reading).length).toBe(0);
  });

  test('nobody there is a missing port, and a caller may give up', async () => {
    server.close();
    for (const socket of sockets) socket.destroy();
    expect(await kindOf(openTransport(address, signal))).toBe('port-missing');
    const abort = new AbortController();
    // TEST-NET-1 (RFC 5737): nothing answers there.
    const opening = kindOf(openTransport('tcp://192.0.2.1:9100', abort.signal));
    abort.abort();
    expect(await opening).toBe('port-missing');
  });
});

test('a HID device that is not attached is missing', async () => {
  expect(await kindOf(openTransport('hid://ffff:ffff/none', signal))).toBe('port-missing');
});
