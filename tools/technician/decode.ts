/** `devices -- decode PROTOCOL [HEX…]`: what bytes mean. From stdin where no hex is given. */

import { text } from 'node:stream/consumers';
import type { Decoded } from '../../drivers/decode/decoded.ts';
import { decoders } from '../../drivers/decode/index.ts';
import { answer, type Command, exit, type Given, Usage } from './command.ts';
import { noSuch, sayIn } from './say.ts';

const names = Object.keys(decoders);
/** Protocols that a till's configuration calls otherwise. */
const asDecoded: Readonly<Record<string, string>> = { visa: 'visa-pinpad' };

export const decode: Command = {
  usage: 'PROTOCOL [HEX…] [--json]',
  help: 'help.decode',
  names: () => names,
  positionals: [1, Number.POSITIVE_INFINITY],
  options: {},
  run: runDecode,
};

async function runDecode(given: Given): Promise<number> {
  const [typedName = '', ...hex] = given.positionals;
  const protocol = asDecoded[typedName] ?? typedName;
  const decoder = Object.hasOwn(decoders, protocol) ? decoders[protocol] : undefined;
  if (!decoder) {
    throw new Usage(
      noSuch(given.lang, 'protocol', typedName, [...Object.keys(asDecoded), ...names]),
      {
        fields: {},
        protocols: names,
      },
    );
  }
  const fromInput = hex.length === 0 || (hex.length === 1 && hex[0] === '-');
  const typed = fromInput ? await text(given.io.input) : hex.join('');
  const digits = wholeBytes(protocol, typed.replace(/0x|[\s:,-]/gi, ''));
  const decoded = isHex(digits) ? decoder(Buffer.from(digits, 'hex')) : notHex(digits);
  answer(given, decoded, forPeople(given, decoded));
  return decoded.ok ? exit.good : exit.bad;
}

/** Track 2 of a chip is written down with its padding nibble or without, so that one may be odd. */
function wholeBytes(protocol: string, digits: string): string {
  const oddTrack =
    protocol === 'track' && /^\d{8,19}D\d+F$/i.test(digits) && digits.length % 2 === 1;
  return oddTrack ? digits.slice(0, -1) : digits;
}

const isHex = (digits: string): boolean => /^([0-9A-Fa-f]{2})+$/.test(digits);

function notHex(digits: string): Decoded {
  const at = digits.search(/[^0-9A-Fa-f]/);
  const why =
    digits === ''
      ? 'no bytes were given'
      : at === -1
        ? `${digits.length} hex digits make no whole bytes`
        : `no hex digit at ${at}`;
  return { ok: false, fields: {}, errors: [why] };
}

function forPeople(given: Given, decoded: Decoded): string[] {
  const say = sayIn(given.lang);
  const { ok, errors, ...rest } = decoded;
  return [
    say(ok ? 'answer.good' : 'answer.bad'),
    ...errors.map((error) => `  ! ${error}`),
    ...linesOf(rest, ''),
  ];
}

function linesOf(value: Readonly<Record<string, unknown>>, indent: string): string[] {
  return Object.entries(value).flatMap(([name, inner]) => {
    if (typeof inner !== 'object' || inner === null) return [`${indent}${name}: ${String(inner)}`];
    return [`${indent}${name}`, ...linesOf(inner as Record<string, unknown>, `${indent}  `)];
  });
}
