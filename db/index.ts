/** The face of db: what main and the simulator may use. */
export type { AttemptRow } from './attempts.ts';
export { exportJournal } from './export.ts';
export type { TillIdentity } from './identity.ts';
export type { WriteContext } from './journal.ts';
export type { SaleRow } from './sales.ts';
export { openTillDatabase, type TillDatabase } from './till-database.ts';
export type { Tried } from './wrong-tries.ts';
