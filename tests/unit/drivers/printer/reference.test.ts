/**
 * Every command with parameters, at the length that another hand gives it: facts read off the tables of kunif/EscPosUtils
 * (TokenizeESC.cs, TokenizeFS.cs, TokenizeGS.cs, TokenizeDLE.cs; zlib licence), an ESC/POS tokenizer that shares nothing
 * with ours. What follows a command must come out as the text it is.
 */
import { describe, expect, test } from 'vitest';
import { decodeEscpos } from '../../../../drivers/printer/escpos/decode.ts';
import { reference } from '../../../../drivers/printer/escpos/reference.ts';
import { bytesOf } from '../../../helpers/vector-tables.ts';

const lead = { ESC: 0x1b, FS: 0x1c, GS: 0x1d } as const;

/** Letters by whole length; `\f` and the blank are FF and SP. */
const strangersLengths: readonly (readonly [keyof typeof lead, number, string])[] = [
  ['ESC', 2, '\f2<@LSimqv'],
  ['ESC', 3, ' !%-3=?CEFGJKMRTUVadertu{'],
  ['ESC', 4, '$\\cf'],
  ['ESC', 5, 'p'],
  ['ESC', 10, 'W'],
  ['FS', 2, '&.Lbc'],
  ['FS', 3, '!-CW'],
  ['FS', 4, '?Sp'],
  ['GS', 2, ':c'],
  ['GS', 3, '!/BEHITabfhjrw'],
  ['GS', 4, '$LPW\\'],
  ['GS', 5, '^z'],
];
const fixed = strangersLengths.flatMap(([name, length, letters]) =>
  Array.from(letters, (letter) => [`${name} ${letter}`, lead[name], letter, length] as const),
);

/** What stands before the text, the text, and whether anything was amiss. */
function before(command: Uint8Array): unknown {
  const { ok, fields, errors } = decodeEscpos(
    Buffer.concat([command, Buffer.from('TEXT', 'latin1')]),
  );
  const { hex } = (fields.commands as { hex: string }[])[0] ?? { hex: '' };
  // Some print what came before them: a line feed of theirs is no text.
  return { ok, errors, text: String(fields.text).trim(), hex };
}
/** As decode shows it: the first 64 bytes. */
const shown = (command: Uint8Array): string =>
  Buffer.from(command.subarray(0, 64)).toString('hex').toUpperCase() +
  (command.length > 64 ? `… (${command.length} bytes)` : '');
const whole = (command: Uint8Array): unknown => ({
  ok: true,
  errors: [],
  text: 'TEXT',
  hex: shown(command),
});

test.each(fixed)('%j is as long as a stranger says', (_name, first, letter, length) => {
  // Parameters that would be text, if they were taken for it.
  const command = Buffer.alloc(length, 0x41);
  command[0] = first;
  command[1] = letter.charCodeAt(0);
  expect(before(command)).toEqual(whole(command));
});

describe('commands that tell their own length', () => {
  test.each([
    ['FS p', '1C 70 01 30'],
    ['FS q of two pictures', '1C 71 02 0100 0100 4141414141414141 0100 0100 4242424242424242'],
    ['FS 2', `1C 32 B0A1 ${'41'.repeat(72)}`],
    ['FS a 0', '1C 61 30 41'],
    ['FS a 1', '1C 61 31'],
    ['FS g 1', '1C 67 31 00 00000000 0300 414243'],
    ['FS g 2', '1C 67 32 00 00000000 0300'],
    ['FS ( E', '1C 28 45 0600 3C 02 30 31 30 31'],
    ['GS *', `1D 2A 02 01 ${'41'.repeat(16)}`],
    ['GS ( A test print', '1D 28 41 0200 00 31'],
    ['GS ( K density', '1D 28 4B 0200 31 41'],
    ['GS ( L 112 raster', '1D 28 4C 0B00 30 70 30 41 41 31 0800 0100 41'],
    ['GS ( N colour', '1D 28 4E 0200 30 41'],
    ['GS ( k PDF417', '1D 28 6B 0500 30 50 30 41 42'],
    ['GS 8 L', '1D 38 4C 0B000000 30 70 30 41 41 31 0800 0100 41'],
    ['GS v 0', '1D 76 30 00 0100 0200 4142'],
    ['GS Q 0', '1D 51 30 00 0100 0200 4142'],
    ['GS k 4, ended by zero', '1D 6B 04 41 42 00'],
    ['GS k 73, counted', '1D 6B 49 04 7B 42 41 42'],
    ['GS C 1', '1D 43 31 4141 4242 41 42'],
    ['GS C ;', '1D 43 3B 31 3B 39 3B 31 3B 31 3B 31 3B'],
    ['GS g 2', '1D 67 32 41 4142'],
    ['GS V 65, with a feed', '1D 56 41 41'],
    ['GS V 1', '1D 56 01'],
    ['GS V 98, with a feed', '1D 56 62 41'],
    ['ESC * 0', '1B 2A 00 0300 414243'],
    ['ESC * 33', '1B 2A 21 0200 414243 444546'],
    ['ESC D', '1B 44 08 10 18 00'],
    ['ESC &', '1B 26 03 41 42 01 414243 02 414243414243'],
    ['ESC ( A', '1B 28 41 0400 30 33 41 42'],
    ['ESC c 5', '1B 63 35 41'],
    ['DLE EOT 7', '10 04 07 41'],
    ['DLE ENQ', '10 05 41'],
    ['DLE DC4 1', '10 14 01 41 42'],
    ['DLE DC4 3', '10 14 03 41 42 43 44 45'],
    ['DLE DC4 7', '10 14 07 41'],
    ['DLE DC4 8', '10 14 08 01 03 14 01 06 02 08'],
  ])('%s', (_name, hex) => {
    expect(before(bytesOf(hex))).toEqual(whole(bytesOf(hex)));
  });

  test('every one of them cut short is said to be, and nothing of it becomes text', () => {
    const long = Object.entries(reference).filter(([, { parameters }]) => parameters !== 0);
    expect(long.length).toBeGreaterThan(70);
    for (const [name] of long) {
      const [first = '', letter = ''] = name.split(' ');
      const bytes = [{ ...lead, DLE: 0x10 }[first as 'ESC'], codeOf(letter)];
      const { ok, fields, errors } = decodeEscpos(Uint8Array.from(bytes));
      expect([name, ok, fields.text, errors]).toEqual([
        name,
        false,
        '',
        ['byte 0: a command is cut off'],
      ]);
    }
  });
});

const codeOf = (letter: string): number =>
  ({ FF: 12, SP: 32, EOT: 4, ENQ: 5, DC4: 20 })[letter] ?? letter.charCodeAt(0);

test('FS p, and what is told of it', () => {
  const { ok, fields } = decodeEscpos(bytesOf('5B 1C7001 30 5D'));
  expect([ok, fields.text]).toEqual([true, '[]']);
  expect(fields.commands).toMatchObject([
    { name: 'text' },
    { name: 'FS p', meaning: 'print a stored picture', picture: 1, mode: 48 },
    { name: 'text' },
  ]);
});

test('page mode: area, direction, place, and the page that is printed', () => {
  const page = '1B4C 1B57 0000 0000 4002 6000 1B54 00 1D24 3000 41 1B0C 42 0C 1B53';
  const { ok, fields } = decodeEscpos(bytesOf(page));
  expect([ok, fields.text]).toEqual([true, 'AB']);
  expect((fields.commands as { name: string }[]).map(({ name }) => name)).toEqual([
    'ESC L',
    'ESC W',
    'ESC T',
    'GS $',
    'text',
    'ESC FF',
    'text',
    'FF',
    'ESC S',
  ]);
});

test('what no reference knows is said, and only its letter goes with it', () => {
  expect(decodeEscpos(bytesOf('1B5A 41'))).toMatchObject({
    ok: false,
    errors: ['byte 0: unknown command ESC Z?'],
    fields: { text: 'A' },
  });
});
