/** One at a time, in the order asked. */
export type Lane = <Value>(run: () => Promise<Value>) => Promise<Value>;

/** A failure ends only its own turn. */
export function createLane(): Lane {
  let tail: Promise<unknown> = Promise.resolve();
  return (run) => {
    const turn = tail.then(run, run);
    tail = turn.catch(() => {});
    return turn;
  };
}
