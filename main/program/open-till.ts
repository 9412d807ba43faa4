/** Puts a started till together: database, key, back office, memory; and what runs beside the use cases. */

import type { TillIdentity } from '../../db/file/identity.ts';
import type { TillDatabase } from '../../db/till-database.ts';
import { assertNever } from '../../domain/basics/assert.ts';
import type { DeviceEvent } from '../../domain/devices/verbs.ts';
import { toProblem } from '../../domain/words/problem.ts';
import type { TillKey } from '../machine/till-key.ts';
import type { FileChange, OpenTill } from '../till/open-till.ts';
import type { TillPorts } from '../till/ports.ts';
import { logFailure } from '../till/record.ts';
import { watched } from '../till/watch.ts';
import type { Shortfall, Witness } from '../till/witness.ts';
import { configureDevices, onDeviceStatus } from '../use-cases/devices/devices.ts';
import { type BackgroundSync, startBackgroundSync } from '../use-cases/office/background-sync.ts';
import { readAgain } from '../use-cases/office/take-lists.ts';
import { counter } from '../use-cases/sale/counter.ts';
import { onScanned, onStoreCard } from '../use-cases/sign-in/readers.ts';
import { giveUp } from '../use-cases/sign-in/under-way.ts';
import { endWithdrawn } from '../use-cases/sign-in/withdrawn.ts';
import { cancelCard, onPaymentStage } from '../use-cases/tenders/pay-card.ts';
import { paymentOf } from '../use-cases/tenders/under-way.ts';
import { recover } from './recover.ts';
import { stateOf } from './state.ts';
import { createStateTeller, type Teller } from './tell.ts';
import { startUpkeep } from './upkeep.ts';

export type RunningTill = Readonly<{
  till: OpenTill;
  /** Ends what runs beside the use cases and waits for it. The database stays open. */
  stop(): Promise<void>;
}>;

type Parts = Readonly<{
  ports: TillPorts;
  db: TillDatabase;
  identity: TillIdentity;
  key: TillKey;
  witness: Witness;
  /** What the journal lacks of what the witness saw. */
  shortfall: Shortfall | null;
  /** Number of the last start, where a witness was kept since and there is none now. */
  witnessLostAt: number | null;
  /** See `OpenTill`. */
  startAgain: (change: FileChange) => void;
  teller: Teller;
}>;

/** Recovers, and starts what runs by itself. Throws `Problem` where the start cannot be written down. */
export function startTill(parts: Parts): RunningTill {
  const { ports, teller } = parts;
  const background = new Set<Promise<void>>();
  let sync: BackgroundSync | null = null;

  const till: OpenTill = {
    ...parts,
    emit: teller.tell,
    told: teller.told,
    backOffice: ports.backOffice({ till: parts.identity.till, privateKey: parts.key.privateKey }),
    changed: (...topics) => state.changed(...topics),
    wantSync: () => sync?.want(),
    peopleChanged: () => endWithdrawn(till),
    inBackground: (what, notice, run) => {
      const running = run().catch((thrown) => {
        logFailure(till, what, thrown);
        if (notice) teller.tell({ kind: 'notice', problem: toProblem(thrown).toData() });
      });
      background.add(running);
      void running.finally(() => background.delete(running));
    },
  };

  const state = createStateTeller(stateOf(till), teller.tell, (thrown) =>
    logFailure(till, 'tell the page', thrown),
  );
  // As the file is now: what the start itself writes changes neither.
  counter(till);
  watched(till);
  recover(till);
  readAgain(till);
  const stopListening = ports.devices.onEvent((event) => onDeviceEvent(till, event));
  till.inBackground('configure devices', true, async () => {
    await configureDevices(till);
  });
  sync = startBackgroundSync(till);
  const upkeep = startUpkeep(till);
  return {
    till,
    stop: async () => {
      upkeep.stop();
      sync?.stop();
      giveUp(till);
      const payment = paymentOf(till);
      const cancelled = payment && cancelCard(till, { attemptId: payment.attemptId });
      await cancelled?.catch((thrown) => logFailure(till, 'cancel at the end', thrown));
      await Promise.allSettled([...background]);
      stopListening();
      state.stop();
    },
  };
}

function onDeviceEvent(till: OpenTill, event: DeviceEvent): void {
  switch (event.kind) {
    case 'device-status':
      onDeviceStatus(till, event);
      break;
    case 'payment-stage':
      onPaymentStage(till, event);
      break;
    case 'card-dropped':
      till.emit({ kind: 'notice', problem: { kind: 'card-not-ready', params: {} } });
      break;
    case 'scanned':
      onScanned(till, event.text, event.symbology);
      break;
    case 'store-card':
      onStoreCard(till, event.number);
      break;
    case 'ports-changed':
      till.emit({ kind: 'ports', ports: event.ports });
      break;
    case 'test-progress':
      till.emit({ kind: 'test-progress', progress: event });
      break;
    default:
      assertNever(event);
  }
}
