/**
 * The report that a technician hands over with a device: who it is, what was found and when, as a document without a
 * look. report-pdf.ts sets it on paper.
 */

import type { Locale } from '../../domain/basics/languages.ts';
import type { BenchResult } from '../../domain/devices/bench.ts';
import type { DeviceIdentity, RegisteredDevice } from '../../domain/devices/register.ts';
import type { DeviceStatistics, TraceLine } from '../../domain/devices/verbs.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { type Say, speaker } from '../../domain/words/speaker.ts';
import type { BenchReportId } from '../../words/ids.ts';
import { readWords } from '../../words/read.ts';

type SayReport = Say<BenchReportId>;
export type Verdict = BenchResult['outcome'] | 'untested';

export type ReportInput = Readonly<{
  locale: Locale;
  /** IANA name of the shop's time zone. */
  zone: string;
  madeAt: number;
  shop: string | null;
  technician: string | null;
  device: Readonly<{ device: string; family: string; protocol: string; address: string }>;
  identity: DeviceIdentity;
  /** Where it stands and how it is sealed, as the technician or the register says. */
  place: string | null;
  seals: readonly string[];
  /** Its row in the register; null where it is not in it, undefined where nobody has looked. */
  registered: RegisteredDevice | null | undefined;
  /** In any order; health checks are results too, as `health-internal`. */
  results: readonly BenchResult[];
  statistics: DeviceStatistics | null;
  /** Masked, as the tap gave it. The last of it is shown. */
  trace: readonly TraceLine[];
  /** What a problem says to a person. */
  sentence(problem: ProblemData): string;
}>;

export type ReportPart =
  | Readonly<{ kind: 'heading'; text: string }>
  | Readonly<{ kind: 'verdict'; label: string; text: string; verdict: Verdict }>
  | Readonly<{ kind: 'rows'; rows: readonly (readonly [label: string, value: string])[] }>
  | Readonly<{
      kind: 'table';
      head: readonly string[];
      /** Shares of the width. */
      widths: readonly number[];
      rows: readonly (readonly string[])[];
    }>
  /** Milliseconds by exchange; null is one that failed. */
  | Readonly<{ kind: 'plot'; values: readonly (number | null)[]; x: string; failed: string }>
  | Readonly<{ kind: 'lines'; lines: readonly string[] }>
  | Readonly<{ kind: 'signatures'; labels: readonly string[]; under: string }>;

export type Report = Readonly<{
  title: string;
  page(number: number, of: number): string;
  parts: readonly ReportPart[];
}>;

const traceLinesMax = 30;
const traceColumnsMax = 110;

export function makeReport(input: ReportInput): Report {
  const say = speaker(input.locale, readWords<BenchReportId>(input.locale, ['bench-report']));
  const results = [...input.results].sort((a, b) => a.at - b.at);
  const verdict = verdictOf(results);
  const text = say(`report.verdict.${verdict}`);
  return {
    title: say('report.title'),
    page: (number, of) => say('report.page', { number, of }),
    parts: [
      { kind: 'rows', rows: deviceRows(input, say) },
      { kind: 'verdict', label: say('report.verdict'), text, verdict },
      ...resultParts(results, input, say),
      ...soakParts(results, say),
      ...statisticsParts(input.statistics, say),
      ...traceParts(input, say),
      {
        kind: 'signatures',
        labels: [say('report.handedOver'), say('report.takenOver')],
        under: say('report.nameAndDate'),
      },
    ],
  };
}

/** What the newest result of each test says together. A test that was done again has replaced the earlier one. */
export function verdictOf(results: readonly BenchResult[]): Verdict {
  const newest = new Map<string, BenchResult>();
  for (const result of [...results].sort((a, b) => a.at - b.at)) newest.set(result.test, result);
  const outcomes = Array.from(newest.values(), ({ outcome }) => outcome);
  if (outcomes.length === 0) return 'untested';
  if (outcomes.includes('failed')) return 'failed';
  return outcomes.every((outcome) => outcome === 'passed') ? 'passed' : 'needs-look';
}

function deviceRows(input: ReportInput, say: SayReport): [string, string][] {
  const { device, identity, registered } = input;
  const rows: (readonly [string, string | null | undefined])[] = [
    [say('report.made'), moment(input, input.madeAt)],
    [say('report.shop'), input.shop],
    [say('report.technician'), input.technician],
    [say('report.device'), device.device],
    [say('report.family'), device.family],
    [say('report.protocol'), device.protocol],
    [say('report.address'), device.address],
    [say('report.model'), identity.model ?? registered?.model],
    [say('report.serialNumber'), identity.serialNumber ?? '—'],
    [say('report.firmware'), identity.firmware],
    [
      say('report.register'),
      registered === null ? say('report.notRegistered') : registered?.serialNumber,
    ],
    [say('report.location'), input.place ?? registered?.location],
    [say('report.seals'), (input.seals.length > 0 ? input.seals : registered?.seals)?.join(', ')],
    [say('report.maintenanceDue'), registered?.maintenanceDue],
  ];
  return rows.flatMap(([label, value]) => (value ? [[label, value] as [string, string]] : []));
}

function resultParts(
  results: readonly BenchResult[],
  input: ReportInput,
  say: SayReport,
): ReportPart[] {
  if (results.length === 0) return [];
  const rows = results.map((result) => [
    moment(input, result.at),
    result.test,
    say(`report.verdict.${result.outcome}`),
    `${Math.round(result.tookMs)} ms`,
    [
      ...Object.entries(result.facts).map(([name, value]) => `${name}: ${value}`),
      ...result.problems.map((problem) => input.sentence(problem)),
    ].join(' · '),
  ]);
  return [
    { kind: 'heading', text: say('report.results') },
    {
      kind: 'table',
      head: [
        say('report.when'),
        say('report.check'),
        say('report.outcome'),
        say('report.took'),
        '',
      ],
      widths: [0.2, 0.14, 0.13, 0.1, 0.43],
      rows,
    },
  ];
}

/** Of the last soak only: the report tells how the device is, not how it was. */
function soakParts(results: readonly BenchResult[], say: SayReport): ReportPart[] {
  const soak = results.filter(({ roundTripsMs }) => roundTripsMs.length > 0).at(-1);
  if (!soak) return [];
  return [
    { kind: 'heading', text: say('report.soak') },
    {
      kind: 'plot',
      values: soak.roundTripsMs,
      x: say('report.exchange'),
      failed: say('report.failed'),
    },
  ];
}

function statisticsParts(statistics: DeviceStatistics | null, say: SayReport): ReportPart[] {
  if (!statistics) return [];
  const { timeouts, roundTripMs } = statistics;
  const waits = Object.entries(timeouts).map(([wait, count]) => `${wait} ${count}`);
  return [
    { kind: 'heading', text: say('report.statistics') },
    {
      kind: 'rows',
      rows: [
        [say('report.goodFrames'), String(statistics.goodFrames)],
        [say('report.badFrames'), String(statistics.badFrames)],
        [say('report.naks'), String(statistics.naks)],
        [say('report.retries'), String(statistics.retries)],
        [say('report.timeouts'), waits.join(', ') || '0'],
        [say('report.reopened'), String(statistics.reopened)],
        [
          say('report.roundTrip'),
          `p50 ${roundTripMs.p50.toFixed(1)} ms, p99 ${roundTripMs.p99.toFixed(1)} ms (${roundTripMs.count})`,
        ],
      ],
    },
  ];
}

function traceParts(input: ReportInput, say: SayReport): ReportPart[] {
  const lines = input.trace.slice(-traceLinesMax).map(({ at, direction, hex, meaning, faulty }) => {
    const arrow = direction === 'out' ? '>' : '<';
    const line = `${clockTime(input, at)} ${arrow} ${faulty ? '! ' : ''}${hex}  ${meaning}`;
    return line.length > traceColumnsMax ? `${line.slice(0, traceColumnsMax - 1)}…` : line;
  });
  if (lines.length === 0) return [];
  return [
    { kind: 'heading', text: say('report.trace') },
    { kind: 'lines', lines },
  ];
}

/** `2026-11-22 16:40:03` on the shop's wall clock, in either language. */
const moment = ({ zone }: ReportInput, at: number): string =>
  new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(at);

const clockTime = (input: ReportInput, at: number): string =>
  `${moment(input, at).slice(-8)}.${String(Math.floor(at % 1_000)).padStart(3, '0')}`;
