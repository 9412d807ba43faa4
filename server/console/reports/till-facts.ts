/** What stands at the head of a till's page: its state, its software, who was heard last, its devices, its closings. */
import { html } from 'hono/html';
import { sentencesOf } from '../../../domain/words/sentence.ts';
import { readVersion } from '../../journal/read.ts';
import { readNames } from '../../people/read.ts';
import { readClosings } from '../../reports/closings.ts';
import type { TillRow } from '../../reports/read.ts';
import { stateOf, type TillState } from '../../reports/till-state.ts';
import { type Markup, momentText } from '../frame/page.ts';
import { type Names, personText } from '../frame/people.ts';
import { chip } from '../frame/table.ts';
import type { View, Visit } from '../frame/visit.ts';
import { messagesIn, sayOr } from '../frame/words.ts';
import { closingTable } from './closings.ts';

/** The last Zs; the page of closings has the rest. */
const closingsShown = 7;

export async function tillFacts(visit: Visit, till: TillRow): Promise<Markup> {
  const { say, desk, now } = visit;
  const { store, settings } = till;
  const { zone } = settings;
  const [people, started, devices, closings] = await Promise.all([
    readNames(desk.db, store),
    readVersion(desk.db, till),
    desk.admin.devices([store]),
    readClosings(desk.db, { stores: [store], till: till.till, limit: closingsShown }),
  ]);
  const own = devices.filter((one) => one.till === till.till);
  const facts: [string, Markup | string, string][] = [
    [say('till.state'), stateLine(visit, till, people), 'till-state'],
    [say('till.version'), started?.version ?? say('none'), 'till-version'],
    [say('till.contact'), momentText(till.syncedAt, now, zone, say('till.never')), 'till-contact'],
    [say('tills.entries'), String(till.entries), 'till-entries'],
    [say('till.devices'), deviceList(visit, till, own), 'till-devices'],
    ...Object.keys(till.locks).map((number): [string, string, string] => [
      say('till.locked'),
      personText(visit, people, number),
      `till-locked-${number}`,
    ]),
  ];
  return html`<div class="card facts"><dl>${facts.map(
    ([name, value, id]) => html`<dt>${name}</dt><dd data-testid="${id}">${value}</dd>`,
  )}</dl></div>
<h2>${say('till.closings')}</h2>
${
  closings.length === 0
    ? html`<p>${say('closings.none')}</p>`
    : closingTable(visit, { store, settings }, { closings, people, tills: null })
}`;
}

/** Open, locked or closed: by whom, and since when. */
function stateLine(view: View, till: TillRow, people: Names): Markup {
  const { say, now } = view;
  const { day, settings } = till;
  const time = momentText(day.signedInAt, now, settings.zone, '');
  const since =
    day.state === 'closed' || day.operator === null
      ? ''
      : say('state.by', { person: personText(view, people, day.operator), time });
  return html`${stateChip(view, stateOf(till, till.today))} ${since}`;
}

export function stateChip({ say }: View, state: TillState): Markup {
  const step = state.step ? sayOr(say, `step.${state.step}`, state.step) : '';
  return chip(state.tone, say(`state.${state.word}`, { step, seq: state.seq ?? '' }), 'state');
}

type Devices = Awaited<ReturnType<Visit['desk']['admin']['devices']>>;

function deviceList({ say, locale }: View, till: TillRow, devices: Devices): Markup | string {
  if (devices.length === 0) return say('till.devices.none');
  const { device } = sentencesOf(locale, messagesIn(locale), till.settings);
  return html`${devices.map(({ device: one }, index) => {
    const name = [device(one.device), one.model, one.serialNumber ?? ''].join(' ').trim();
    return html`${index === 0 ? '' : ', '}<a href="/devices/${till.till}/${one.device}">${name}</a>`;
  })}`;
}
