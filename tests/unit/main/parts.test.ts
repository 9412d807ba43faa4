import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Problem } from '../../../domain/words/problem.ts';
import { createNewId } from '../../../main/machine/clock.ts';
import { readConfig, writeDevices } from '../../../main/machine/config.ts';
import { createKeyStore } from '../../../main/machine/key-store.ts';
import { loadKey, makeKey, signHead } from '../../../main/machine/till-key.ts';
import { createLane } from '../../../main/till/lane.ts';
import { isNewer } from '../../../main/use-cases/sign-in/steps/update.ts';
import { handClock } from '../../helpers/hand-clock.ts';
import { seededRandom } from '../../helpers/seeded-random.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

const directory = () => temporaryDirectory('parts');

function problemOf(run: () => unknown): Problem {
  try {
    run();
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown;
    throw thrown;
  }
  throw new Error('did not fail');
}

describe('the configuration', () => {
  const good = {
    server: { url: 'https://office.example:8443' },
    devices: [
      { device: 'printer', family: 'printer', protocol: 'escpos', address: 'tcp://10.0.0.3:9100' },
    ],
    acquirer: null,
    locale: 'en',
  };
  const written = (text: string): string => {
    const file = join(directory(), 'config.json');
    writeFileSync(file, text);
    return file;
  };

  it('is read with its defaults', () => {
    const config = readConfig(written(JSON.stringify(good)));
    expect(config.server.certificate).toBeNull();
    expect(config.devices[0]?.masterKey).toBe('0');
  });

  it('takes other devices and keeps everything else as it was typed', () => {
    const file = written(JSON.stringify(good));
    const [printer] = readConfig(file).devices;
    if (!printer) throw new Error('no printer');
    writeDevices(file, [{ ...printer, address: 'usb://04b8:0e15' }]);
    expect(readConfig(file).devices).toEqual([{ ...printer, address: 'usb://04b8:0e15' }]);
    const { devices: _devices, ...others } = good;
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject(others);
  });

  it('that cannot be read is not written over', () => {
    const file = written('{"server":');
    expect(problemOf(() => writeDevices(file, [])).kind).toBe('config-unreadable');
    expect(readFileSync(file, 'utf8')).toBe('{"server":');
  });

  it.each([
    ['no JSON', '{"server":', 'JSON'],
    ['a wrong address', JSON.stringify({ ...good, server: { url: 'http://x' } }), 'server.url'],
    ['an unknown word', JSON.stringify({ ...good, pritner: 1 }), 'pritner'],
    [
      'one name twice',
      JSON.stringify({ ...good, devices: [good.devices[0], good.devices[0]] }),
      'devices',
    ],
  ])('with %s names the file and the place', (_what, text, where) => {
    const file = written(text);
    const problem = problemOf(() => readConfig(file));
    expect(problem.kind).toBe('config-unreadable');
    expect(problem.params).toEqual({ file, where });
  });

  it('that is missing says so', () => {
    const file = join(directory(), 'config.json');
    expect(problemOf(() => readConfig(file)).params).toEqual({ file, where: 'ENOENT' });
  });
});

describe('the key of the till', () => {
  it('is kept in a file for this user only, and signs the same after it is read again', () => {
    const where = directory();
    const store = createKeyStore(where, null);
    expect(loadKey(store)).toBeNull();
    const made = makeKey(store, seededRandom('key'));
    const read = loadKey(createKeyStore(where, null));
    const head = { seq: 1, hash: 'ab'.repeat(32) };
    expect(read && signHead(read, head)).toEqual(signHead(made, head));
    expect(statSync(join(where, 'till.key')).mode & 0o777).toBe(0o600);
  });

  it('wrapped by the system is missing where the system cannot unwrap it', () => {
    const where = directory();
    const flip = (bytes: Uint8Array) => bytes.map((byte) => byte ^ 0xff);
    makeKey(createKeyStore(where, { wrap: flip, unwrap: flip }), seededRandom('key'));
    expect(loadKey(createKeyStore(where, { wrap: flip, unwrap: flip }))).not.toBeNull();
    expect(problemOf(() => loadKey(createKeyStore(where, null))).kind).toBe('key-missing');
  });

  it('that is damaged is missing', () => {
    const where = directory();
    writeFileSync(join(where, 'till.key'), 'Pnonsense');
    expect(problemOf(() => loadKey(createKeyStore(where, null))).kind).toBe('key-missing');
  });
});

describe('a lane', () => {
  it('lets one through at a time, in order, and goes on after a failure', async () => {
    const lane = createLane();
    const done: string[] = [];
    const gates: (() => void)[] = [];
    const slow = (name: string) => () =>
      new Promise<void>((resolve) => {
        gates.push(() => {
          done.push(name);
          resolve();
        });
      });
    const first = lane(slow('first'));
    const second = lane(() => Promise.reject(new Error('second')));
    const third = lane(slow('third'));
    await Promise.resolve();
    expect(gates).toHaveLength(1);
    gates.shift()?.();
    await first;
    await expect(second).rejects.toThrow('second');
    await Promise.resolve();
    gates.shift()?.();
    await third;
    expect(done).toEqual(['first', 'third']);
  });
});

describe('ids and versions', () => {
  it('gives UUIDv7 that carry the time of the clock passed in', () => {
    const clock = handClock(Date.UTC(2026, 10, 22));
    const id = createNewId(clock, seededRandom('id'))();
    expect(id[14]).toBe('7');
    expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(clock.now());
  });

  it.each([
    ['0.2.0', '0.1.9', true],
    ['1.0.0', '0.9.9', true],
    ['0.1.10', '0.1.9', true],
    ['0.1.0', '0.1.0', false],
    ['0.1.0-beta.2', '0.1.0', false],
    ['0.0.9', '0.1.0', false],
  ])('version %s against %s is newer: %s', (offered, running, newer) => {
    expect(isNewer(offered, running)).toBe(newer);
  });
});
