/** `/devices`: the register of attached devices (PCI DSS 9.5.1) by month of their maintenance. */
import { html } from 'hono/html';
import { businessDateOf, daysBetween } from '../../../domain/basics/business-date.ts';
import type { DeviceOfTill } from '../../devices/register.ts';
import { type Page, type PageAnswer, readPage } from '../entry/pages.ts';
import { heading, keepStore, type Markup, tillLabel } from '../frame/page.ts';
import { chip, type Row, table } from '../frame/table.ts';
import type { Shop, Visit } from '../frame/visit.ts';
import { devicePages } from './device-page.ts';

const route = { section: 'devices', right: 'read', scope: 'all' } as const;
/** Time enough to book a visit. */
const soonDays = 30;

export const devicesPages: readonly Page[] = [
  readPage({ path: '/devices', ...route, nav: 'tills' }, listPage),
  ...devicePages,
];

type Placed = DeviceOfTill & Readonly<{ shop: Shop; daysLeft: number | null }>;

async function listPage(visit: Visit): Promise<PageAnswer> {
  const { say, desk, chosen } = visit;
  const found = await desk.admin.devices(chosen.map(({ store }) => store));
  const devices = found.flatMap((one) => placed(visit, one));
  const overdue = devices.filter(({ daysLeft }) => daysLeft !== null && daysLeft < 0).length;
  const soon = devices.filter(({ daysLeft }) => isSoon(daysLeft)).length;
  const lead = say('devices.lead', { count: devices.length, overdue, soon });
  return {
    title: say('devices.register'),
    content: html`${heading(say('devices.register'), lead)}
${devices.length === 0 ? html`<p class="panel">${say('devices.register.none')}</p>` : calendar(visit, devices)}`,
  };
}

function placed({ chosen, now }: Visit, one: DeviceOfTill): Placed[] {
  const shop = chosen.find(({ store }) => store === one.store);
  if (!shop) return [];
  const { maintenanceDue } = one.device;
  const today = businessDateOf(now, shop.settings);
  const daysLeft = maintenanceDue === null ? null : daysBetween(today, maintenanceDue);
  return [{ ...one, shop, daysLeft }];
}

function isSoon(daysLeft: number | null): boolean {
  return daysLeft !== null && daysLeft >= 0 && daysLeft <= soonDays;
}

/** Month by month, what has no date last. */
function calendar(visit: Visit, devices: readonly Placed[]): Markup[] {
  const months = new Map<string, Placed[]>();
  const dueOf = ({ device }: Placed) => device.maintenanceDue ?? '9999';
  const byDate = [...devices].sort((a, b) => (dueOf(a) < dueOf(b) ? -1 : 1));
  for (const device of byDate) {
    const month = device.device.maintenanceDue?.slice(0, 7) ?? '';
    months.set(month, [...(months.get(month) ?? []), device]);
  }
  return [...months].map(([month, list]) => {
    const title = month === '' ? visit.say('devices.no-date') : month;
    return html`<h2>${title}</h2>${monthTable(visit, title, list)}`;
  });
}

function monthTable(visit: Visit, title: string, devices: readonly Placed[]): Markup {
  const { say } = visit;
  const columns = ['device', 'model', 'serial', 'seals', 'location', 'due', 'state'] as const;
  return table(
    title,
    [
      ...columns.map((column) => ({ title: say(`devices.${column}`) })),
      { title: say('column.till') },
    ],
    devices.map((device) => deviceRow(visit, device)),
  );
}

function deviceRow(visit: Visit, { till, tillName, device, shop, daysLeft }: Placed): Row {
  const { say, here } = visit;
  const { family, model, serialNumber, seals, location, maintenanceDue } = device;
  const path = `/devices/${till}/${encodeURIComponent(device.device)}`;
  return {
    testId: `device-${till}-${device.device}`,
    cells: [
      html`<a href="${keepStore(here, path)}">${say(`devices.family.${family}`)}</a>`,
      model,
      device.unconfirmed
        ? html`${serialNumber ?? say('none')} ${chip('warn', say('devices.unconfirmed'))}`
        : (serialNumber ?? say('none')),
      seals.join(' ') || say('none'),
      location,
      maintenanceDue ?? say('none'),
      dueChip(visit, daysLeft),
      tillLabel({ settings: shop.settings, name: tillName }, visit),
    ],
  };
}

function dueChip({ say }: Visit, daysLeft: number | null): Markup | string {
  if (daysLeft === null) return '';
  if (daysLeft < 0) return chip('bad', say('devices.overdue', { days: -daysLeft }));
  if (daysLeft === 0) return chip('bad', say('devices.today'));
  return isSoon(daysLeft)
    ? chip('warn', say('devices.soon', { days: daysLeft }))
    : chip('good', say('devices.fine'));
}
