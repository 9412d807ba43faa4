/** Every row of ../shared/vectors/crypto.md, worked out. Runs in Node and, bundled, inside Electron. */
import type { VectorRow } from '../vector-rows.ts';
import { dataObjects, tracks } from './cards.ts';
import type { Check, Checks } from './check.ts';
import { aesDukpt, tdesDukpt } from './dukpt.ts';
import { checkValues, macs, pinBlocks } from './pins-and-macs.ts';

/** By the number of the section. */
const sections: Readonly<Record<string, (cells: readonly string[]) => Checks>> = {
  1: tdesDukpt,
  2: aesDukpt,
  3: pinBlocks,
  4: macs,
  5: checkValues,
  6: dataObjects,
  7: tracks,
};

/** Throws for a row that nothing here can work out, so that no new row passes unseen. */
export function cryptoChecks(rows: readonly VectorRow[]): Check[] {
  return rows.flatMap(({ id, section, cells }) => {
    const checks = sections[Number.parseInt(section, 10)]?.(cells) ?? [];
    if (checks.length === 0) throw new Error(`${id}: no check for "${section}"`);
    return checks.map((check) => ({ id, ...check }));
  });
}
