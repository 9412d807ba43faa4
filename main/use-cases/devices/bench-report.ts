/** The report that a technician hands over with a device, kept as a PDF. Channel: `bench.report`. */

import { nameIn } from '../../../domain/basics/names.ts';
import type { ChannelInput } from '../../../domain/contract/ipc.ts';
import type { BenchResult } from '../../../domain/devices/bench.ts';
import type { StoredCheck } from '../../../domain/devices/channels.ts';
import { Problem, saidHere } from '../../../domain/words/problem.ts';
import { makeReport, renderReport } from '../../../drivers/index.ts';
import { attached } from '../../till/attached.ts';
import { settingsOf } from '../../till/business-day.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { checksOf, identityOf } from './bench.ts';
import { benchOf, benchUser } from './bench-open.ts';

/** Throws `Problem` `device-not-configured`. */
export async function saveReport(
  till: OpenTill,
  { device, locale, sentences }: ChannelInput<'bench.report'>,
): Promise<{ path: string | null }> {
  const { ports, db } = till;
  const config = attached(till).devices.find((other) => other.device === device);
  if (!config) throw new Problem('device-not-configured', { device });
  const technician = benchUser(till).name;
  const { storeName, zone } = settingsOf(till);
  const registered = db.register.list().find((other) => other.device === device) ?? null;
  const identity = await identityOf(till, device);
  const madeAt = ports.clock.now();
  const report = makeReport({
    locale,
    zone,
    madeAt,
    shop: nameIn(storeName, locale),
    technician,
    device: config,
    identity,
    place: registered?.location ?? null,
    seals: registered?.seals ?? [],
    registered,
    results: resultsOf(till, device),
    statistics: await ports.devices.request('statistics', { device }),
    trace: (await ports.devices.request('trace', { device, after: -1 })).lines,
    sentence: (problem) => {
      const wanted = JSON.stringify(problem);
      const found = sentences.find((each) => JSON.stringify(each.problem) === wanted);
      return found?.text ?? problem.kind;
    },
  });
  const pdf = await renderReport(report, { font: await ports.reportFont(), madeAt });
  const name = [device, identity.serialNumber].filter((part) => part !== null).join('-');
  return { path: await ports.saveFile(`${name}.pdf`, pdf) };
}

/** What the journal holds of the device; the last soak with its every round trip. */
function resultsOf(till: OpenTill, device: string): BenchResult[] {
  const kept = checksOf(till, device).map(resultOf);
  const soak = benchOf(till)?.soaks.get(device);
  const newest = kept.find(({ test }) => test === 'soak');
  return kept.map((result) =>
    soak && result === newest ? { ...result, roundTripsMs: soak.roundTripsMs } : result,
  );
}

function resultOf({
  device,
  check,
  at,
  outcome,
  problems,
  facts,
  tookMs,
}: StoredCheck): BenchResult {
  const said = problems.map(saidHere);
  return { device, test: check, at, outcome, problems: said, facts, tookMs, roundTripsMs: [] };
}
