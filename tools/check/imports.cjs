/**
 * Who may import whom, for dependency-cruiser.
 *
 *     domain ← drivers ← main      domain ← renderer
 *     domain ← db ← main           domain ← server
 *
 * tests/unit/tools/import-rules.test.ts plants a violation of every rule below: with a TypeScript
 * that dependency-cruiser cannot use (7), it reads nothing, finds nothing and calls that success.
 */
const path = require('node:path');
const { rooms } = require('./rooms.cjs');

const ours = '^(domain|words|drivers|db|main|renderer|server|tools|tests)/';
const product = '^(domain|words|drivers|db|main|renderer|server)/';
const electronFiles = '^main/electron/(?!page-origin\\.ts)';
const electron = '^electron$|node_modules/electron/';
const emulators = '^drivers/emulators/|^drivers/.+/emulator\\.ts$';

/** One rule of each row of rooms.cjs: within its storey a room imports itself and what its row names; a style is anybody's. */
const rows = Object.entries(rooms).flatMap(([storey, table]) =>
  Object.entries(table)
    .filter(([, may]) => !may.includes('*'))
    .map(([room, may]) => ({
      name: `room-${storey}/${room}`,
      severity: 'error',
      from: { path: `^${storey}/${room}/` },
      to: { path: `^${storey}/`, pathNot: `^${storey}/(${[room, ...may].join('|')})(/|$)|\\.css$` },
    })),
);
const known = Object.entries(rooms).flatMap(([storey, table]) =>
  Object.keys(table).map((room) => `${storey}/${room}/`),
);

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...rows,
    {
      name: 'no-room-without-a-row',
      comment:
        'A new room says in rooms.cjs whom it may import. Gatherers stand at the top of a storey.',
      severity: 'error',
      from: {
        path: `^(${Object.keys(rooms).join('|')})/`,
        pathNot: `^(${known.join('|')})|^[^/]+/[^/]+$`,
      },
      to: {},
    },
    {
      name: 'domain-is-pure',
      comment: 'The rules of the shop know no clock, no I/O, no Node and no Electron.',
      severity: 'error',
      from: { path: '^domain/' },
      to: {
        pathNot:
          '^domain/|^words/ids\\.ts$|node_modules/(zod|xstate|canonicalize|temporal-polyfill|temporal-utils|temporal-spec|intl-messageformat|@formatjs)/',
      },
    },
    {
      name: 'sides-see-only-domain',
      comment:
        'drivers, db, server and renderer know domain, words and themselves, never each other.',
      severity: 'error',
      from: { path: '^(drivers|db|server|renderer)/' },
      to: { path: ours, pathNot: '^($1|domain|words)/' },
    },
    {
      name: 'words-see-only-domain',
      severity: 'error',
      from: { path: '^words/' },
      to: { path: ours, pathNot: '^(words|domain)/' },
    },
    {
      name: 'main-sees-the-face-of-drivers',
      comment: 'drivers run in their own process; main talks to it through drivers/index.ts.',
      severity: 'error',
      from: { path: '^main/' },
      to: { path: '^drivers/', pathNot: '^drivers/index\\.ts$' },
    },
    {
      name: 'main-sees-no-page-and-no-server',
      severity: 'error',
      from: { path: '^main/' },
      to: { path: '^(renderer|server)/' },
    },
    {
      name: 'nobody-sees-tools-or-tests',
      severity: 'error',
      from: { path: product },
      to: { path: '^(tools|tests)/' },
    },
    {
      name: 'tools-see-no-tests',
      severity: 'error',
      from: { path: '^tools/' },
      to: { path: '^tests/' },
    },
    {
      name: 'electron-in-its-folder',
      comment: 'Everything else then runs in a plain Node test.',
      severity: 'error',
      from: { path: product, pathNot: electronFiles },
      to: { path: electron },
    },
    {
      name: 'app-runs-without-electron',
      comment: 'The composition root is what integration tests start.',
      severity: 'error',
      from: { path: '^main/program/app\\.ts$' },
      to: { path: electron, reachable: true },
    },
    {
      name: 'page-without-node',
      comment: 'The page is sandboxed; whatever it wants, it asks the typed IPC.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'ports-in-transports',
      severity: 'error',
      from: { path: product, pathNot: '^drivers/transports/' },
      to: { path: 'node_modules/(serialport|@serialport|node-hid)/' },
    },
    {
      name: 'sockets-in-transports',
      comment: 'The server listens, and an emulator is the other end of the line.',
      severity: 'error',
      from: {
        path: '^(domain|drivers|db|main|renderer)/',
        pathNot: `^drivers/transports/|${emulators}`,
      },
      to: { path: '^(node:)?(net|tls|dgram)$' },
    },
    {
      name: 'no-key-in-the-product',
      comment:
        'Emulators have keys, and the list of protocols is what the devices process is made of.',
      severity: 'error',
      from: { path: '^drivers/(protocols|index|host/process)\\.ts$' },
      to: { path: '^drivers/(emulators/|.+/(emulator|emulated)[^/]*\\.ts$)', reachable: true },
    },
    {
      name: 'sqlite-in-one-place',
      comment: 'Pragmas and branded handles are given out there and nowhere else.',
      severity: 'error',
      from: { path: product, pathNot: '^db/file/(open|doubt)\\.ts$|^server/store/' },
      to: { path: 'node_modules/(@types/)?better-sqlite3/' },
    },
    {
      name: 'verifier-stands-alone',
      comment: 'A journal is checked by code that shares nothing with what wrote it.',
      severity: 'error',
      from: { path: '^tools/verify\\.ts$' },
      to: { path: ours },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: ours },
      to: { circular: true },
    },
    {
      name: 'nothing-unresolved',
      comment:
        'A path that leads nowhere is checked by no other rule. `?url` is Vite: the address of a file it copies.',
      severity: 'error',
      from: { path: ours },
      to: { couldNotResolve: true, pathNot: '[?]url$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules/' },
    // Also what is imported as a type only: it ties the folders just the same.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: path.join(__dirname, '../../tsconfig.base.json') },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
