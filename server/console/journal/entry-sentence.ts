/** What an entry says, as a sentence of its kind's words (`entry.<kind>`): people and goods by name, money as money. */
import type { Locale } from '../../../domain/basics/languages.ts';
import { nameIn, namesSchema } from '../../../domain/basics/names.ts';
import { type ReasonFor, reasonsOf } from '../../../domain/journal/reasons.ts';
import type { Place } from '../../../domain/words/formats.ts';
import { anyProblemSchema, type SentenceParams } from '../../../domain/words/problem.ts';
import { sentencesOf } from '../../../domain/words/sentence.ts';
import { personText } from '../frame/people.ts';
import { isWord, messagesIn, speaker } from '../frame/words.ts';

/** Who is who and what is what in a store: operator number → name, sku → name. */
export type Named = Readonly<{
  people: ReadonlyMap<string, string>;
  items: ReadonlyMap<string, string>;
}>;
export type Said = Readonly<{ kind: string; operator: string | null; body: unknown }>;
type Body = Readonly<Record<string, unknown>>;

/** Of a kind this version does not know, that it does not. */
export function entrySentence(locale: Locale, place: Place, named: Named, entry: Said): string {
  const { sentence } = sentencesOf(locale, messagesIn(locale), place);
  const word = `entry.${entry.kind}`;
  if (!isWord(word)) return sentence('entry.unknown', { kind: entry.kind });
  try {
    return sentence(word, paramsOf(locale, place, named, entry));
  } catch {
    // Put aside: its body is not what its kind says.
    return sentence('entry.unknown', { kind: entry.kind });
  }
}

/** What an entry may leave out; a select of the sentence asks for it. */
const leftOut = [
  'approvedBy',
  'owner',
  'by',
  'number',
  'slip',
  'reason',
  'serialNumber',
  'continuesTill',
  'sku',
  'undone',
];
const people = new Set(['number', 'by', 'approvedBy', 'owner']);
/** The one field by which a sentence differs; `outcome` before `reason`, which is free text where a body has both. */
const whys = ['why', 'outcome', 'reason', 'how', 'direction', 'limit', 'purpose', 'check', 'act'];

function paramsOf(locale: Locale, place: Place, named: Named, entry: Said): SentenceParams {
  const body = entry.body as Body;
  const person = (number: string) => personText({ say: speaker(locale) }, named.people, number);
  const texts = sentencesOf(locale, messagesIn(locale), place);
  const params: Record<string, string | number> = {
    ...Object.fromEntries([...leftOut, 'problem'].map((name) => [name, 'none'])),
    ...flat(body),
    who: entry.operator === null ? texts.sentence('entry.who.till', {}) : person(entry.operator),
  };
  for (const name of people) {
    const number = body[name];
    if (typeof number === 'string') params[name] = person(number);
  }
  const why = whys.map((name) => body[name]).find((value) => typeof value === 'string');
  if (typeof why === 'string') params.why = why;
  const problem = firstProblem(body);
  if (problem) params.problem = texts.problem(problem, 'what') || problem.kind;
  const stop = anyProblemSchema.safeParse(body.stop).data;
  if (stop) params.stop = texts.problem(stop, 'what') || stop.kind;
  const name = namesSchema.safeParse(body.name).data;
  if (name) params.name = nameIn(name, locale);
  if (typeof body.sku === 'string') {
    params.item = named.items.get(body.sku) ?? texts.sentence('entry.item', { sku: body.sku });
  }
  return { ...params, ...ofKind(locale, entry.kind, body, texts) };
}

/** What a sentence needs that does not stand in the body as it is said. */
function ofKind(
  locale: Locale,
  kind: string,
  body: Body,
  texts: ReturnType<typeof sentencesOf>,
): SentenceParams {
  switch (kind) {
    case 'sale-completed': {
      const kinds = (body.tenders as readonly { kind: string }[]).map((tender) => tender.kind);
      return { why: new Set(kinds).size === 1 ? (kinds[0] ?? '') : 'several' };
    }
    case 'line-taken-back':
    case 'sale-abandoned':
      return ofShipped(locale, 'void', body);
    case 'discount-given':
      return ofShipped(locale, 'discount', body);
    case 'goods-returned':
      return {
        count: (body.lines as readonly unknown[]).length,
        backMinor: 0 - Number(body.amountMinor),
      };
    case 'basket-held':
      return { holdName: body.name === '' ? 'none' : String(body.name) };
    case 'basket-unread':
      return { holdName: String(body.name ?? 'none') };
    case 'drawer-handed-over':
    case 'day-closed': {
      const apartMinor = Number(body.differenceMinor);
      const sign = apartMinor === 0 ? 'exact' : apartMinor < 0 ? 'short' : 'over';
      return { sign, apartMinor: Math.abs(apartMinor) };
    }
    case 'anomaly-raised': {
      const params = body.params as SentenceParams;
      return { anomaly: texts.sentence(`anomaly.${body.anomaly}`, params) || String(body.anomaly) };
    }
    case 'books-differed': {
      const params = body.params as SentenceParams;
      return { problem: texts.problem({ kind: 'books-differ', params }, 'what') };
    }
    case 'seals-checked': {
      const devices = body.devices as readonly { device: string }[];
      return { devices: devices.map(({ device }) => texts.device(device)).join(', ') };
    }
    default:
      return {};
  }
}

/** A reason that stands by its id alone: written before a store made its own list. */
function ofShipped(locale: Locale, what: ReasonFor, body: Body): SentenceParams {
  const shipped = reasonsOf({}, what).find(({ id }) => id === body.reason);
  return body.reasonId !== undefined || !shipped ? {} : { reason: nameIn(shipped.name, locale) };
}

type FailedStep = Readonly<{ step: string; state: string; problems?: unknown[] }>;

/** Why it is told: of the body itself, or of the step that failed. */
function firstProblem(body: Body) {
  const failed = stepThatFailed(body);
  const told = [body.problem, ...((body.problems as unknown[]) ?? []), ...(failed?.problems ?? [])];
  return told.map((one) => anyProblemSchema.safeParse(one).data).find((one) => one !== undefined);
}

function stepThatFailed({ steps }: Body): FailedStep | undefined {
  return (steps as readonly FailedStep[] | undefined)?.find(({ state }) => state === 'failed');
}

/** `{head: {seq: 7}}` → `headSeq: 7`. */
function flat(body: Body): Record<string, string | number> {
  const params: Record<string, string | number> = {};
  const step = stepThatFailed(body)?.step;
  if (step !== undefined) params.step = step;
  for (const [name, value] of Object.entries(body)) {
    if (typeof value === 'string' || typeof value === 'number') params[name] = value;
    else if (typeof value === 'boolean') params[name] = String(value);
    else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [inner, own] of Object.entries(value)) {
        if (typeof own !== 'string' && typeof own !== 'number') continue;
        params[name + inner.charAt(0).toUpperCase() + inner.slice(1)] = own;
      }
    }
  }
  return params;
}
