/** Serves the control window: its page, what it shows, and what its buttons do. On loopback only. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { z } from 'zod';
import { maskPan } from '../../domain/basics/mask.ts';
import { hostFaults, testCards } from '../../drivers/acquirer/emulator.ts';
import { emulatedDevices, faults, goodsStates } from '../../drivers/emulators/control.ts';
import { codeBytesMax } from '../../drivers/scanner/scan-text.ts';
import { demoCatalogue } from './catalogue.ts';
import { favouriteNames } from './goods.ts';
import { demoOperators } from './seed.ts';
import type { Shop } from './shop.ts';
import { demoBadge, demoCard, demoTrack } from './tokens.ts';

const emulatedDevice = z.enum(emulatedDevices);
const cable = z.enum([...emulatedDevice.options, 'back-office', 'acquirer']);
/** What the emulated scale can tell in figures. */
const gramsMax = 99_999;
const hostModes = ['approve', ...hostFaults] as const;

export type ControlServer = Readonly<{ url: string; close(): Promise<void> }>;

export async function serveControl(shop: Shop, port = 0): Promise<ControlServer> {
  const app = new Hono();
  const acts = actsOf(shop);
  const page = (name: string): string =>
    readFileSync(join(import.meta.dirname, 'control', name), 'utf8');
  app.get('/', (context) => context.html(page('index.html')));
  app.get('/control.css', (context) => {
    context.header('content-type', 'text/css');
    return context.body(page('control.css'));
  });
  app.get('/control.js', (context) => {
    context.header('content-type', 'text/javascript');
    return context.body(page('control.js'));
  });
  app.get('/state', (context) => context.json(stateOf(shop)));
  app.get('/receipt.svg', (context) => {
    context.header('content-type', 'image/svg+xml');
    return context.body(shop.emulators.control.printer.receipts().at(-1)?.svg ?? '');
  });
  app.post('/act/:name', async (context) => {
    const act = acts[context.req.param('name')];
    if (!act) return context.text('no such act', 404);
    const done = await act(await context.req.json()).catch((error: unknown) => String(error));
    return done ? context.text(done, 400) : context.json({});
  });
  return await new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, (address) =>
      resolve({
        url: `http://127.0.0.1:${address.port}/`,
        close: () => new Promise((closed) => server.close(() => closed())),
      }),
    );
  });
}

type Act = (input: unknown) => Promise<string | undefined>;

/** An act takes what the page sends, checked; it answers with a sentence when it could not be done. */
function actsOf(shop: Shop): Record<string, Act> {
  const { pad, reader, printer, scanner, scale, unplug, replug, misbehave } =
    shop.emulators.control;
  const act =
    <Input>(schema: z.ZodType<Input>, run: (input: Input) => void | Promise<void>): Act =>
    async (input) => {
      const parsed = schema.safeParse(input);
      if (!parsed.success) return z.prettifyError(parsed.error);
      await run(parsed.data);
      return undefined;
    };
  return {
    key: act(z.object({ key: z.string().regex(/^(\d|enter|cancel)$/) }), ({ key }) => {
      if (key === 'enter') pad.pressEnter();
      else if (key === 'cancel') pad.pressCancel();
      else pad.typePin(key);
    }),
    'type-pin': act(z.object({ pin: z.string().regex(/^\d{4,12}$/) }), ({ pin }) => {
      pad.typePin(pin);
      pad.pressEnter();
    }),
    swipe: act(z.object({ card: z.string() }), ({ card }) => {
      const bank = testCards.find(({ name }) => name === card);
      const staff = demoOperators.find(({ number }) => number === card);
      if (bank) reader.swipe(null, bank.track2);
      else if (staff) reader.swipe(null, demoTrack(staff.number));
      else reader.swipe(null, null);
    }),
    scan: act(z.object({ text: z.string().min(1).max(codeBytesMax) }), ({ text }) =>
      scanner.scan(text),
    ),
    weight: act(
      z.object({ grams: z.int().min(0).max(gramsMax), state: z.enum(goodsStates) }),
      ({ grams, state }) => scale.put(grams, state),
    ),
    host: act(z.object({ mode: z.enum(hostModes) }), ({ mode }) => {
      shop.setNextHostAnswer(mode === 'approve' ? null : mode);
    }),
    paper: act(z.object({ paper: z.enum(['ok', 'low', 'out']) }), ({ paper }) =>
      printer.setPaper(paper),
    ),
    'shut-drawer': act(z.object({}), () => printer.shutDrawer()),
    flag: act(z.object({ flag: z.string(), on: z.boolean() }), ({ flag, on }) => {
      if (flag === 'printer.cover') printer.setCoverOpen(on);
      else if (flag === 'printer.jam') printer.setJammed(on);
      else if (on) pad.tamper();
      else pad.restore();
    }),
    misbehave: act(z.object({ device: emulatedDevice, fault: z.enum(faults) }), (input) =>
      misbehave(input.device, input.fault),
    ),
    unplug: act(z.object({ cable }), async (input) => {
      const device = emulatedDevice.safeParse(input.cable);
      if (device.success) await unplug(device.data);
      else await shop.cables[input.cable as 'back-office' | 'acquirer'].pull();
    }),
    plug: act(z.object({ cable }), async (input) => {
      const device = emulatedDevice.safeParse(input.cable);
      if (device.success) await replug(device.data);
      else await shop.cables[input.cable as 'back-office' | 'acquirer'].plug();
    }),
  };
}

const codes = demoCatalogue()
  .filter((item) => item.barcode !== null && item.favourite !== null)
  .slice(0, Math.min(8, favouriteNames.length))
  .map((item) => ({ name: item.name, code: item.barcode }));

const bankCards = testCards.map(({ name, pan, pin }) => ({
  id: name,
  maskedPan: maskPan(pan),
  note: pin === null ? name : `${name} · PIN ${pin}`,
}));

const staffCards = demoOperators.map(({ number, name }) => ({
  id: number,
  maskedPan: demoCard(number),
  note: name,
}));

const badges = demoOperators.map(({ number, name }) => ({
  name: { zh: name, en: name },
  code: demoBadge(number),
}));

const ofEach = <Value>(look: (device: (typeof emulatedDevices)[number]) => Value) =>
  Object.fromEntries(emulatedDevices.map((device) => [device, look(device)]));

function stateOf(shop: Shop): unknown {
  const { control } = shop.emulators;
  const printer = control.printer.state();
  return {
    pad: { display: control.pad.display(), wantsPin: control.pad.wantsPin() },
    printer: {
      paper: printer.paper,
      drawerOpen: printer.drawerOpen,
      pictures: control.printer.receipts().at(-1)?.number ?? 0,
    },
    scale: control.scale.look(),
    goodsStates,
    customerDisplay: control.customerDisplay.lines(),
    cables: {
      ...ofEach(control.plugged),
      'back-office': shop.cables['back-office'].plugged(),
      acquirer: shop.cables.acquirer.plugged(),
    },
    flags: {
      'pad.tamper': control.pad.tampered(),
      'printer.cover': printer.coverOpen,
      'printer.jam': printer.jammed,
    },
    fault: ofEach(control.fault),
    faults,
    host: { next: shop.nextHostAnswer() ?? 'approve', modes: hostModes },
    cards: [...bankCards, ...staffCards],
    codes: [...codes, ...badges],
  };
}
