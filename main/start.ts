/** From nothing to a running till: the file, the store it belongs to, its key; each start goes as far as it can. */
import { join } from 'node:path';
import { openTillDatabase, type TillDatabase, type TillIdentity } from '../db/index.ts';
import { assert } from '../domain/assert.ts';
import type { StartupView, TillEvent } from '../domain/contract/ipc.ts';
import { Problem, toProblem } from '../domain/problems.ts';
import { createLane } from './lane.ts';
import { type RunningTill, startTill } from './open-till.ts';
import type { TillPorts } from './ports.ts';
import type { OpenTill } from './session.ts';
import { enrol, keyOf } from './use-cases/enrol.ts';
import { syncNow } from './use-cases/sync.ts';
import { openWitness, witnessed } from './witness.ts';

/** Of the file in the data directory. */
export const databaseName = 'till.db';

export type Starter = Readonly<{
  /** How it went; waits for a start that is under way, so that the answer lasts. */
  view(): Promise<StartupView>;
  /** Stops at the first problem and keeps what is open for the next try. `code` joins a store. */
  start(code: string | null): Promise<StartupView>;
  /** Throws `Problem`: whatever the start stopped at. */
  till(): OpenTill;
  /** Ends what runs by itself, waits for `last`, and lets go of the file. */
  close(last: () => Promise<void>): Promise<void>;
}>;

export function createStarter(ports: TillPorts, emit: (event: TillEvent) => void): Starter {
  const lane = createLane();
  let db: TillDatabase | null = null;
  let running: RunningTill | null = null;
  let problem: Problem = new Problem('till-not-enrolled');
  let closed = false;

  const view = (): StartupView => ({
    problem: running ? null : problem.toData(),
    locale: ports.config.locale,
    version: ports.system.appVersion,
  });

  const start = async (code: string | null): Promise<StartupView> => {
    if (running || closed) return view();
    try {
      // Without it no PIN could ever be right.
      const [module] = await ports.system.missingModules();
      if (module) throw new Problem('native-module-missing', { module });
      db ??= (ports.openDatabase ?? openTillDatabase)(join(ports.dataDirectory, databaseName));
      running = await startEnrolled(ports, db, code, emit);
    } catch (thrown) {
      problem = toProblem(thrown);
      ports.log.error({ kind: problem.kind, err: problem.cause ?? problem }, 'not started');
    }
    emit({ kind: 'startup', view: view() });
    running?.till.changed();
    return view();
  };

  return {
    view: () => lane(async () => view()),
    start: (code) => lane(() => start(code)),
    till: () => {
      if (!running) throw problem;
      return running.till;
    },
    close: (last) =>
      lane(async () => {
        closed = true;
        await running?.stop();
        await last();
        db?.close();
        running?.till.witness.close();
      }),
  };
}

/** Joins the store first where that is still to be done. Throws `Problem`. */
async function startEnrolled(
  ports: TillPorts,
  db: TillDatabase,
  code: string | null,
  emit: (event: TillEvent) => void,
): Promise<RunningTill> {
  const isNew = db.identity() === null;
  if (isNew) {
    const codeGiven = code ?? ports.config.enrolmentCode;
    if (!codeGiven) throw new Problem('till-not-enrolled');
    await enrol(ports, db, codeGiven);
  }
  const identity = db.identity();
  assert(identity, 'the till has joined a store');
  const running = startWitnessed(ports, db, identity, emit);
  if (db.operators.list().length === 0) await fetchOperators(running.till);
  return running;
}

function startWitnessed(
  ports: TillPorts,
  db: TillDatabase,
  identity: TillIdentity,
  emit: (event: TillEvent) => void,
): RunningTill {
  const key = keyOf(ports);
  const witness = openWitness(ports.dataDirectory, key, ports.log);
  try {
    return startTill({ ports, db: witnessed(db, witness), identity, key, witness, emit });
  } catch (thrown) {
    witness.close();
    throw thrown;
  }
}

/** Without operators nobody can sign in. Where it fails, the background sync goes on trying. */
async function fetchOperators(till: OpenTill): Promise<void> {
  try {
    await syncNow(till);
  } catch (thrown) {
    till.ports.log.warn({ kind: toProblem(thrown).kind }, 'no operators yet');
  }
}
