/** Lets so many in to work, a few more wait, and sends the rest away at once: busy is answered, never collapsed under. */
import pLimit from 'p-limit';
import { Problem } from '../../domain/words/problem.ts';

export type GateOptions = Readonly<{
  /** At work at a time: each holds a connection to the database. */
  working: number;
  /** In line behind them; their bodies are being read meanwhile. */
  waiting: number;
  /** Of one source, at work or in line. */
  perSource: number;
}>;

export type Gate = Readonly<{
  /**
   * Takes a place for `source` before anything of its request is read; `work` is given the means to do its part when it
   * is its turn. Throws `Problem` `server-busy`.
   */
  pass<Result>(
    source: string,
    work: (inTurn: <Part>(part: () => Promise<Part>) => Promise<Part>) => Promise<Result>,
  ): Promise<Result>;
}>;

/** A till waits this long and a random while more; see main/use-cases/office/patience.ts. */
const retrySeconds = 2;

export function createGate({ working, waiting, perSource }: GateOptions): Gate {
  const limit = pLimit(working);
  const placesOf = new Map<string, number>();
  let places = 0;
  return {
    pass: async (source, work) => {
      const own = placesOf.get(source) ?? 0;
      if (places >= working + waiting || own >= perSource) {
        throw new Problem('server-busy', { seconds: retrySeconds });
      }
      places += 1;
      placesOf.set(source, own + 1);
      try {
        return await work((part) => limit(part));
      } finally {
        places -= 1;
        const left = (placesOf.get(source) ?? 1) - 1;
        if (left === 0) placesOf.delete(source);
        else placesOf.set(source, left);
      }
    },
  };
}
