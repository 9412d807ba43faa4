/** What a till's journal says of one device: registered, attached, checked. */
import { html } from 'hono/html';
import { localText } from '../../../domain/basics/business-date.ts';
import { type Fact, parseFact } from '../../../domain/contract/entry.ts';
import type { Database } from '../../store/tables.ts';
import { keepStore, type Markup } from '../frame/page.ts';
import { type Row, table } from '../frame/table.ts';
import type { Visit } from '../frame/visit.ts';

const kinds = ['device-registered', 'device-attached', 'device-checked'] as const;
type DeviceFact = Extract<Fact, { kind: (typeof kinds)[number] }>;
type Past = Readonly<{ seq: number; at: number; operator: string | null; fact: DeviceFact }>;

/** Of all devices of the till; those of one are among them. */
const entriesMax = 500;

/** The newest first. An entry that nobody here can read is left out: the till's page names it. */
export async function readHistory(
  db: Database,
  store: string,
  till: string,
  device: string,
): Promise<Past[]> {
  const rows = await db
    .selectFrom('entries')
    .select(['seq', 'at', 'operator', 'kind', 'body'])
    .where('store_id', '=', store)
    .where('till_id', '=', till)
    .where('kind', 'in', kinds)
    .orderBy('seq', 'desc')
    .limit(entriesMax)
    .execute();
  return rows.flatMap(({ seq, at, operator, kind, body }) => {
    const fact = readFact(kind, body);
    return fact?.body.device === device ? [{ seq, at, operator, fact }] : [];
  });
}

function readFact(kind: string, body: string): DeviceFact | null {
  try {
    return parseFact(kind, JSON.parse(body)) as DeviceFact;
  } catch {
    return null;
  }
}

export function historyTable(
  visit: Visit,
  till: string,
  zone: string,
  history: readonly Past[],
): Markup {
  const { say } = visit;
  if (history.length === 0) return html`<p class="panel">${say('devices.history.none')}</p>`;
  const columns = ['devices.history.what', 'devices.history.by', 'devices.history.facts'] as const;
  return table(
    say('devices.history'),
    [{ title: say('column.time') }, ...columns.map((word) => ({ title: say(word) }))],
    history.map((past) => historyRow(visit, till, zone, past)),
  );
}

function historyRow(visit: Visit, till: string, zone: string, past: Past): Row {
  const { say, here } = visit;
  const { seq, at, operator, fact } = past;
  const entry = keepStore(here, `/tills/${till}/entries/${seq}`);
  return {
    testId: `history-${seq}`,
    cells: [
      html`<a href="${entry}">${localText(at, zone).slice(0, 16)}</a>`,
      say(`devices.history.${fact.kind}`),
      operator ?? say('none'),
      factsText(visit, fact),
    ],
  };
}

function factsText({ say }: Visit, { kind, body }: DeviceFact): string {
  switch (kind) {
    case 'device-registered':
      return [body.model, body.serialNumber, ...body.seals].filter(Boolean).join(' · ');
    case 'device-attached':
      return [body.before, body.address].filter(Boolean).join(' → ');
    case 'device-checked':
      return `${body.check} · ${say(`devices.outcome.${body.outcome}`)}`;
  }
}
