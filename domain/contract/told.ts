/**
 * What main tells the page without being asked.
 *
 * What the page shows comes by topic, each with a number that rises as long as the program runs: the page drops what is
 * older than what it has, and an act answers up to which number it has been told.
 */
import { z } from 'zod';
import { benchProgressSchema, portInfoSchema } from '../devices/bench.ts';
import { problemSchema } from '../words/problem.ts';
import {
  basketChangeSchema,
  paymentViewSchema,
  signInViewSchema,
  startupViewSchema,
  statePartSchemas,
  type Topic,
} from './ipc.ts';

const seq = z.int().positive();
const kind = <Kind extends string>(name: Kind) => z.literal(name);

/** Once after a burst of changes, and only when the part differs from what was told last. */
const statePartToldSchema = z.discriminatedUnion('topic', [
  z.object({ kind: kind('state'), topic: kind('store'), seq, part: statePartSchemas.store }),
  z.object({ kind: kind('state'), topic: kind('shift'), seq, part: statePartSchemas.shift }),
  z.object({ kind: kind('state'), topic: kind('devices'), seq, part: statePartSchemas.devices }),
  z.object({ kind: kind('state'), topic: kind('tenders'), seq, part: statePartSchemas.tenders }),
  z.object({ kind: kind('state'), topic: kind('office'), seq, part: statePartSchemas.office }),
]);

export const tillEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: kind('startup'), view: startupViewSchema }),
  statePartToldSchema,
  z.object({ kind: kind('sign-in'), seq, view: signInViewSchema }),
  z.object({ kind: kind('payment'), seq, view: paymentViewSchema }),
  z.object({ kind: kind('basket'), seq, change: basketChangeSchema }),
  /** Something a person should know now, such as a card that was reversed at start. */
  z.object({ kind: kind('notice'), problem: problemSchema }),
  /** A code from a scanner that does not type. */
  z.object({ kind: kind('scanned'), text: z.string(), symbology: z.string().nullable() }),
  /** A scanner or reader said who is there, and that was refused. */
  z.object({ kind: kind('proof-refused'), problem: problemSchema }),
  /** A badge or card was read for the approval that the page asks for; `id` stands for it. */
  z.object({ kind: kind('approval-shown'), id: z.uuid() }),
  /** Whoever had the bench open has it no longer. */
  z.object({ kind: kind('bench-shut') }),
  z.object({ kind: kind('ports'), ports: z.array(portInfoSchema) }),
  z.object({ kind: kind('test-progress'), progress: benchProgressSchema }),
]);
export type TillEvent = z.infer<typeof tillEventSchema>;

type Unnumbered<Event> = Event extends unknown ? Omit<Event, 'seq'> : never;
/** An event as whoever tells it knows it: its number is given where it leaves. */
export type News = Unnumbered<TillEvent>;

/** Of what an event is the newest; null for what only happens. */
export function topicOf(event: News | TillEvent): Topic | null {
  switch (event.kind) {
    case 'state':
      return event.topic;
    case 'sign-in':
    case 'payment':
    case 'basket':
      return event.kind;
    default:
      return null;
  }
}
