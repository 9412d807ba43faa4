/** What decides which screen is shown; see `tillStateSchema`. Channels: `till.state`, `till.setLocale`. */

import type {
  ChannelInput,
  ChannelOutput,
  StateTopic,
  StateView,
  TillState,
} from '../../domain/contract/ipc.ts';
import { firstWays } from '../../domain/people/ways-in.ts';
import { totalsOf } from '../../domain/sale/totals.ts';
import { businessDateNow, settingsOf } from '../till/business-day.ts';
import type { OpenTill } from '../till/open-till.ts';
import { holdsOf, presence, whoIsHere } from '../till/presence.ts';
import { viewAfterClose } from '../use-cases/day/opening.ts';
import { listDevices } from '../use-cases/devices/devices.ts';
import { link } from '../use-cases/office/link.ts';
import { priced } from '../use-cases/sale/counter.ts';
import { signInOf } from '../use-cases/sign-in/under-way.ts';
import { openAttempts } from '../use-cases/tenders/attempts.ts';
import { cardPort } from '../use-cases/tenders/means.ts';
import { strayParts } from '../use-cases/tenders/stray-parts.ts';
import { takesWallets } from '../use-cases/tenders/wallet/at-acquirer.ts';

type PartOf<Topic extends StateTopic> = ReturnType<StateView[Topic]>;

export function viewState(till: OpenTill): ChannelOutput<'till.state'> {
  const { store, shift, devices, tenders, office } = stateOf(till);
  return { ...store(), ...shift(), ...devices(), ...tenders(), ...office(), told: till.told() };
}

/** Part by part, so that only what may have changed is worked out. */
export function stateOf(till: OpenTill): StateView {
  return {
    store: () => storeOf(till),
    shift: () => shiftOf(till),
    devices: () => ({ devices: listDevices(till) }),
    tenders: () => tendersOf(till),
    office: () => officeOf(till),
  };
}

function storeOf(till: OpenTill): PartOf<'store'> {
  const { identity, ports } = till;
  const settings = settingsOf(till);
  return {
    storeName: settings.storeName,
    tillName: identity.tillName,
    currency: identity.currency,
    zone: identity.zone,
    cashStepMinor: settings.cashStepMinor,
    version: ports.system.appVersion,
    helpPhone: settings.helpPhone,
    ways: firstWays(settings.ways),
    secrets: settings.secrets,
    contacts: settings.contacts,
    reasons: settings.reasons,
  };
}

function shiftOf(till: OpenTill): PartOf<'shift'> {
  const { db } = till;
  const day = db.day();
  const today = businessDateNow(till);
  const isClosed = day.state === 'closed' || day.businessDate === null;
  const last = db.lastSignIn();
  const here = whoIsHere(till);
  return {
    phase: phaseOf(till),
    locale: presence(till).locale,
    businessDate: isClosed ? today : (day.businessDate ?? today),
    operator: here,
    holds: holdsOf(till, here?.role ?? ''),
    pastCutOver: !isClosed && day.businessDate !== today,
    lastSignIn: last && {
      at: last.at,
      operator: last.operator,
      operatorName: db.operators.find(last.operator)?.name ?? last.operator,
    },
    unclosedDates: [...day.unclosedDates],
    ...waitingOf(till),
    stop: db.sync.stop(),
    afterClose: viewAfterClose(till),
  };
}

/** Baskets that wait for their operators, and those that were put aside on this date. */
function waitingOf(till: OpenTill): Pick<PartOf<'shift'>, 'parked' | 'held' | 'unread'> {
  const waiting = till.db.parked.list();
  const { businessDate } = till.db.day();
  return {
    parked: waiting.filter(({ heldAs }) => heldAs === null).length,
    held: waiting.flatMap(({ id, heldAs, at, businessDate: date, basket }) =>
      heldAs === null || date !== businessDate
        ? []
        : [{ id, name: heldAs, at, totalMinor: totalsOf(priced(till, basket, date)).dueMinor }],
    ),
    unread: till.db.unreadBaskets
      .list()
      .map(({ id, heldAs, at }) => ({ id, name: heldAs ?? '', at })),
  };
}

function tendersOf(till: OpenTill): PartOf<'tenders'> {
  // One under way is the payment dialog's to show, not a worry.
  const unsettled = openAttempts(till).length;
  const cardReady = cardPort(till).isReady(till) && unsettled === 0;
  const walletReady = takesWallets(till) && unsettled === 0;
  return { openAttempts: unsettled, strays: strayParts(till).length, cardReady, walletReady };
}

function officeOf(till: OpenTill): PartOf<'office'> {
  const { db } = till;
  return {
    lastSyncAt: db.sync.lastAt(),
    unsynced: Math.max(0, db.journal.head().seq - db.sync.acknowledgedSeq()),
    serverOnline: link(till).online,
  };
}

export function setLocale(
  till: OpenTill,
  input: ChannelInput<'till.setLocale'>,
): Record<string, never> {
  presence(till).locale = input.locale;
  till.changed('shift');
  return {};
}

function phaseOf(till: OpenTill): TillState['phase'] {
  if (presence(till).leaving) return 'signing-out';
  if (signInOf(till)) return 'signing-in';
  return till.db.day().state;
}
