/** `npm run -s devices`: what stdout holds, and how it ends. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { exec } from '../../../tools/exec.ts';
import { root } from '../../../tools/paths.ts';
import { runTechnician, startTechnician } from '../../helpers/technician.ts';
import { until } from '../../helpers/until.ts';

const folder = mkdtempSync(join(tmpdir(), 'rollcall-usage-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const run = (...args: string[]) => runTechnician(folder, args);
/** ../shared/vectors/pinpad.md P012. */
const connectionTest = '0F31310E0E';

describe('decode', () => {
  test('through npm, stdout is one JSON object and nothing else', async () => {
    const command = `npm run -s devices -- decode visa-pinpad ${connectionTest} --json`;
    const { code, stdout } = await exec('sh', ['-c', command], { cwd: root });
    expect(stdout.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, errors: [] });
    expect(code).toBe(0);
  });

  test('takes hex in any dress, as arguments and from stdin', async () => {
    const typed = await run('decode', 'visa-pinpad', '0f:31 31', '0E 0e', '--json');
    expect(typed.code).toBe(0);
    const piped = await runTechnician(
      folder,
      ['decode', 'visa-pinpad', '--json'],
      '0x0F 31\n31\r\n0e0E\n',
    );
    expect(piped).toEqual(typed);
    const dash = ['--json', 'decode', 'visa-pinpad', '-'];
    expect(await runTechnician(folder, dash, connectionTest)).toEqual(typed);
  });

  test('takes track 2 of a chip with a padding nibble too many (crypto.md C090)', async () => {
    const { code, out } = await run(
      'decode',
      'track',
      '6725904411001000d24122012386013860f',
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(out).fields).toMatchObject({ pan: '6725904411001000', expiry: '2412' });
  });

  test.each(['0F3', '0F3G', ''])('"%s" is no bytes', async (hex) => {
    const { code, out } = await run('decode', 'visa-pinpad', hex, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ ok: false, fields: {} });
    expect(JSON.parse(out).errors).toHaveLength(1);
  });

  test('an unknown protocol is wrong usage and brings the list', async () => {
    const { code, out, err } = await run('decode', 'morse', '00', '--json');
    expect(code).toBe(2);
    expect(JSON.parse(out).protocols).toContain('iso8583-cups');
    expect(err).toContain('iso8583-cups');
  });
});

test('says what is missing first, in the language asked for, and ends with 2', async () => {
  const english = await run('identify');
  expect(english.code).toBe(2);
  expect(english.err.trim().split('\n')).toEqual([
    'ADDRESS is missing.',
    '',
    'npm run -s devices -- identify ADDRESS [-p PROTOCOL] [--json]',
    'More: npm run -s devices -- identify --help',
  ]);
  expect((await run('identify', '--lang', 'zh-CN')).err).toMatch(/^缺少 ADDRESS。/);
  expect((await run('report', 'a.json', '--lang=zh-CN')).err).toMatch(/^缺少 OUT.pdf。/);
  expect((await run('decoed', 'zvt', '--lang', 'zh-CN')).err).toMatch(
    /^没有“decoed”这个命令。 是不是 decode？/,
  );
});

test('takes a protocol by the name the till has for it, and guesses what was meant', async () => {
  const frame = '0F31310E0E';
  expect((await run('decode', 'visa', frame)).out).toBe(
    (await run('decode', 'visa-pinpad', frame)).out,
  );
  const wrong = await run('decode', 'visa-pinpda', frame);
  expect(wrong.code).toBe(2);
  expect(wrong.err).toMatch(/^There is no protocol "visa-pinpda". Did you mean visa-pinpad\?/);
  expect((await run('decode', 'visa', frame, '--lang', 'zh-CN')).out).toMatch(/^(正确|有误)/);
});

test.each(['en', 'zh-CN'])('every command has --help, %s', async (lang) => {
  const overview = await run('--help', '--lang', lang);
  expect(overview.code).toBe(0);
  /** What people read; options and names are typed as they are. */
  const speaks = (text: string) =>
    expect(/\p{Script=Han}/u.test(text), text).toBe(lang === 'zh-CN');
  const names = [...overview.out.matchAll(/^ {2}(\w+) /gm)].map(([, name = '']) => name);
  expect(names).toEqual(expect.arrayContaining(['list', 'identify', 'check', 'soak', 'report']));
  for (const [row] of overview.out.matchAll(/^ {2}\w+ .*/gm)) speaks(row);
  for (const name of names) {
    const { code, out } = await run(name, '--help', '--lang', lang);
    expect(code, name).toBe(0);
    expect(out).toContain(`devices -- ${name}`);
    speaks(out);
    // What a placeholder becomes without its value.
    expect(out).not.toMatch(/[{}—]/);
  }
});

test.each([
  [[]],
  [['dance']],
  [['check']],
  [['check', '/dev/null', '-p', 'morse']],
  [['check', '/dev/null', '-p', 'visa', '--pulse', 'long', 'drawer']],
  [['raw', '/dev/null', '00', '-p', 'visa']],
  [['report', '/nowhere.json', '/nowhere.pdf']],
  [['emulate', 'hid-scale']],
])('%j is wrong usage', async (args) => {
  expect((await run(...args)).code).toBe(2);
});

test('a script plays a device on a free port, and a line that cannot be done ends it', async () => {
  const script = join(folder, 'script');
  writeFileSync(script, '# a remark\nlook\nfault silent\nunplug\nreplug\nend\nnonsense\n');
  const good = await run('emulate', 'visa', '--script', script, '--json');
  const lines = good.out.trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).event)).toEqual([
    'ready',
    'look',
    'fault',
    'unplugged',
    'plugged',
  ]);
  expect(good.code).toBe(0);
  writeFileSync(script, 'act dance {}\n');
  const bad = await run('emulate', 'visa', '--script', script, '--json');
  expect(bad.out).toContain('There is no act');
  expect(bad.code).toBe(1);
});

test('the window shows the device and does what its buttons say, for its own page only', async () => {
  const shell = startTechnician(folder, ['emulate', 'visa', '--window', '--json']);
  await until(() => shell.out().includes('ready'), 'the window is there');
  const { window } = JSON.parse(shell.out());
  const state = await (await fetch(`${window}state`)).json();
  expect(state).toMatchObject({ plugged: true, fault: 'none', look: { display: ['WELCOME'] } });
  expect(Object.keys(state.acts)).toContain('press-key');
  const post = (path: string, type: string, body: unknown): Promise<Response> =>
    fetch(`${window}${path}`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: JSON.stringify(body),
    });
  const json = 'application/json';
  expect((await post('act/tamper', json, {})).status).toBe(200);
  expect((await post('line', json, { line: 'fault nak' })).status).toBe(200);
  expect((await post('act/press-key', json, { key: 'Q' })).status).toBe(400);
  expect((await post('act/restore', 'text/plain', {})).status).toBe(415);
  const after = await (await fetch(`${window}state`)).json();
  expect(after).toMatchObject({ fault: 'nak', look: { tampered: 'true' } });
  shell.interrupt();
  expect(await shell.code).toBe(0);
});
