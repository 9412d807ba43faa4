/** Every step from an empty file to today's, in order. */
import type { Migration } from '../migrate.ts';
import { journal } from './0010-journal.ts';
import { projections } from './0020-projections.ts';
import { catalogue } from './0030-catalogue.ts';
import { store } from './0040-store.ts';
import { deviceChecks } from './0050-device-checks.ts';
import { terminalMark } from './0060-terminal-mark.ts';
import { waysIn } from './0070-ways-in.ts';
import { signIns } from './0080-sign-ins.ts';
import { syncStop } from './0085-sync-stop.ts';
import { promotions } from './0090-promotions.ts';
import { journalByDate } from './0110-journal-by-date.ts';
import { labels } from './0115-labels.ts';
import { leftOut } from './0135-left-out.ts';
import { heldBaskets } from './0145-held-baskets.ts';
import { attemptMeans } from './0150-attempt-means.ts';
import { categories } from './0175-categories.ts';
import { unreadBaskets } from './0185-unread-baskets.ts';
import { roles } from './0195-roles.ts';
import { returnedGoods } from './0205-returned-goods.ts';

export const migrations: readonly Migration[] = [
  journal,
  projections,
  catalogue,
  store,
  deviceChecks,
  terminalMark,
  waysIn,
  signIns,
  syncStop,
  promotions,
  journalByDate,
  labels,
  leftOut,
  heldBaskets,
  attemptMeans,
  categories,
  unreadBaskets,
  roles,
  returnedGoods,
];
