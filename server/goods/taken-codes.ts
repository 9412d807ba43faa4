/** No two items that are sold share a barcode, nor what a scale prints: which rows of a file claim another's. */
import { gramsOf } from '../../domain/basics/unit.ts';
import type { Item } from '../../domain/goods/item.ts';
import { breathing } from '../basics/breath.ts';
import type { Row, WrongRow } from './item-row.ts';

type Owner = Readonly<{ sku: string; row: Row | null }>;

/**
 * Marks the rows whose codes another item has. A row that is wrong leaves its item as it is, which may in turn be in the
 * way of another row: each row is looked at once, and once more when it is put aside.
 */
export async function markTaken(rows: readonly Row[], catalogue: readonly Item[]): Promise<void> {
  const breath = breathing();
  const right = rows.filter(({ item, reasons }) => item !== null && reasons.length === 0);
  const changed = new Set(right.map(({ item }) => item?.sku));
  const owners = new Map<string, Owner>();
  for (const item of catalogue) {
    await breath();
    if (changed.has(item.sku)) continue;
    for (const code of codesOf(item)) {
      if (!owners.has(code)) owners.set(code, { sku: item.sku, row: null });
    }
  }
  const asBefore = new Map(catalogue.map((item) => [item.sku, item]));
  const aside: Row[] = [];
  const putAside = (row: Row, code: string, sku: string): void => {
    row.reasons.push(conflict(code, sku));
    aside.push(row);
  };
  for (const row of right) {
    await breath();
    const codes = row.item ? codesOf(row.item) : [];
    const taken = codes.find((code) => owners.has(code));
    if (taken !== undefined) putAside(row, taken, owners.get(taken)?.sku ?? '');
    else for (const code of codes) owners.set(code, { sku: row.sku, row });
  }
  for (let row = aside.pop(); row !== undefined; row = aside.pop()) {
    await breath();
    const item = asBefore.get(row.sku);
    if (!item) continue;
    for (const code of codesOf(item)) {
      const owner = owners.get(code)?.row ?? null;
      if (owner && owner.reasons.length === 0) putAside(owner, code, item.sku);
      owners.set(code, { sku: item.sku, row: null });
    }
  }
}

/** What an item has for itself while it is sold. */
function codesOf({ withdrawn, sku, barcode, unit }: Item): string[] {
  if (withdrawn) return [];
  return [
    ...(barcode === null ? [] : [`barcode ${barcode}`]),
    ...(gramsOf(unit) === null ? [] : [`plu ${sku.slice(-5)}`]),
  ];
}

function conflict(code: string, sku: string): WrongRow['reasons'][number] {
  const [kind, text = ''] = code.split(' ');
  return kind === 'plu'
    ? { kind: 'plu-taken', plu: text, sku }
    : { kind: 'barcode-taken', barcode: text, sku };
}
