/** A thread that plays rounds of payments, one after the other. */
import { parentPort } from 'node:worker_threads';
import { assert } from '../../../domain/basics/assert.ts';
import type { Round } from './command.ts';
import { type PlantName, plants } from './plants.ts';
import { playRound, type RoundResult } from './round.ts';

assert(parentPort, 'this is a thread');
const port = parentPort;
port.on('message', async ({ seed, payments, plant }: Round) => {
  const planted = plant === null ? null : plants[plant as PlantName]();
  try {
    port.postMessage(await playRound({ seed, payments, plant: planted }));
  } catch (thrown) {
    const findings = [
      `the round itself came to a stop: ${thrown instanceof Error ? thrown.stack : thrown}`,
    ];
    port.postMessage({ findings, counts: {}, sold: 0, soldMinor: 0 } satisfies RoundResult);
  }
});
