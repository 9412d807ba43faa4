/** What the page may ask of the end of a day. */
import { z } from 'zod';
import { drawerLines } from '../cash/drawer.ts';
import { reasonIdSchema } from '../journal/reasons.ts';
import { paperSchema } from '../paper/paper.ts';
import { channel } from '../people/channel.ts';
import { problemSchema, sentenceSchema } from '../words/problem.ts';
import { closeStepNameSchema } from './close-steps.ts';
import { dayPolicySchema } from './policy.ts';

const denominationsSchema = z.record(z.string().regex(/^\d+$/), z.int().nonnegative());

/** What a sign-in comes after, and what it leads to. */
export const afterCloseViewSchema = z.object({
  closedDate: z.string(),
  zNumber: z.int(),
  /** Milliseconds UTC. */
  at: z.number(),
  byName: z.string(),
  /** `closed`: neither; the till opens with the next cut-over. */
  way: z.enum(['further-session', 'next-date', 'closed']),
  /** The date that is opened, and which session of it. */
  opens: z.string(),
  session: z.int(),
});
export type AfterCloseView = z.infer<typeof afterCloseViewSchema>;

const closeStepViewSchema = z.object({
  step: closeStepNameSchema,
  state: z.enum(['waiting', 'running', 'passed', 'warned', 'failed', 'skipped']),
  details: z.array(sentenceSchema),
  problems: z.array(problemSchema),
});
export type CloseStepView = z.infer<typeof closeStepViewSchema>;

/** A drawer that is counted. */
const drawerViewSchema = z.object({
  /** Every count since it was opened or passed on, oldest first. */
  counts: z.array(
    z.object({
      at: z.number(),
      byName: z.string(),
      amountMinor: z.int(),
      denominations: denominationsSchema,
      blind: z.boolean(),
    }),
  ),
  /** The last of them was made after the last cash moved. */
  stands: z.boolean(),
  /** What should be there, line by line; null as long as whoever counts may not know. */
  due: z
    .object({
      lines: z.array(z.object({ line: z.enum(drawerLines), count: z.int(), minor: z.int() })),
      expectedMinor: z.int(),
      differenceMinor: z.int().nullable(),
    })
    .nullable(),
});
export type DrawerView = z.infer<typeof drawerViewSchema>;

export const closeViewSchema = drawerViewSchema.extend({
  businessDate: z.string(),
  /** Which Z of this date it will be, from 1. */
  session: z.int().positive(),
  zNumber: z.int().positive(),
  /** In order; a warning of one that may be closed all the same must be accepted by the step's name. */
  steps: z.array(closeStepViewSchema),
  /** The Z as it will be; null until a count stands. */
  preview: paperSchema.nullable(),
  /** What follows for whoever sells after the Z. */
  afterClose: dayPolicySchema.shape.afterClose,
  nextDate: z.string(),
  openAttempts: z.int(),
  unsynced: z.int(),
  /** Entries of this till altogether. */
  entries: z.int(),
});
export type CloseView = z.infer<typeof closeViewSchema>;

export const dayChannels = {
  /** The drawer in mid-day, to be counted and passed on. */
  'drawer.view': channel('sell', z.object({}), drawerViewSchema),
  /** A count of it, written down. */
  'drawer.count': channel(
    'sell',
    z.object({ denominations: denominationsSchema }),
    drawerViewSchema,
  ),
  /** Passes it on as it was counted, and ends the shift. */
  'drawer.handOver': channel(
    'sell',
    z.object({
      reasonId: reasonIdSchema.nullable(),
    }),
    z.object({ countedMinor: z.int(), differenceMinor: z.int() }),
  ),
  /** The close as it stands: of the oldest business date without a Z. */
  'day.preview': channel('day.close', z.object({}), closeViewSchema),
  /** A count of the drawer, written down. */
  'day.count': channel(
    'day.close',
    z.object({ businessDate: z.iso.date(), denominations: denominationsSchema }),
    closeViewSchema,
  ),
  /** Writes the Z, prints it, syncs and signs out. */
  'day.close': channel(
    'day.close',
    z.object({
      businessDate: z.iso.date(),
      /** One of the store's for a difference. */
      reasonId: reasonIdSchema.nullable(),
      /** Steps whose warnings were read. */
      accepts: z.array(closeStepNameSchema),
    }),
    z.object({ paper: paperSchema, differenceMinor: z.int(), zNumber: z.int() }),
  ),
} as const;
