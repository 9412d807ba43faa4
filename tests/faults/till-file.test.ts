/**
 * What a till's file looks like after the process was killed, the disk was full, or the n-th write failed, for
 * n = 1, 2, … until none fails: every entry that was acknowledged is there, none is there in part, and the chain is whole.
 */

import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openTillDatabase } from '../../db/till-database.ts';
import { figureOf } from '../../domain/reports/figures.ts';
import { Problem } from '../../domain/words/problem.ts';
import { bundled } from '../helpers/bundle.ts';
import { type Child, startChild } from '../helpers/child.ts';
import { cashSale, context } from '../helpers/facts.ts';
import { enrolledTill, openForTest, tempFolder } from '../helpers/till-file.ts';

const sell = join(import.meta.dirname, '../helpers/children/sell.ts');
const doubt = join(import.meta.dirname, '../helpers/children/doubt.ts');
const fillDisk = join(import.meta.dirname, '../helpers/children/fill-disk.ts');
/** Without a file to write to it would write among the child's own words. */
const strace = ['strace', '-f', '-o', '/dev/null'];
const canTrace = spawnSync('strace', ['-e', 'trace=none', 'true']).status === 0;
const canMount =
  spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;

/** Opens the file as the next start would, and looks for whatever could be half. */
function inspect(file: string, acknowledgedSeq: number): void {
  const db = openForTest(file);
  const verdict = db.journal.check();
  expect(verdict).toMatchObject({ kind: 'whole' });
  const head = db.journal.head();
  expect(head.seq).toBeGreaterThanOrEqual(acknowledgedSeq);
  // At most the commit that was under way has come through without a word.
  expect(head.seq).toBeLessThanOrEqual(acknowledgedSeq + 2);

  const entries = db.journal.read(0, 100_000);
  const bodies = (kind: string) =>
    entries.filter((entry) => entry.kind === kind).map((entry) => entry.body.saleId);
  expect(bodies('sale-completed')).toEqual(bodies('attempt-captured'));
  const totals = db.totalsFrom('2026-01-01');
  expect(totals.reduce((sum, day) => sum + day.entries, 0)).toBe(head.seq);
  expect(totals.reduce((sum, day) => sum + figureOf(day, 'sales').count, 0)).toBe(
    bodies('sale-completed').length,
  );
  expect(db.sales.recent(100_000)).toHaveLength(bodies('sale-completed').length);
  expect(db.attempts.open().length).toBeLessThanOrEqual(1);
  const basket = db.basket.load();
  if (basket) expect(bodies('sale-completed')).not.toContain(basket.id);
  db.close();
}

type Outcome = Readonly<{
  code: number | NodeJS.Signals;
  acknowledgedSeq: number;
  problem: string | null;
}>;

async function outcome(child: Child): Promise<Outcome> {
  const { code, lines, stderr } = await child.ended;
  const written = lines.filter((line) => line.startsWith('written ')).at(-1);
  const problem = lines.find((line) => line.startsWith('problem '))?.slice('problem '.length);
  if (problem === 'unexpected') throw new Error(stderr);
  return {
    code,
    acknowledgedSeq: Number(written?.slice('written '.length) ?? 1),
    problem: problem ?? null,
  };
}

describe('a till’s file', () => {
  test('is whole after kill -9 in the middle of selling, again and again', async () => {
    const { db, file } = enrolledTill();
    db.close();
    let acknowledged = 1;
    for (const commits of [1, 2, 3, 5, 40, 41, 150]) {
      const child = startChild(sell, [file]);
      await child.line(`written ${acknowledged + commits}`);
      child.kill('SIGKILL');
      const { acknowledgedSeq } = await outcome(child);
      inspect(file, acknowledgedSeq);
      acknowledged = resolveOpen(file);
    }
  });

  test.for([
    ['the process dies at', 'signal=SIGKILL', ''],
    ['the disk is full from', 'error=ENOSPC', '+'],
  ] as const)(
    'is whole when %s its n-th write, for every n',
    { timeout: 300_000 },
    async ([, fault, andOn], { skip }) => {
      if (!canTrace) skip('strace is not here, or may not trace');
      const { db, file } = enrolledTill();
      db.close();
      const program = await bundled(sell);
      /** Sells once while its n-th write fails; null when it has made fewer writes than that. */
      const sellFailing = async (nth: number): Promise<string | null> => {
        const copy = join(tempFolder(), 'till.db');
        cpSync(file, copy);
        const inject = `inject=pwrite64:${fault}:when=${nth}${andOn}`;
        const command = [...strace, '-e', 'trace=pwrite64', '-e', inject];
        const { code, acknowledgedSeq, problem } = await outcome(
          startChild(program, [copy, '1'], command),
        );
        inspect(copy, acknowledgedSeq);
        if (problem === null && code === 0 && acknowledgedSeq === 6) return null;
        return problem ?? String(code);
      };

      const met = new Set<string>();
      for (let nth = 1, done = false; !done; nth += 3) {
        // A sale makes some 80 writes, the shared memory and the tidying up after it and at the end among them.
        expect(nth).toBeLessThan(200);
        const outcomes = await Promise.all([nth, nth + 1, nth + 2].map(sellFailing));
        done = outcomes.every((one) => one === null);
        for (const one of outcomes) if (one !== null) met.add(one);
      }
      expect([...met]).toEqual([fault === 'error=ENOSPC' ? 'disk-full' : 'SIGKILL']);
    },
  );

  test('says that it is not known, and loses nothing, when the disk fails at a commit and after it', async ({
    skip,
  }) => {
    if (!canTrace) skip('strace is not here, or may not trace');
    const { db, file } = enrolledTill();
    db.close();
    for (const failing of ['/^f(data)?sync$:error=EIO:when=3+', 'pwrite64:error=EIO:when=40+']) {
      const copy = join(tempFolder(), 'till.db');
      cpSync(file, copy);
      const [call] = failing.split(':');
      const command = [...strace, '-e', `trace=${call}`];
      const child = startChild(sell, [copy, '5'], [...command, '-e', `inject=${failing}`]);
      const { acknowledgedSeq, problem } = await outcome(child);
      expect(problem, failing).toBe('commit-unknown');
      inspect(copy, acknowledgedSeq);
    }
  });

  test.for(['/^f(data)?sync$', 'pwrite64'])(
    'has not what was told as not written, when the n-th %s fails once and the process is killed, for every n',
    { timeout: 300_000 },
    async (call, { skip }) => {
      if (!canTrace) skip('strace is not here, or may not trace');
      const { db, file } = enrolledTill();
      db.close();
      const program = await bundled(sell);
      const sellFailing = async (nth: number): Promise<string | null> => {
        const copy = join(tempFolder(), 'till.db');
        cpSync(file, copy);
        const inject = `inject=${call}:error=EIO:when=${nth}`;
        const command = [...strace, '-e', `trace=${call}`, '-e', inject];
        const { acknowledgedSeq, problem } = await outcome(
          startChild(program, [copy, '1', 'die'], command),
        );
        inspect(copy, acknowledgedSeq);
        if (problem !== null && problem !== 'commit-unknown') {
          const again = openForTest(copy);
          expect(again.journal.head().seq, `${call} ${nth}`).toBe(acknowledgedSeq);
          again.close();
        }
        return problem;
      };

      const met = new Set<string>();
      for (let nth = 1, quiet = 0; quiet < 2; nth += 3) {
        const outcomes = await Promise.all([nth, nth + 1, nth + 2].map(sellFailing));
        for (const one of outcomes) if (one !== null) met.add(one);
        // Not every failure is one of ours: some are tried again, and at the end nothing fails any more.
        quiet = outcomes.every((one) => one === null) ? quiet + 1 : 0;
      }
      // The WAL's index is made longer by a write that is told as a full disk, whatever was wrong.
      met.delete('disk-full');
      expect([...met]).toEqual(['disk-failing']);
    },
  );

  test('says that the disk fails, not that the file is damaged, when it cannot be read from its n-th read on', {
    timeout: 300_000,
  }, async ({ skip }) => {
    if (!canTrace) skip('strace is not here, or may not trace');
    const { db, file } = enrolledTill();
    db.close();
    const program = await bundled(sell);
    const met = new Set<string>();
    const sellFailing = async (nth: number): Promise<string | null> => {
      const copy = join(tempFolder(), 'till.db');
      cpSync(file, copy);
      // Only of this file: a program that cannot be loaded says nothing.
      const inject = `inject=pread64:error=EIO:when=${nth}+`;
      const command = [
        ...strace,
        '-P',
        copy,
        '-P',
        `${copy}-wal`,
        '-e',
        'trace=pread64',
        '-e',
        inject,
      ];
      const { acknowledgedSeq, problem } = await outcome(startChild(program, [copy, '2'], command));
      inspect(copy, acknowledgedSeq);
      return problem;
    };
    for (let nth = 1, quiet = 0; quiet < 1; nth += 3) {
      const outcomes = await Promise.all([nth, nth + 1, nth + 2].map(sellFailing));
      for (const one of outcomes) if (one !== null) met.add(one);
      quiet = outcomes.every((one) => one === null) ? quiet + 1 : 0;
    }
    expect([...met]).toEqual(['disk-failing']);
  });

  test('refuses every write of the journal while a commit is unknown, and goes on once it is settled', async ({
    skip,
  }) => {
    if (!canTrace) skip('strace is not here, or may not trace');
    const { db, file } = enrolledTill();
    db.close();
    // The first two are those of a new WAL; then the sale's own, and that of what should settle it.
    const inject = 'inject=/^f(data)?sync$:error=EIO:when=3..4';
    const command = [...strace, '-e', 'trace=/^f(data)?sync$', '-e', inject];
    const { lines } = await startChild(doubt, [file], command).ended;
    expect(lines).toEqual([
      'sell: commit-unknown',
      'sell: commit-unknown',
      'keep a basket: undefined',
      'tidy: commit-unknown',
      'settle: true',
      'settle: false',
      'entries: 1',
      'sell: 2',
    ]);
    const again = openForTest(file);
    expect(again.journal.check()).toMatchObject({ kind: 'whole', head: { seq: 2 } });
  });

  test('says disk-full on a full disk, loses nothing, and sells on once there is room', ({
    skip,
  }) => {
    if (!canMount) skip('needs a mount of its own');
    const disk = tempFolder();
    const { status, stdout, stderr } = spawnSync(
      'unshare',
      [
        '-rm',
        'sh',
        '-c',
        'mount -t tmpfs -o size=2m tmpfs "$1" && exec "$2" "$3" "$1"',
        'sh',
        disk,
        process.execPath,
        fillDisk,
      ],
      { encoding: 'utf8' },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.split('\n')).toEqual([
      'disk-full while selling',
      'whole, with every acknowledged sale',
      'disk-full again after a restart',
      'sold on with room',
      'whole, with every acknowledged sale',
      '',
    ]);
  });

  test('is refused as locked, not harmed, when a second till starts on it', () => {
    const { db, file, newId } = enrolledTill();
    expect(() => openTillDatabase(file)).toThrow(Problem);
    db.journal.append([cashSale(newId(), 1)], context, newId);
    expect(db.journal.check()).toMatchObject({ kind: 'whole', head: { seq: 2 } });
  });
});

/** Ends what the kill left open, as the next start does, so that the next round begins like a shop. Returns the head. */
function resolveOpen(file: string): number {
  const db = openTillDatabase(file);
  const problem = { kind: 'host-silent', params: {} } as const;
  for (const { attemptId, state } of db.attempts.open()) {
    const newId = () => crypto.randomUUID();
    if (state === 'prepared') {
      const body = { attemptId, responseCode: null, reason: 'not-sent', problem } as const;
      db.journal.append([{ kind: 'attempt-declined', body }], context, newId);
      continue;
    }
    if (state === 'requested') {
      db.journal.append(
        [{ kind: 'attempt-unknown', body: { attemptId, problem } }],
        context,
        newId,
      );
    }
    db.journal.append(
      [{ kind: 'attempt-reversing', body: { attemptId, reason: '98' } }],
      context,
      newId,
    );
    db.journal.append(
      [{ kind: 'attempt-reversed', body: { attemptId, responseCode: '00' } }],
      context,
      newId,
    );
  }
  const { seq } = db.journal.head();
  db.close();
  return seq;
}
