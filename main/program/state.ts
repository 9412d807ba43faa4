/** What decides which screen is shown; see `tillStateSchema`. Channels: `till.state`, `till.setLocale`. */

import type { ChannelInput, TillState } from '../../domain/contract/ipc.ts';
import { firstWays } from '../../domain/people/ways-in.ts';
import { businessDateNow, settingsOf } from '../till/business-day.ts';
import type { OpenTill } from '../till/open-till.ts';
import { presence, whoIsHere } from '../till/presence.ts';
import { listDevices } from '../use-cases/devices/devices.ts';
import { link } from '../use-cases/office/link.ts';
import { signInOf } from '../use-cases/sign-in/under-way.ts';
import { openAttempts } from '../use-cases/tenders/attempts.ts';
import { workingKeys } from '../use-cases/tenders/host.ts';
import { terminalOf } from '../use-cases/tenders/terminal.ts';

export function viewState(till: OpenTill): TillState {
  const { db, identity, ports } = till;
  const settings = settingsOf(till);
  const day = db.day();
  const today = businessDateNow(till);
  const isClosed = day.state === 'closed' || day.businessDate === null;
  // One under way is the payment dialog's to show, not a worry.
  const unsettled = openAttempts(till).length;
  const last = db.lastSignIn();
  return {
    phase: phaseOf(till),
    storeName: settings.storeName,
    tillName: identity.tillName,
    currency: identity.currency,
    zone: identity.zone,
    cashStepMinor: settings.cashStepMinor,
    version: ports.system.appVersion,
    helpPhone: settings.helpPhone,
    locale: presence(till).locale,
    businessDate: isClosed ? today : (day.businessDate ?? today),
    operator: whoIsHere(till),
    pastCutOver: !isClosed && day.businessDate !== today,
    lastSignIn: last && {
      at: last.at,
      operator: last.operator,
      operatorName: db.operators.find(last.operator)?.name ?? last.operator,
    },
    lastSyncAt: db.sync.lastAt(),
    unsynced: Math.max(0, db.journal.head().seq - db.sync.acknowledgedSeq()),
    serverOnline: link(till).online,
    devices: listDevices(till),
    openAttempts: unsettled,
    unclosedDates: [...day.unclosedDates],
    ways: firstWays(settings.ways),
    secrets: settings.secrets,
    contacts: settings.contacts,
    parked: db.parked.list().length,
    cardReady: (workingKeys(till) !== null || terminalOf(till) !== null) && unsettled === 0,
    stop: db.sync.stop(),
  };
}

export function setLocale(
  till: OpenTill,
  input: ChannelInput<'till.setLocale'>,
): Record<string, never> {
  presence(till).locale = input.locale;
  till.changed();
  return {};
}

function phaseOf(till: OpenTill): TillState['phase'] {
  if (presence(till).leaving) return 'signing-out';
  if (signInOf(till)) return 'signing-in';
  return till.db.day().state;
}
