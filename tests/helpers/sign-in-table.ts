/** The table of docs/sign-in.md, made of the same rows, sentences and numbers as the till and its tests. */
import { type Helper, helperFor } from '../../domain/office/whom-to-call.ts';
import { stepNames } from '../../domain/sign-in/steps.ts';
import { pageWords } from './page-words.ts';
import { type Failure, failures } from './sign-in-failures.ts';

const en = pageWords('en');
const zh = pageWords('zh-CN');

const weights: Readonly<Record<Failure['weight'], string>> = {
  stops: '**stops**, whatever the policy',
  policy: '`block`: stops · `warn`: marked',
  asks: '`block`: stops · `warn`: waits for a yes',
  warns: 'marked, stops nobody',
  refused: 'told at once; asks again',
};

const calls: Readonly<Record<Helper, string>> = {
  nobody: '–',
  manager: 'manager',
  technician: 'technician',
  'back-office': 'back office',
  acquirer: 'acquirer',
};

/** One table a step, in the order of the steps. */
export function failureTables(): string {
  return stepNames
    .map((step) => {
      const rows = failures.filter((failure) => failure.step === step).map(rowOf);
      const head = [
        `### ${en.t(`step.${step}`)} (\`${step}\`)`,
        '',
        '| what is checked | failure | what the cashier sees | call | by policy | kept | test |',
        '| --- | --- | --- | --- | --- | --- | --- |',
      ];
      return [...head, ...rows].join('\n');
    })
    .join('\n\n');
}

function rowOf(failure: Failure): string {
  const { kind, checked, weight, params, kept, step } = failure;
  const sees = [en, zh].map((words) => {
    const problem = { kind, params };
    return `${words.problem(problem, 'what')} → ${words.problem(problem, 'next')}`;
  });
  const entries = weight === 'refused' ? kept : [...kept, ...outcomes(weight)];
  const cells = [
    checked,
    `\`${kind}\``,
    sees.join('<br>'),
    calls[helperFor[kind]],
    weights[weight],
    entries.length === 0 ? '–' : entries.map((entry) => `\`${entry}\``).join(' '),
    `the step ${step} › tells of: ${failure.case}`,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** The problem itself stands in the outcome of its step. */
function outcomes(weight: Failure['weight']): string[] {
  if (weight === 'stops') return ['sign-in-failed'];
  return weight === 'warns' ? ['signed-in'] : ['sign-in-failed', 'signed-in'];
}
