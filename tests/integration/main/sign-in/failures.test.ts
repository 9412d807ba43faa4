/**
 * Each row of sign-in-failures.table.txt on a running till: the problem reaches the view, both languages say what
 * happened and what to do next, and the journal keeps it.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SignInView } from '../../../../domain/contract/ipc.ts';
import { callAbout, helperFor } from '../../../../domain/office/whom-to-call.ts';
import type { StepOutcome } from '../../../../domain/sign-in/facts.ts';
import { defaultPolicy, stepNames } from '../../../../domain/sign-in/steps.ts';
import {
  Problem,
  type ProblemData,
  problemKinds,
  sentenceNeeds,
} from '../../../../domain/words/problem.ts';
import { farCutOver } from '../../../helpers/office.ts';
import { pageWords } from '../../../helpers/page-words.ts';
import { openShop, type Shop, type ShopOptions } from '../../../helpers/shop.ts';
import { type Failure, failures, toldElsewhere } from '../../../helpers/sign-in-failures.ts';
import { type Cause, causes } from './failure-causes.ts';

const languages = [pageWords('en'), pageWords('zh-CN')];
const system: NonNullable<ShopOptions['system']> = {};

let shop: Shop;

describe.each(stepNames.map((step) => ({ step })))('the step $step', ({ step }) => {
  beforeAll(async () => {
    // Rows of the office are changed by hand here: a comparison that still runs beside the sign-in before would find
    // that first, and put it right (office/owned.test.ts).
    const reconcile = step === 'devices' ? 'skip' : defaultPolicy.reconcile;
    const always = { operator: 'block', 'self-test': 'block' } as const;
    const signInPolicy = { ...defaultPolicy, ...always, reconcile };
    const settings = { cutOver: farCutOver(), signInPolicy };
    // Nobody here waits for a back office to have time again.
    const haste = step === 'sync' ? 50 : 1;
    shop = await openShop({ settings, system, haste, answerTimeoutMs: 200 });
    expect(await shop.boot()).toBeNull();
  });
  afterAll(() => shop.close());

  it.each(failures.filter((failure) => failure.step === step))(
    'tells of: $case',
    async (failure) => {
      const undo: (() => unknown)[] = [];
      const cause: Cause | undefined = causes[failure.case];
      if (!cause) throw new Error(`nobody knows how ${failure.case} comes about`);
      const from = shop.journal().length;
      try {
        const seen = await cause({ shop, system, undo: (one) => undo.push(one) });
        const problem = seen ?? problemOf(failure, await shop.signIn());
        expect(problem.kind).toBe(failure.kind);
        expectSentences(problem);
        expectKept(failure, from, problem);
      } finally {
        for (const one of undo.reverse()) await one();
        await leave();
      }
    },
  );
});

/** The problem of the step; state and verdict are what the row says. */
function problemOf({ step, kind, weight }: Failure, view: SignInView): ProblemData {
  const outcome = view.steps.find((one) => one.step === step);
  const problem = outcome?.problems.find((one) => one.kind === kind);
  if (!outcome || !problem)
    throw new Error(`${kind} is not in ${JSON.stringify(view.steps.map((one) => one.problems))}`);
  const policy = { ...defaultPolicy, float: 'block' }[step];
  const stops = weight === 'stops' || (weight === 'policy' && policy === 'block');
  expect([outcome.state, view.verdict]).toEqual(
    stops ? ['failed', 'blocked'] : ['warned', 'may-open'],
  );
  return problem;
}

function expectSentences({ kind, params }: ProblemData): void {
  const needs: Readonly<Partial<Record<string, readonly string[]>>> = sentenceNeeds;
  expect(Object.keys(params)).toEqual(expect.arrayContaining([...(needs[kind] ?? [])]));
  for (const words of languages) {
    for (const part of ['what', 'next'] as const) {
      const sentence = words.problem({ kind, params }, part);
      expect(sentence).toMatch(/\S{3}/);
      expect(sentence).not.toMatch(/[{}—]|NaN|undefined/);
    }
  }
  const contacts = { manager: '', technician: '', backOffice: '', acquirer: '' };
  const call = callAbout(kind, { contacts, helpPhone: '400' });
  expect(call?.helper ?? 'nobody').toBe(helperFor[kind]);
}

/** The outcome of the sign-in with this very problem, and whatever else the row names. */
function expectKept({ step, weight, kept }: Failure, from: number, problem: ProblemData): void {
  const entries = shop.journal().slice(from);
  expect(entries.map(({ kind }) => kind)).toEqual(expect.arrayContaining(kept));
  if (weight === 'refused') return;
  const ended = entries.findLast(({ kind }) => kind === 'signed-in' || kind === 'sign-in-failed');
  const { steps } = (ended?.body ?? { steps: [] }) as { steps: StepOutcome[] };
  expect(steps.find((one) => one.step === step)?.problems).toContainEqual(problem);
}

async function leave(): Promise<void> {
  const { phase } = await shop.state();
  if (phase === 'open') await shop.call('till.signOut', {});
  else await shop.call('signIn.cancel', {});
}

describe('the table of failures', () => {
  it('has a cause for each row, and a row for each cause', () => {
    expect(Object.keys(causes).sort()).toEqual(failures.map((failure) => failure.case).sort());
  });
  it('has a row for each kind of problem, or says where it is told instead', () => {
    const inTable = new Set(failures.map(({ kind }) => kind));
    const elsewhere = Object.values(toldElsewhere).flat();
    expect(elsewhere.filter((kind) => inTable.has(kind))).toEqual([]);
    expect([...inTable, ...elsewhere].sort()).toEqual([...problemKinds].sort());
    expect(new Set(elsewhere).size).toBe(elsewhere.length);
  });
  it('notices a step that finds nothing', () => {
    const [failure] = failures.filter(({ kind }) => kind === 'disk-full');
    if (!failure) throw new Error('no row');
    const problem = new Problem('disk-low', { freeMb: 1 }).toData();
    expect(() => expectKept(failure, shop.journal().length, problem)).toThrow();
  });
});
