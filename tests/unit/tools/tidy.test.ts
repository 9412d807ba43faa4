/** Every rule of tidy is broken once, in a small house of its own, and must say so. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Finding, tidy, tidyRules } from '../../../tools/check/tidy.ts';

type Files = Readonly<Record<string, string>>;

const readme = '# What lives here\n';
const glossary = {
  'docs/glossary.md':
    '| English | 中文 | what | not | 不用 |\n| --- | --- | --- | --- | --- |\n| basket | 购物篮 | goods | cart | 购物车 |',
};
const lines = (count: number) => `${'export {};\n'.repeat(count)}`;

/** What is wrong → files that have it, the rule that must notice, and where. */
const planted: Readonly<Record<string, readonly [Files, Finding['rule'], string]>> = {
  'a clock of its own': [
    { 'main/sell.ts': '\nconst at = Date.now();' },
    'time-and-chance-are-passed-in',
    'main/sell.ts:2',
  ],
  'a clock handed on as a value': [
    { 'drivers/tap.ts': 'start(Date.now);' },
    'time-and-chance-are-passed-in',
    'drivers/tap.ts:1',
  ],
  'a date without an instant': [
    { 'domain/day/day.ts': 'const today = new Date();' },
    'time-and-chance-are-passed-in',
    'domain/day/day.ts:1',
  ],
  'chance of its own': [
    { 'server/enrol.ts': 'const code = Math.random();' },
    'time-and-chance-are-passed-in',
    'server/enrol.ts:1',
  ],
  'a timer of its own': [
    { 'drivers/link.ts': 'setTimeout(retry, 10);' },
    'time-and-chance-are-passed-in',
    'drivers/link.ts:1',
  ],
  'a timer by another road': [
    { 'drivers/link.ts': "import { setInterval } from 'node:timers/promises';" },
    'time-and-chance-are-passed-in',
    'drivers/link.ts:1',
  ],
  'a timer of the global object': [
    { 'db/file/lock.ts': 'globalThis.setInterval(look, 10);' },
    'time-and-chance-are-passed-in',
    'db/file/lock.ts:1',
  ],
  'IPC by the back door': [
    { 'main/sell.ts': "ipcMain.handle('sale.addLine', sell);" },
    'ipc-in-two-files',
    'main/sell.ts:1',
  ],
  'a note to oneself': [
    { 'renderer/program/app.tsx': '\n\n// TODO: the rest.' },
    'nothing-left-to-do',
    'renderer/program/app.tsx:3',
  ],
  'a file nobody reads to its end': [
    { 'db/everything.ts': lines(501) },
    'file-length',
    'db/everything.ts',
  ],
  'a function nobody reads to its end': [
    { 'db/sell.ts': `\nfunction sell() {\n${'  add();\n'.repeat(69)}}\n` },
    'function-length',
    'db/sell.ts:2',
  ],
  'a long function in another': [
    { 'db/sell.ts': `const open = () => {\n  return () => {\n${'add();\n'.repeat(69)}};\n};\n` },
    'function-length',
    'db/sell.ts:2',
  ],
  'a folder without a word': [
    { 'server/program/app.ts': 'export {};' },
    'folder-has-readme',
    'server/README.md',
  ],
  'a folder with too many words': [
    { 'db/README.md': `${'word\n'.repeat(41)}` },
    'folder-has-readme',
    'db/README.md',
  ],
  'keys beside a sheet, which the screen below takes': [
    {
      'renderer/pay.tsx':
        'export function Pay() {\n  useKeys(keys);\n  return (\n    <Sheet id="pay-dialog" title="">x</Sheet>\n  );\n}',
    },
    'sheets-keep-to-themselves',
    'renderer/pay.tsx:2',
  ],
  'keys beside a sheet of its own kind': [
    {
      'renderer/pay.tsx':
        'export const Pay = () => {\n  useTypedKeys(type);\n  return ask ? null : <AmountSheet />;\n};',
    },
    'sheets-keep-to-themselves',
    'renderer/pay.tsx:2',
  ],
  'a sheet that no walk knows': [
    { 'renderer/pay.tsx': 'export const pay = <NumberSheet id={name} />;' },
    'sheets-keep-to-themselves',
    'renderer/pay.tsx:1',
  ],
  'a sheet with a name unlike the others': [
    { 'renderer/pay.tsx': 'export const pay = <Sheet id="split" title="" />;' },
    'sheets-keep-to-themselves',
    'renderer/pay.tsx:1',
  ],
  'a key in one language only': [
    locales({ sell: 'Sell' }, { sell: '销售', pay: '付款' }),
    'locales-agree',
    'words/en/sale.json',
  ],
  'a language without English': [{ 'words/zh-CN/sale.json': '{}' }, 'locales-agree', 'words/en'],
  'a room in one language only': [
    { 'words/en/sale.json': '{}', 'words/fr/day.json': '{}' },
    'locales-agree',
    'words/fr/sale.json',
  ],
  'a key in two rooms': [
    { 'words/en/sale.json': '{"sell":"Sell"}', 'words/en/day.json': '{"sell":"Sell"}' },
    'locales-agree',
    'words/en/sale.json',
  ],
  'a third language that is not finished': [
    {
      ...locales({ sell: 'Sell' }, { sell: '销售' }),
      'words/fr/sale.json': '{}',
    },
    'locales-agree',
    'words/fr/sale.json',
  ],
  'a placeholder lost in translation': [
    locales(
      { left: '{count, plural, one {# day} other {# days of {limit}}}' },
      { left: '{count}' },
    ),
    'locales-agree',
    'words/zh-CN/sale.json',
  ],
  'an element lost in translation': [
    locales({ press: 'Press <key>F1</key>' }, { press: '按 F1' }),
    'locales-agree',
    'words/zh-CN/sale.json',
  ],
  'a second word for one thing, on a screen': [
    { ...glossary, ...locales({ go: 'Open the cart' }, { go: '打开购物篮' }) },
    'one-word-for-one-thing',
    'words/en/sale.json:1',
  ],
  'a second word in Chinese': [
    { ...glossary, ...locales({ go: 'Open the basket' }, { go: '打开购物车' }) },
    'one-word-for-one-thing',
    'words/zh-CN/sale.json:1',
  ],
  'a second word in a page of the docs': [
    { ...glossary, 'docs/sale.md': '# Sale\n\nWhat lies in the carts.' },
    'one-word-for-one-thing',
    'docs/sale.md:3',
  ],
  'a message that cannot be read': [
    locales({ left: '{count, plural, one {# day}' }, { left: '{count}' }),
    'locales-agree',
    'words/en/sale.json',
  ],
};

const houses: string[] = [];
afterAll(() => {
  for (const house of houses) rmSync(house, { recursive: true, force: true });
});

describe('tidy', () => {
  it('has a planted breach of each of its rules', () => {
    const rules = new Set(Object.values(planted).map(([, rule]) => rule));
    expect([...rules].sort()).toEqual([...tidyRules].sort());
  });

  it.each(Object.entries(planted))('reports %s', (_what, [files, rule, where]) => {
    const errors = tidy(house(files)).filter((finding) => finding.level === 'error');
    expect(errors).toContainEqual(expect.objectContaining({ rule, where }));
  });

  it('lets pass what the style allows', () => {
    const fine = {
      'domain/README.md': readme,
      'domain/basics/clock.ts': [
        'export type Clock = { now(): number; setTimeout(run: () => void): void };',
        '// Date.now() and setTimeout are named in a comment, and here: ',
        "const text = 'setTimeout'; const at = new Date(0); clock.setTimeout(text);",
        'type Timer = ReturnType<typeof setTimeout>; const { toString } = clock;',
      ].join('\n'),
      'main/README.md': readme,
      'main/machine/clock.ts': 'export const now = () => Date.now();',
      'main/electron/ipc.ts': 'ipcMain.handle(channel, run);',
      'main/electron/preload.ts': 'ipcRenderer.invoke(channel);',
      'drivers/README.md': readme,
      'drivers/deadline.ts': 'setTimeout(run, 10);',
      'drivers/emulators/index.ts': 'Math.random();',
      'drivers/tap.ts': `function openTap() {\n${'add();\n'.repeat(60)}return { read() {\n${'add();\n'.repeat(60)}} };\n}`,
      'renderer/README.md': readme,
      'renderer/program/app.tsx': 'setTimeout(blink, 10);',
      'renderer/parts/number-sheet.tsx':
        'export const NumberSheet = (props) => <Sheet id={props.id} />;',
      'renderer/lock.tsx':
        'export function Lock() { useKeys(keys); return <div>{ask ? <LockSheet /> : null}</div>; }',
      'renderer/lock-sheet.tsx':
        'export function LockSheet() { const [text] = useState(""); return <Sheet id="lock-dialog" on={keys} />; }',
      ...glossary,
      'docs/code.md': 'A `cart` in code, a push-cart and\n```\ncart\n```',
      ...locales({ left: '{n, plural, one {#} other {#}} <b>x</b>' }, { left: '{n} <b>x</b>' }),
    };
    expect(tidy(house(fine))).toEqual([]);
  });

  it('only notes a file that is merely long', () => {
    const found = tidy(house({ 'db/README.md': readme, 'db/long.ts': lines(301) }));
    expect(found).toEqual([expect.objectContaining({ rule: 'file-length', level: 'note' })]);
  });
});

function locales(en: Readonly<Record<string, string>>, zh: Readonly<Record<string, string>>) {
  return {
    'words/README.md': readme,
    'words/en/sale.json': JSON.stringify(en),
    'words/zh-CN/sale.json': JSON.stringify(zh),
  };
}

function house(files: Files): string {
  const root = mkdtempSync(join(tmpdir(), 'rollcall-tidy-'));
  houses.push(root);
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  }
  return root;
}
