/**
 * Our driver at a terminal, and a till at our terminal, that were both written from the document alone
 * (tests/helpers/zvt-by-the-document.ts): a misreading that driver and emulator share cannot hide here. The clock stands still
 * unless a test moves it, so whoever waits for what never comes waits for ever.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../drivers/deadline.ts';
import { detect } from '../../../drivers/detection/detect.ts';
import { tcpPlug } from '../../../drivers/emulators/plug.ts';
import { Conversation } from '../../../drivers/payment-terminal/zvt/conversation.ts';
import type { Course } from '../../../drivers/payment-terminal/zvt/course.ts';
import { createZvtTerminal } from '../../../drivers/payment-terminal/zvt/driver.ts';
import { ZvtEmulator } from '../../../drivers/payment-terminal/zvt/emulator.ts';
import { optionsSchema } from '../../../drivers/payment-terminal/zvt/options.ts';
import { TcpLink } from '../../../drivers/payment-terminal/zvt/tcp-link.ts';
import { protocols } from '../../../drivers/protocols.ts';
import { createTap } from '../../../drivers/tap.ts';
import { openTransport } from '../../../drivers/transports/open.ts';
import { type ZvtHands, zvtHands } from '../../helpers/emulated-zvt.ts';
import { type HandClock, handClock } from '../../helpers/hand-clock.ts';
import { startTechnician } from '../../helpers/technician.ts';
import { until } from '../../helpers/until.ts';
import {
  type DocumentRow,
  type DocumentTerminal,
  DocumentTill,
  documentRows,
  documentTerminal,
  type TerminalScript,
  type Turn,
} from '../../helpers/zvt-by-the-document.ts';

const { signal } = new AbortController();
const folder = mkdtempSync(join(tmpdir(), 'rollcall-document-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

describe('our driver at a terminal by the document', () => {
  const options = optionsSchema.parse({});

  async function plugged(script: TerminalScript = {}) {
    const far: DocumentTerminal = await documentTerminal(script);
    const clock = handClock();
    const transport = await openTransport(far.address, signal);
    closing.push(far.close, () => transport.close());
    return { far, ports: { device: 'terminal', transport, clock, tap: createTap(clock) } };
  }

  async function talk(script: TerminalScript = {}) {
    const { far, ports } = await plugged(script);
    const link = new TcpLink(ports, () => {});
    const conversation = new Conversation(ports, link, options, () => {});
    const run = (command: string, stop = signal): Promise<Course> => {
      const [first = '', second = '', , ...data] = command.split(' ');
      const other = { kind: 'other', control: first + second, data: data.join('') } as const;
      return conversation.run(other, stop);
    };
    return { far, run };
  }

  const endings = {
    completion: 'completed',
    'first answer': 'answered',
    entry: 'answered',
    'status information': 'answered',
  } as const;

  test.each(documentRows)('$name ($section) ends with: $end', async ({ command, end }) => {
    const { far, run } = await talk();
    const course = await run(command);
    expect(course.ending.kind).toBe(endings[end]);
    if (end === 'entry') expect(course.ending).toMatchObject({ said: '0D' });
    if (end === 'status information') expect(course.result?.maskedPan).toContain('1111');
    // The till is master: its next command is taken.
    expect((await run('05 01 00')).ending.kind).toBe('completed');
    expect(far.faults).toEqual([]);
  });

  test.each([
    ['nobody presses a key', '06 E1 00', ['84 6C 00'], { kind: 'refused', error: '6C' }],
    ['a command it does not know', '0F 77 00', ['84 83 00'], { kind: 'refused', error: '83' }],
    ['no card comes', '06 C0 01 1E', ['80 00 00', '06 1E 01 6C'], { kind: 'aborted' }],
    [
      'a card that pays nothing',
      '06 E6 00',
      ['80 00 00', '06 1E 01 7A'],
      { kind: 'aborted', abort: { error: '7A' } },
    ],
  ] as const)('%s', async (_, command, said, ending) => {
    const { far, run } = await talk({ answers: { [command.slice(0, 5)]: said } });
    expect((await run(command)).ending).toMatchObject(ending);
    expect((await run('05 01 00')).ending.kind).toBe('completed');
    expect(far.faults).toEqual([]);
  });

  test('of two results the last one counts', async () => {
    const approved = '04 0F 0D 27 00 04 00 00 00 00 10 10 0B 00 01 63';
    const says = ['80 00 00', '04 0F 02 27 37', approved, '06 0F 00'];
    const { far, run } = await talk({ answers: { '06 01': says } });
    const course = await run('06 01 07 04 00 00 00 00 10 10');
    expect(course).toMatchObject({ ending: { kind: 'completed' }, result: { result: '00' } });
    await until(() => far.answers.length === 3, 'everything is answered');
    expect(far.answers).toEqual(['80 00 00', '80 00 00', '80 00 00']);
  });

  test('a dial-up, which it did not list, is refused; the terminal then completes', async () => {
    const says = ['80 00 00', '06 DD 00', '06 0F 01 00'];
    const { far, run } = await talk({ answers: { '05 01': says } });
    expect((await run('05 01 00')).ending.kind).toBe('completed');
    await until(() => far.answers.length === 2, 'everything is answered');
    expect(far.answers).toEqual(['84 83 00', '80 00 00']);
  });

  test.each(['internal', 'external', 'interactive'] as const)(
    'is healthy at once: %s',
    async (level) => {
      const { far, ports } = await plugged();
      const terminal = createZvtTerminal(ports, options, 'tcp');
      await expect(terminal.health(level, signal)).resolves.toMatchObject({
        state: 'healthy',
        tookMs: 0,
      });
      expect(far.faults).toEqual([]);
      expect(far.commands.at(-1)).toBe(
        { internal: '05 01', external: '06 E0', interactive: '06 C0' }[level],
      );
    },
  );

  /** Of the field: four bytes of length and a line of 55 characters. */
  const banner = `00 00 00 37 ${Buffer.from(
    'VER|APP 1.2.3|MODEL TestPT 2|SERIAL 00000001|12345678|1',
  )
    .toString('hex')
    .replace(/(..)(?!$)/g, '$1 ')}`;

  test('a terminal that greets before anybody has asked: passed over, and named in the trace', async () => {
    const answers = { '06 00': ['80 00 00', '06 0F 0A 19 00 29 12 34 56 78 49 09 78'] };
    const { far, ports } = await plugged({ greeting: banner, answers });
    const terminal = createZvtTerminal(ports, options, 'tcp');
    await until(() => ports.tap.lines(-1).length > 0, 'the greeting has come');
    await expect(terminal.health('internal', signal)).resolves.toMatchObject({
      state: 'healthy',
      facts: { 'terminal number': '12345678' },
    });
    expect(ports.tap.lines(-1)[0]?.meaning).toBe('greeting, 59 bytes that are no ZVT');
    expect(far.faults).toEqual([]);
    await terminal.close();
    const detected = await detect(far.address, null, {
      open: openTransport,
      clock: systemClock,
      signal,
      probes: protocols.zvt.probes.filter(({ transports }) => transports.includes('tcp')),
    });
    expect(detected).toMatchObject([{ protocol: 'zvt', confidence: 'certain' }]);
    const shell = startTechnician(folder, [
      'check',
      far.address,
      '-p',
      'zvt',
      '--level',
      'internal',
    ]);
    expect([await shell.code, shell.out().includes('12345678')]).toEqual([0, true]);
  });

  test('what greets and then says nothing of ZVT is garbled, not silent', async () => {
    const { ports } = await plugged({ greeting: banner, answers: { '06 00': [] } });
    const terminal = createZvtTerminal(ports, options, 'tcp');
    const asked = terminal.identify(signal);
    const told = expect(asked).rejects.toMatchObject({ kind: 'device-garbage' });
    await until(() => ports.tap.lines(-1).length === 2, 'both have spoken');
    ports.clock.advance(5_000);
    await told;
  });

  test.each(['external', 'interactive'])('devices -- check --level %s', async (level) => {
    const far = await documentTerminal();
    closing.push(far.close);
    const given = ['check', far.address, '-p', 'zvt', '--level', level, '--json'];
    const shell = startTechnician(folder, given);
    expect([await shell.code, shell.err()]).toEqual([0, '']);
    expect(far.faults).toEqual([]);
  });
});

describe('a till by the document at our terminal', () => {
  async function plugged(): Promise<{ hands: ZvtHands; clock: HandClock; till: DocumentTill }> {
    const clock = handClock();
    const emulator = new ZvtEmulator({ clock, fault: () => 'none' });
    const plug = await tcpPlug((line) => emulator.attach(line));
    const till = await DocumentTill.open(plug.address);
    closing.push(
      () => plug.pull(),
      () => till.close(),
    );
    return { hands: zvtHands(emulator), clock, till };
  }

  /** Somebody stands before it and does what it wants until `done` has settled. */
  async function helped(hands: ZvtHands, done: Promise<Turn>): Promise<Turn> {
    let settled = false;
    const end = (): void => {
      settled = true;
    };
    done.then(end, end);
    await until(async () => {
      const wants = hands.look('wants');
      if (wants === 'card') {
        await hands.act('presentCard', { card: 'girocard', how: 'contactless' });
      }
      if (wants === 'entry') await hands.act('enter', { said: '0D' });
      return settled;
    }, 'the command ends');
    return done;
  }

  /** A terminal need not have them all (2.66); ours does not have these. */
  const notOurs = [
    ...['read file', 'delete file', 'change configuration', 'write file', 'tax free'],
    ...['switch protocol', 'MAC calculation'],
    // Over TCP there is no speed.
    'change baud rate',
  ];

  const endOf = ({ end }: DocumentRow, { answer, heard }: Turn): string => {
    if (answer.startsWith('84')) return 'refused';
    const last = heard.at(-1) ?? answer;
    if (end === 'status information') return last.slice(0, 5);
    return last.startsWith('06 1E') ? '06 0F' : last.slice(0, 5);
  };
  const wanted = { completion: '06 0F', 'first answer': '80 00', entry: '80 00' } as const;

  test.each(documentRows)('$name ($section) ends with: $end', async (row) => {
    const { hands, till } = await plugged();
    await till.register('8E', ['06 D3']);
    const turn = await helped(hands, till.run(row.command, row.end));
    const end = row.end === 'status information' ? '04 0F' : wanted[row.end];
    expect(endOf(row, turn)).toBe(notOurs.includes(row.name) ? 'refused' : end);
    // A terminal that restarts is not there for its next command.
    if (row.name !== 'reset') {
      const next = await till.run('05 01 00', 'completion');
      expect([next.answer, next.heard.at(-1)?.slice(0, 5)]).toEqual(['80 00 00', '06 0F']);
    }
    expect([till.faults, till.unheard()]).toEqual([[], 0]);
  });

  test.each([
    ['8E', ['06 D3'], { '04 FF': true, '06 D1': false, '06 D3': true }],
    ['8E', [], { '04 FF': true, '06 D1': true, '06 D3': false }],
    ['8E', null, { '04 FF': true, '06 D1': true, '06 D3': false }],
    ['86', ['06 D3'], { '04 FF': false, '06 D1': false, '06 D3': true }],
    ['86', null, { '04 FF': false, '06 D1': true, '06 D3': false }],
    ['06', ['06 D3'], { '04 FF': false, '06 D1': false, '06 D3': false }],
    ['06', null, { '04 FF': false, '06 D1': false, '06 D3': false }],
    ['08', null, { '04 FF': true, '06 D1': false, '06 D3': false }],
  ] as const)(
    'registered with %s, listing %s, it pays at devices -- emulate zvt',
    async (config, listed, expected) => {
      const shell = startTechnician(folder, ['emulate', 'zvt', '--json']);
      closing.push(() => shell.code);
      closing.push(() => shell.type('end'));
      await until(() => shell.out().includes('"ready"'), 'the emulator is ready');
      const till = await DocumentTill.open(/tcp:[^"]*/.exec(shell.out())?.[0] ?? '');
      closing.push(() => till.close());
      const registered = await till.register(config, listed);
      expect(registered.heard.at(-1)).toBe('06 0F 0A 19 00 29 29 00 10 06 49 09 78');
      shell.type('wait-for wants card');
      shell.type('act presentCard {"card":"VISA","how":"contactless"}');
      const { heard } = await till.run('06 01 07 04 00 00 00 00 10 10', 'completion');
      expect(heard.at(-1)).toBe('06 0F 00');
      expect(heard.filter((message) => message.startsWith('04 0F 4'))).toHaveLength(1);
      const controls = new Set(heard.map((message) => message.slice(0, 5)));
      for (const [control, isSaid] of Object.entries(expected)) {
        expect.soft(controls.has(control), control).toBe(isSaid);
      }
      expect(till.faults).toEqual([]);
    },
  );

  test('a till that has logged off is told what 86 asks for, and nothing in containers', async () => {
    const { hands, till } = await plugged();
    await till.register('0E', ['06 D3']);
    await till.logOff();
    expect(hands.look('registered')).toBe('');
    const { heard } = await helped(hands, till.run('06 01 07 04 00 00 00 00 10 10', 'completion'));
    const controls = [...new Set(heard.map((message) => message.slice(0, 5)))];
    expect(controls).toEqual(['04 0F', '06 D1', '06 0F']);
    expect(till.faults).toEqual([]);
  });

  test('84 9C: the goods are not issued yet, and the result comes again after two seconds', async () => {
    const { hands, clock, till } = await plugged();
    await till.register('06', null);
    let results = 0;
    const paid = till.run('06 01 07 04 00 00 00 00 10 10', 'completion', (message) => {
      if (!message.startsWith('04 0F')) return '80 00 00';
      results += 1;
      return results < 3 ? '84 9C 00' : '80 00 00';
    });
    await until(() => hands.look('wants') === 'card', 'a card');
    await hands.act('presentCard', { how: 'contactless' });
    for (const again of [1, 2]) {
      await until(() => results === again, 'the till is asked whether it has issued the goods');
      await until(() => {
        clock.advance(500);
        return results > again;
      }, 'it is asked again');
    }
    expect((await paid).heard.at(-1)).toBe('06 0F 00');
    expect(hands.look('day total')).toBe('1010');
  });

  test('a wrong PIN is a result of its own, and the payment goes on', async () => {
    const { hands, till } = await plugged();
    await till.register('06', null);
    const paid = till.run('06 01 07 04 00 00 00 00 10 10', 'completion');
    await hands.insert();
    await hands.act('typePin', { digits: '9999', right: false });
    await until(() => hands.look('wants') === 'pin', 'the PIN again');
    await hands.act('typePin', { digits: '1234' });
    await until(() => hands.look('wants') === 'removed', 'the card may go');
    await hands.act('removeCard');
    const { heard } = await paid;
    expect(heard.map((message) => message.slice(0, 14))).toEqual([
      expect.stringMatching(/^04 0F .. 27 37/),
      expect.stringMatching(/^04 0F .. 27 00/),
      '06 0F 00',
    ]);
  });

  test.each([
    ['takes it: no completion comes', '80 00 00', ['06 DD 00']],
    ['cannot: the completion comes', '84 83 00', ['06 DD 00', '06 0F 14']],
  ])('transparent mode, and the till %s', async (_, answer, expected) => {
    const { hands, till } = await plugged();
    await till.register('0E', ['06 DD']);
    await hands.act('goTransparent');
    const turn = await till.run('05 01 00', 'completion', (message) =>
      message.startsWith('06 DD') ? answer : '80 00 00',
    );
    expect(turn.heard.map((message) => message.slice(0, 8))).toEqual(expected);
    expect((await till.run('05 01 00', 'completion')).answer).toBe('80 00 00');
    expect(till.faults).toEqual([]);
  });

  test('a text that asks for a key, and the till that gives up: 84 6C', async () => {
    const { hands, till } = await plugged();
    await till.register('06', null);
    const asked = till.run('06 E1 04 F1 F0 F1 41', 'entry');
    await until(() => hands.look('wants') === 'entry', 'a key');
    await hands.act('stop');
    expect(await asked).toEqual({ answer: '84 6C 00', heard: [] });
  });
});
