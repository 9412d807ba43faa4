/** A till of a shop for tests while it runs: shop.ts. */
import type { TillDatabase } from '../../db/till-database.ts';
import type { DeviceEvent } from '../../domain/devices/verbs.ts';
import type { Problem } from '../../domain/words/problem.ts';
import type { DevicesHost } from '../../drivers/index.ts';
import type { Till } from '../../main/program/app.ts';

/** One run of the till's program, from its start to its end or to the moment the plug is pulled. */
export type Life = {
  till: Till;
  db: TillDatabase | null;
  devices: DevicesHost;
  listeners: Set<(event: DeviceEvent) => void>;
  dead: boolean;
  appends: number;
  /** Fails whatever the devices were asked and have not answered. */
  dying: ((problem: Problem) => void) | null;
};
