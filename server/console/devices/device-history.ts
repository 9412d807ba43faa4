/** What a till's journal says of one device: registered, attached, checked. */
import { html } from 'hono/html';
import { localText } from '../../../domain/basics/business-date.ts';
import type { DeviceFact, PastDevice } from '../../devices/read.ts';
import { keepStore, type Markup } from '../frame/page.ts';
import { type Row, table } from '../frame/table.ts';
import type { Visit } from '../frame/visit.ts';

export function historyTable(
  visit: Visit,
  till: string,
  zone: string,
  history: readonly PastDevice[],
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

function historyRow(visit: Visit, till: string, zone: string, past: PastDevice): Row {
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
