/** Runs the tests inside the guest, one after the other, and says what came of each as a line of JSON. */
import type { FindingLine } from '../../tools/usb-vm/findings.ts';

type Test = Readonly<{ title: string; run: () => Promise<void> }>;

/** Emulation is slow, but nothing here takes half of this. */
const testMaxMs = 60_000;
const tests: Test[] = [];
/** Undone after the test, the last first. */
let undos: (() => Promise<void> | void)[] = [];

let explanations: (() => Promise<string>)[] = [];

/** `title` is a sentence about behaviour. */
export function test(title: string, run: () => Promise<void>): void {
  tests.push({ title, run });
}

/** Done when the test has ended, however it ended. */
export function afterwards(undo: () => Promise<void> | void): void {
  undos.push(undo);
}

/** Told beside what went wrong. */
export function whenFailed(explain: () => Promise<string>): void {
  explanations.push(explain);
}

export async function runAll(): Promise<void> {
  say({ kind: 'begin', tests: tests.length });
  for (const each of tests) say(await outcomeOf(each));
  say({ kind: 'end' });
  // Whatever a failed test left open must not keep the machine running.
  process.exit(0);
}

async function outcomeOf({ title, run }: Test): Promise<FindingLine> {
  const startedAt = performance.now();
  let why = await troubleOf(run);
  if (why !== null) {
    for (const explain of explanations) why += `\n${await explain().catch(wordsOf)}`;
  }
  explanations = [];
  for (const undo of undos.reverse()) {
    const trouble = await troubleOf(undo);
    if (trouble !== null) why ??= `while cleaning up: ${trouble}`;
  }
  undos = [];
  const state = why === null ? 'passed' : 'failed';
  return { kind: 'test', title, state, ms: performance.now() - startedAt, why };
}

async function troubleOf(run: () => Promise<void> | void): Promise<string | null> {
  const trouble = watchForTrouble();
  try {
    await Promise.race([run(), trouble.happened]);
    return null;
  } catch (error) {
    return wordsOf(error);
  } finally {
    trouble.stop();
  }
}

/** An error that nobody caught would end a till's process, so it fails the test it happens in. So does standing still. */
function watchForTrouble(): Readonly<{ happened: Promise<never>; stop: () => void }> {
  let stop = (): void => {};
  const happened = new Promise<never>((_, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`no end after ${testMaxMs / 1_000} s`)),
      testMaxMs,
    );
    const uncaught = (error: unknown): void =>
      reject(new Error(`nobody caught: ${wordsOf(error)}`));
    process.on('uncaughtException', uncaught);
    process.on('unhandledRejection', uncaught);
    stop = () => {
      clearTimeout(timer);
      process.off('uncaughtException', uncaught);
      process.off('unhandledRejection', uncaught);
    };
  });
  happened.catch(() => {});
  return { happened, stop };
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncause: ${wordsOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}

function say(line: FindingLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
