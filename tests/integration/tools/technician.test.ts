/** docs/technician.md word for word: what stands in its blocks is typed into two terminals. Needs socat. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../../tools/paths.ts';
import { hasSocat, socatAbsent } from '../../helpers/emulated-devices.ts';
import { runTechnician, type Shell, startTechnician } from '../../helpers/technician.ts';
import { until } from '../../helpers/until.ts';

const folder = mkdtempSync(join(tmpdir(), 'rollcall-technician-'));
const pad = join(folder, 'pad');

/** The commands of every `sh` block, parted as a shell would; /tmp is a folder of our own. */
function commandsOf(terminal: 1 | 2): string[][] {
  const text = readFileSync(join(root, 'docs/technician.md'), 'utf8');
  const blocks = [...text.matchAll(/^```sh( terminal-1)?\n(.*?)^```$/gms)];
  return blocks
    .filter(([, first]) => (first !== undefined) === (terminal === 1))
    .flatMap(([, , body = '']) => body.trim().split('\n'))
    .map((line) => {
      const [, typed] = /^npm run -s devices -- (.*)$/.exec(line) ?? [];
      if (typed === undefined) throw new Error(`no command: ${line}`);
      const words = typed.match(/"[^"]*"|\S+/g) ?? [];
      return words.map((word) => word.replaceAll('"', '').replace(/^\/tmp\//, `${folder}/`));
    });
}

describe.skipIf(!hasSocat)(`docs/technician.md (skipped when ${socatAbsent})`, () => {
  let device: Shell;

  beforeAll(async () => {
    const [command = []] = commandsOf(1);
    device = startTechnician(folder, command);
    await until(() => device.out().includes('ready'), 'the device is ready');
  });

  afterAll(async () => {
    device.type('end');
    expect(await device.code).toBe(0);
    rmSync(folder, { recursive: true, force: true });
  });

  test('every command ends well, one after the other', async () => {
    const commands = commandsOf(2);
    expect(commands.length).toBeGreaterThan(12);
    let all = '';
    for (const command of commands) {
      const { code, out, err } = await runTechnician(folder, command);
      expect(code, `${command.join(' ')}\n${out}${err}`).toBe(0);
      all += out;
    }
    expect(all).toContain('visa  likely  serial:');
    expect(all).toContain('A13F4AAB');
    expect(all).toContain('06 04');
    expect(all).toContain('passed: 9 results');
    for (const name of ['report.pdf', 'report-zh.pdf']) {
      expect(readFileSync(join(folder, name)).subarray(0, 5).toString()).toBe('%PDF-');
    }
  });

  test('a device that answers with wrong check bytes fails, and the report says so', async () => {
    device.type('fault wrong-lrc');
    await until(() => device.out().includes('wrong-lrc'), 'the device misbehaves');
    const bad = join(folder, 'bad');
    const args = ['check', pad, '-p', 'visa', 'kcv', '--json', '--record', bad];
    const { code, out } = await runTechnician(folder, args);
    expect(code).toBe(1);
    const result = JSON.parse(out);
    expect(result).toMatchObject({ ok: false, outcome: 'failed' });
    const report = await runTechnician(folder, ['report', result.record, `${bad}.pdf`, '--json']);
    expect(report.code).toBe(1);
    expect(JSON.parse(report.out)).toMatchObject({ ok: false, verdict: 'failed' });
    device.type('fault none');
  });

  test('a soak that the technician ends is stopped, and kept', async () => {
    const soak = startTechnician(folder, ['soak', pad, '-p', 'visa', '-n', '100000', '--json']);
    await until(() => soak.err().includes('/100000'), 'the soak is under way');
    soak.interrupt();
    expect(await soak.code).toBe(1);
    expect(JSON.parse(soak.out())).toMatchObject({ ok: false, outcome: 'stopped' });
  });

  test('the cable is pulled and pushed back as another port, where the device is found again', async () => {
    device.type('unplug');
    await until(() => device.out().includes('unplugged'), 'the cable is out');
    const away = await runTechnician(folder, ['check', pad, '-p', 'visa', '--json']);
    expect(away.code).toBe(3);
    expect(JSON.parse(away.out)).toMatchObject({ ok: false, problem: { kind: 'port-missing' } });
    device.type(`replug ${folder}/moved`);
    await until(() => existsSync(`${folder}/moved`), 'the new port');
    const found = await runTechnician(folder, ['identify', `${folder}/moved`, '-p', 'visa']);
    expect(found.code).toBe(0);
  });
});
