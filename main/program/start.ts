/** From nothing to a running till: the file, the store it belongs to, its key; each start goes as far as it can. */
import { join } from 'node:path';
import type { TillIdentity } from '../../db/file/identity.ts';
import { openTillDatabase, type TillDatabase } from '../../db/till-database.ts';
import { assert } from '../../domain/basics/assert.ts';
import type { StartupView } from '../../domain/contract/ipc.ts';
import { Problem, toProblem } from '../../domain/words/problem.ts';
import { loadKey } from '../machine/till-key.ts';
import { databaseName, settleFiles } from '../till/journal-files.ts';
import { createLane } from '../till/lane.ts';
import type { FileChange, OpenTill } from '../till/open-till.ts';
import type { TillPorts } from '../till/ports.ts';
import { withSealedSecrets } from '../till/sealed-secrets.ts';
import { openWitness, type Seen, shortfallOf, witnessed } from '../till/witness.ts';
import { type Continued, enrol, keyOf } from '../use-cases/office/enrol.ts';
import { syncNow } from '../use-cases/office/sync.ts';
import { type RunningTill, startTill } from './open-till.ts';
import type { Teller } from './tell.ts';

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

export function createStarter(ports: TillPorts, teller: Teller): Starter {
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
      if (!db) settleFiles(ports.dataDirectory);
      db ??= (ports.openDatabase ?? openTillDatabase)(join(ports.dataDirectory, databaseName));
      running = await startEnrolled({ ports, teller, startAgain }, db, code);
    } catch (thrown) {
      problem = toProblem(thrown);
      ports.log.error({ kind: problem.kind, err: problem.cause ?? problem }, 'not started');
    }
    teller.tell({ kind: 'startup', view: view() });
    running?.till.changed();
    return view();
  };

  const letGo = (): void => {
    db?.close();
    running?.till.witness.close();
    db = null;
    running = null;
  };

  /** Beside its caller, who is of the till that ends. What goes wrong leaves the file as it was, and is told. */
  const startAgain = ({ whileOpen, onceClosed }: FileChange): void => {
    void lane(async () => {
      await running?.stop();
      let failed: Problem | null = null;
      try {
        whileOpen();
        letGo();
        onceClosed();
      } catch (thrown) {
        failed = toProblem(thrown);
        ports.log.error({ err: failed.cause ?? failed }, 'the file is not changed');
      }
      letGo();
      await start(null);
      if (failed) teller.tell({ kind: 'notice', problem: failed.toData() });
    });
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
        letGo();
      }),
  };
}

/** What a till is started with, besides its file. */
type Around = Readonly<{
  ports: TillPorts;
  teller: Teller;
  startAgain: (change: FileChange) => void;
}>;

/** Joins the store first where that is still to be done. Throws `Problem`. */
async function startEnrolled(
  around: Around,
  db: TillDatabase,
  code: string | null,
): Promise<RunningTill> {
  const { ports } = around;
  const isNew = db.identity() === null;
  if (isNew) {
    const before = keptBefore(ports);
    // The code of the first start would bring the old till back, with nothing of its journal.
    if (before && code === null) {
      throw new Problem('till-restored', { here: 0, there: before.seq });
    }
    const codeGiven = code ?? ports.config.enrolmentCode;
    if (!codeGiven) throw new Problem('till-not-enrolled');
    await enrol(ports, db, codeGiven, before);
  }
  const identity = db.identity();
  assert(identity, 'the till has joined a store');
  const running = startWitnessed(around, db, identity);
  if (db.operators.list().length === 0) await fetchOperators(running.till);
  return running;
}

/** The journal that the witness saw on this machine; null where it saw none. */
function keptBefore(ports: TillPorts): Continued | null {
  const key = loadKey(ports.keyStore);
  if (!key) return null;
  const witness = openWitness(ports.dataDirectory, key, ports.log);
  const seen: Seen | null = witness.last();
  witness.close();
  return seen && { till: seen.till, seq: seen.seq, hash: seen.hash };
}

function startWitnessed(around: Around, db: TillDatabase, identity: TillIdentity): RunningTill {
  const { ports } = around;
  const key = keyOf(ports);
  const witness = openWitness(ports.dataDirectory, key, ports.log);
  try {
    const before = witness.last();
    const shortfall = shortfallOf(db, before);
    // Whoever puts an older file back may take the witness away.
    const witnessLostAt = before === null ? db.lastWitnessedStart() : null;
    const seen = withSealedSecrets(witnessed(db, witness), key, ports.random);
    return startTill({ ...around, db: seen, identity, key, witness, shortfall, witnessLostAt });
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
