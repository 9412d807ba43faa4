/** docs/journal.md is read by strangers: its example is a real first entry, and its verifier runs. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { exportJournal } from '../../../db/journal/export.ts';
import { bodySchemas } from '../../../domain/contract/entry.ts';
import { canonicalJson } from '../../../domain/journal/chain.ts';
import { isVersioned } from '../../../domain/journal/fact.ts';
import { exec } from '../../../tools/exec.ts';
import { cashSale, context, signedHead } from '../../helpers/facts.ts';
import { enrolledTill } from '../../helpers/till-file.ts';

const doc = readFileSync(join(import.meta.dirname, '../../../docs/journal.md'), 'utf8');

/** What stands in the block after `<!-- example: name -->`. */
function example(name: string): string {
  const block = new RegExp(`<!-- example: ${name} -->\\n\`\`\`\\w+\\n([^]*?)\\n\`\`\``).exec(doc);
  if (!block?.[1]) throw new Error(`docs/journal.md has no example ${name}`);
  return block[1];
}

/** Above the table of docs/journal-bodies.md. */
const head = [
  '# What each body of a journal entry holds',
  '',
  'Written from `facts.ts` of the rooms by `npx vitest run -u tests/integration/tools/journal-doc.test.ts`; what each kind is for',
  'stands in [journal.md](journal.md). `?`: may be left out. From the second version of its kind on a body also has `v`; the',
  'versions before are in `facts.ts`.',
  '',
  '| kind | version | members |',
  '| --- | --- | --- |',
];

/** `name?` where it may be left out; what is within a member is for the schema to say. */
function membersOf(schema: z.ZodType): string {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, {
    unrepresentable: 'any',
    io: 'input',
  });
  const members = Object.keys(properties).map(
    (name) => `\`${name}${required.includes(name) ? '' : '?'}\``,
  );
  return members.join(' ') || '–';
}

describe('docs/journal.md', () => {
  test('shows a real first entry: the text, what goes before it, the hash, and the line', () => {
    const { file } = enrolledTill();
    const [line = ''] = exportJournal(file);
    const { prev, hash, ...content } = JSON.parse(line);
    expect(example('line')).toBe(line.trimEnd());
    expect(example('canonical')).toBe(canonicalJson(content));
    expect(example('prev')).toBe(prev);
    expect(example('hash')).toBe(hash);
  });

  test('shows an example that adds up without any code of ours', () => {
    const computed = createHash('sha256')
      .update(Buffer.from(example('prev'), 'hex'))
      .update(example('canonical'), 'utf8')
      .digest('hex');
    expect(computed).toBe(example('hash'));
  });

  test('has a verifier that accepts a whole journal and names the bad entry of another', async () => {
    const { db, file, newId } = enrolledTill();
    db.journal.append([cashSale(newId(), 1), cashSale(newId(), 2)], context, newId);
    const pushed = {
      kind: 'journal-pushed',
      body: { head: signedHead(db.journal.head()) },
    } as const;
    db.journal.append([pushed], context, newId);
    const lines = [...exportJournal(file)];
    const verifier = join(file, '../check.mjs');
    const journal = join(file, '../journal.ndjson');
    writeFileSync(verifier, example('verifier'));
    const run = (text: string) => {
      writeFileSync(journal, text);
      return exec(process.execPath, [verifier, journal]);
    };

    const whole = await run(lines.join(''));
    expect(whole.stdout).toBe(`4 entries, head ${db.journal.head().hash}\n`);
    const changed = lines.with(2, (lines[2] ?? '').replaceAll('200', '100'));
    expect((await run(changed.join(''))).stderr).toContain('entry 3 is bad');
    const forged = (lines[3] ?? '').replace(/"signature":"../, '"signature":"AA');
    expect((await run(lines.with(3, forged).join(''))).stderr).toContain('entry 4 is bad');
    expect(example('verifier').split('\n').length).toBeLessThanOrEqual(38);
  });

  test('names every kind that can be written, and no other', () => {
    const named = [...doc.matchAll(/^\| `([a-z-]+)` \| /gm)].map((row) => row[1]);
    // The page tells a day in its order; the rooms are gathered in theirs.
    expect(named.toSorted()).toEqual(Object.keys(bodySchemas).toSorted());
  });

  test('says of each kind its version, and every member of its body by name', async () => {
    const rows = Object.entries(bodySchemas).map(([kind, said]) => {
      const version = isVersioned(said) ? said.version : 1;
      return `| \`${kind}\` | ${version} | ${membersOf(isVersioned(said) ? said.newest : said)} |`;
    });
    const text = `${head.join('\n')}\n${rows.toSorted().join('\n')}\n`;
    await expect(text).toMatchFileSnapshot('../../../docs/journal-bodies.md');
  });
});
