/** Every import rule is broken once, in a small house of its own, and must say so. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../../tools/paths.ts';

const config = join(root, 'tools/check/imports.cjs');
const rules: readonly { name: string }[] = createRequire(import.meta.url)(config).forbidden;

const { rooms }: { rooms: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> } =
  createRequire(import.meta.url)(join(root, 'tools/check/rooms.cjs'));

type Violation = Readonly<{ rule: { name: string }; from: string; to: string }>;

/** Each room that may not import every other imports one that its row does not name. */
function breachesOfRooms(): Record<string, Record<string, string>> {
  const breaches: Record<string, Record<string, string>> = {};
  for (const [storey, table] of Object.entries(rooms)) {
    for (const [room, may] of Object.entries(table)) {
      if (may.includes('*')) continue;
      const other = Object.keys(table).find((name) => name !== room && !may.includes(name));
      if (other === undefined) throw new Error(`${storey}/${room} may import everything`);
      const secret = `${storey}/${other}/not-for-${room.replaceAll('/', '-')}.ts`;
      const from = relative(`${storey}/${room}`, secret);
      breaches[`room-${storey}/${room}`] = {
        [`${storey}/${room}/reaches-out.ts`]: `import '${from}';`,
        [secret]: 'export {};',
      };
    }
  }
  return breaches;
}

/** Rule → files that break it, as path and content. The first file is the culprit. */
const planted: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ...breachesOfRooms(),
  'no-room-without-a-row': {
    'domain/lumber/odds.ts': "import '../basics/ends.ts';",
    'domain/basics/ends.ts': 'export {};',
  },
  'domain-is-pure': { 'domain/reads-a-file.ts': "import 'node:fs';" },
  'sides-see-only-domain': {
    'db/knows-a-driver.ts': "import '../drivers/index.ts';",
    'drivers/index.ts': 'export {};',
  },
  'words-see-only-domain': {
    'words/knows-the-till.ts': "import '../main/program/app.ts';",
    'main/program/app.ts': 'export {};',
  },
  'main-sees-the-face-of-drivers': {
    'main/looks-behind.ts': "import '../drivers/transports/serial.ts';",
    'drivers/transports/serial.ts': 'export {};',
  },
  'no-key-in-the-product': {
    'drivers/protocols.ts': "import './scale/toledo/protocol.ts';",
    'drivers/scale/toledo/protocol.ts': "import './emulator.ts';",
    'drivers/scale/toledo/emulator.ts': 'export {};',
  },
  'main-sees-no-page-and-no-server': {
    'main/knows-the-server.ts': "import '../server/program/app.ts';",
    'server/program/app.ts': 'export {};',
  },
  'nobody-sees-tools-or-tests': {
    'server/uses-a-tool.ts': "import '../tools/build.ts';",
    'tools/build.ts': 'export {};',
  },
  'tools-see-no-tests': {
    'tools/uses-a-test.ts': "import '../tests/helpers/shop.ts';",
    'tests/helpers/shop.ts': 'export {};',
  },
  'electron-in-its-folder': { 'main/machine/log.ts': "import type { App } from 'electron';" },
  'app-runs-without-electron': {
    'main/program/app.ts': "import '../electron/windows.ts';",
    'main/electron/windows.ts': "import 'electron';",
  },
  'page-without-node': { 'renderer/reads-a-file.ts': "import 'node:path';" },
  'ports-in-transports': { 'drivers/printer/driver.ts': "import 'serialport';" },
  'sockets-in-transports': { 'drivers/terminal/driver.ts': "import 'node:net';" },
  'sqlite-in-one-place': { 'db/journal/journal.ts': "import 'better-sqlite3';" },
  'verifier-stands-alone': {
    'tools/verify.ts': "import '../domain/basics/money.ts';",
    'domain/basics/money.ts': 'export {};',
  },
  'no-cycles': {
    'domain/chicken.ts': "import type { Egg } from './egg.ts';\nexport type Chicken = Egg;",
    'domain/egg.ts': "import type { Chicken } from './chicken.ts';\nexport type Egg = Chicken;",
  },
  'nothing-unresolved': { 'db/leads-nowhere.ts': "import './missing.ts';" },
};

/** What the rules must let pass. */
const allowed: Readonly<Record<string, string>> = {
  'domain/sale.ts':
    "import 'zod';\nimport 'canonicalize';\nimport 'xstate';\nimport './prices/tax.ts';",
  'domain/prices/tax.ts': "import { Temporal } from 'temporal-polyfill';\nexport { Temporal };",
  'drivers/transports/tcp.ts': "import 'node:net';\nimport 'serialport';\nimport 'node-hid';",
  'drivers/terminal/zvt/emulator.ts': "import 'node:net';",
  'drivers/index.ts': "import '../domain/sale.ts';",
  'db/file/open.ts': "import 'better-sqlite3';\nimport 'node:fs';",
  'server/store/open.ts': "import 'better-sqlite3';",
  'server/program/index.ts': "import 'node:net';",
  'main/electron/index.ts': "import 'electron';\nimport '../program/app.ts';",
  'main/program/app.ts': "import '../../db/file/open.ts';\nimport '../../drivers/index.ts';",
  'renderer/program/main.tsx': "import 'react';\nimport '../../domain/sale.ts';",
  'tools/start.ts': "import '../server/program/index.ts';\nimport '../drivers/transports/tcp.ts';",
};

const houses: string[] = [];
let violations: readonly Violation[] = [];

beforeAll(() => {
  violations = cruise(Object.assign({}, ...Object.values(planted)));
});

afterAll(() => {
  for (const house of houses) rmSync(house, { recursive: true, force: true });
});

describe('the import rules', () => {
  it('have a planted violation each', () => {
    expect(Object.keys(planted).sort()).toEqual(rules.map((rule) => rule.name).sort());
  });

  it.each(Object.keys(planted))('report a breach of %s', (name) => {
    const culprit = Object.keys(planted[name] ?? {})[0];
    const found = violations.filter((violation) => violation.rule.name === name);
    expect(found.map((violation) => violation.from)).toContain(culprit);
  });

  it('let pass what the design allows', () => {
    expect(cruise(allowed)).toEqual([]);
  });
});

/** Builds a house of these files and returns what dependency-cruiser finds wrong with it. */
function cruise(files: Readonly<Record<string, string>>): readonly Violation[] {
  const house = mkdtempSync(join(tmpdir(), 'rollcall-imports-'));
  houses.push(house);
  symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'));
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(house, file)), { recursive: true });
    writeFileSync(join(house, file), `${content}\n`);
  }
  const folders = [...new Set(Object.keys(files).map((file) => file.split('/')[0] ?? ''))];
  const cli = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  // With violations it exits non-zero, and the report is on stdout all the same.
  const { stdout } = spawnSync(
    process.execPath,
    [cli, '--config', config, '--output-type', 'json', ...folders],
    { cwd: house, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  return JSON.parse(stdout).summary.violations;
}
