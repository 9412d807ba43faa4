/** The till's window stays the till's, whatever its page does, and sends nothing by itself. */
import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { z } from 'zod';
import { expect, test } from './pages/fixtures.ts';
import { cashier, signIn } from './pages/flows.ts';

const pageUrl = 'https://till.rollcall.example/index.html';

/** Answers the desktop's question in a person's place; a script of the page cannot. */
function answerDesktop(app: ElectronApplication, button: number): Promise<void> {
  return app.evaluate(({ dialog }, response) => {
    const asked = globalThis as unknown as { asked?: string[] };
    asked.asked = [];
    dialog.showMessageBox = async (...args: unknown[]) => {
      asked.asked?.push((args.at(-1) as { message: string }).message);
      return { response, checkboxChecked: false };
    };
  }, button);
}

/** Runs in the page: by way of main, since Playwright waits for what was refused, and gives a page up that died. */
function inPage(app: ElectronApplication, script: string): Promise<unknown> {
  return app.evaluate(
    ({ BrowserWindow }, code) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code),
    script,
  );
}
const shown = (app: ElectronApplication) =>
  inPage(app, `[location.href, document.querySelector('[data-testid="sell-screen"]') !== null]`);

/** What a script may try, and what the window tells of it. */
const tries = [
  ['a blank page', "location.href = 'about:blank'", 'did-navigate'],
  ['another path', "location.href = '/no-such.html'", 'will-navigate'],
  ['its own file under another name', "location.href = '/index.html?x'", 'will-navigate'],
  ['another path, without a load', "history.pushState({}, '', '/other')", 'did-navigate-in-page'],
  ['an emptied document', 'document.open(); document.close()', 'will-navigate'],
  ['a loop without end', 'for (;;) {}', 'render-process-gone'],
] as const;

test('whatever a script does to the page, the till is there again', async ({ openTill }) => {
  const { app, page } = await openTill();
  await signIn(page, cashier);
  await app.evaluate(
    ({ BrowserWindow }, names) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      const seen: string[] = [];
      Object.assign(globalThis, { seen });
      for (const name of names) contents?.on(name as 'did-navigate', () => seen.push(name));
    },
    [...new Set(tries.map(([, , told]) => told))],
  );
  for (const [what, script, told] of tries) {
    await app.evaluate(() => void (globalThis as unknown as { seen: string[] }).seen.splice(0));
    await inPage(app, `void setTimeout(() => { ${script} })`);
    if (told === 'render-process-gone') {
      // Chromium does not tell it while a debugger is attached, which Playwright is.
      await app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.emit('unresponsive'),
      );
    }
    await expect
      .poll(() => app.evaluate(() => (globalThis as unknown as { seen: string[] }).seen), {
        message: what,
      })
      .toContain(told);
    await expect.poll(() => shown(app), { message: what }).toEqual([pageUrl, true]);
  }

  const number = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.id);
  const before = await number();
  await inPage(app, 'void setTimeout(() => window.close());');
  await expect.poll(number).toBe((before ?? 0) + 1);
  await expect.poll(() => shown(app)).toEqual([pageUrl, true]);
});

test('a person is asked before the till closes', async ({ openTill }) => {
  const { app } = await openTill();
  const close = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await answerDesktop(app, 0);
  await close();
  await expect
    .poll(() => app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked))
    .toEqual(['关闭收银机？']);
  const gone = new Promise((resolve) => app.process().once('exit', resolve));
  await answerDesktop(app, 1);
  await close();
  await gone;
});

const netLogSchema = z.object({
  constants: z.object({ logEventTypes: z.record(z.string(), z.int()) }),
  events: z.array(z.looseObject({ type: z.int(), params: z.unknown().optional() })),
});

test('no packet leaves but what the till itself sends', async ({ openTill, shop }) => {
  const heard: string[] = [];
  const udp = createSocket('udp4').on('message', () => heard.push('udp'));
  const tcp = createServer((socket) => {
    heard.push('tcp');
    socket.destroy();
  });
  const udpPort = await new Promise<number>((resolve) =>
    udp.bind(0, '127.0.0.1', () => resolve(udp.address().port)),
  );
  const tcpPort = await new Promise<number>((resolve) =>
    tcp.listen(0, '127.0.0.1', () => resolve((tcp.address() as { port: number }).port)),
  );
  const netLog = join(shop.tillDirectory, 'net-log.json');
  const { page, close } = await openTill({ flags: [`--log-net-log=${netLog}`] });
  await signIn(page, cashier);
  await page.evaluate(
    async ([stun, turn]) => {
      for (const href of ['//somewhere.example', 'https://somewhere.example']) {
        const link = Object.assign(document.createElement('link'), { rel: 'dns-prefetch', href });
        document.head.append(link, Object.assign(link.cloneNode(), { rel: 'preconnect' }));
      }
      await fetch(`http://127.0.0.1:${turn}/`).catch(() => {});
      const peer = new RTCPeerConnection({
        iceServers: [
          { urls: `stun:127.0.0.1:${stun}` },
          { urls: `turn:127.0.0.1:${turn}?transport=tcp`, username: 'a', credential: 'b' },
          { urls: `turn:somewhere.example:${turn}?transport=tcp`, username: 'a', credential: 'b' },
        ],
      });
      peer.createDataChannel('x');
      const gathered = new Promise((resolve) => {
        peer.onicegatheringstatechange = () => {
          if (peer.iceGatheringState === 'complete') resolve(null);
        };
      });
      await peer.setLocalDescription(await peer.createOffer());
      await gathered;
    },
    [udpPort, tcpPort],
  );
  await close();
  udp.close();
  tcp.close();
  expect(heard).toEqual([]);
  const log = netLogSchema.parse(JSON.parse(readFileSync(netLog, 'utf8')));
  const { logEventTypes } = log.constants;
  const sends = ['TCP_CONNECT_ATTEMPT', 'UDP_CONNECT', 'UDP_BYTES_SENT', 'DNS_TRANSACTION'];
  for (const name of sends) expect(logEventTypes, name).toHaveProperty(name);
  const numbers = new Set(sends.map((name) => logEventTypes[name]));
  expect(log.events.filter(({ type }) => numbers.has(type))).toEqual([]);
  expect(log.events.length).toBeGreaterThan(0);
});
