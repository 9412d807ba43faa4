/** Cash counted by note and coin: the float in the morning, the drawer at the close. */
import { useEffect, useRef } from 'react';
import { cnyDenominations } from '../../domain/tenders/tender.ts';
import { Keypad } from '../parts/keypad.tsx';
import { useWords } from '../words/i18n.tsx';

/** Denomination in minor units → how many. What was left empty is not in it. */
export type Counts = Readonly<Record<string, number>>;

/** Nobody counts a hundred thousand of one note in a drawer. */
const digitsMax = 5;

type Props = Readonly<{ counts: Counts; onChange: (counts: Counts) => void }>;

export function CountTable({ counts, onChange }: Props) {
  const words = useWords();
  const table = useRef<HTMLDivElement>(null);
  /** Which one the keys on the screen are for, and whether the next digit begins it anew. */
  const at = useRef({ row: 0, isFresh: true });
  useEffect(() => table.current?.querySelector('input')?.focus(), []);

  function move(from: number, by: number): void {
    const inputs = table.current?.querySelectorAll('input');
    const next = inputs?.[from + by];
    next?.focus();
    next?.select();
  }

  function press(key: string): void {
    const minor = cnyDenominations[at.current.row];
    if (minor === undefined) return;
    const text = at.current.isFresh && key !== 'back' ? '' : String(counts[minor] ?? '');
    at.current.isFresh = false;
    const next = key === 'clear' ? '' : key === 'back' ? text.slice(0, -1) : text + key;
    onChange(withCount(counts, minor, next));
  }

  return (
    <div className="count" ref={table}>
      <div className="count-rows">
        {cnyDenominations.map((minor, row) => (
          <label key={minor} className="count-row">
            <span className="count-face">{faceOf(words.money(minor))}</span>
            <input
              inputMode="numeric"
              autoComplete="off"
              data-testid={`count-${minor}`}
              placeholder="0"
              value={counts[minor] ?? ''}
              onFocus={(event) => {
                at.current = { row, isFresh: true };
                event.target.select();
              }}
              onKeyDown={(event) => {
                if (event.key === 'ArrowDown' || event.key === 'Enter') move(row, 1);
                else if (event.key === 'ArrowUp') move(row, -1);
                else return;
                event.preventDefault();
              }}
              onChange={(event) => onChange(withCount(counts, minor, event.target.value))}
            />
            <span className="count-sum">{words.amount(minor * (counts[minor] ?? 0))}</span>
          </label>
        ))}
      </div>
      <Keypad
        left="clear"
        right="back"
        onKey={press}
        clearLabel={words.t('keypad.clear')}
        backLabel={words.t('keypad.back')}
      />
    </div>
  );
}

export function countedMinor(counts: Counts): number {
  return Object.entries(counts).reduce((sum, [minor, count]) => sum + Number(minor) * count, 0);
}

/** The usual float as few pieces: an easy start that the cashier corrects by what really lies there. */
export function fewestPieces(amountMinor: number): Counts {
  const counts: Record<string, number> = {};
  let left = amountMinor;
  for (const minor of cnyDenominations) {
    const count = Math.floor(left / minor);
    if (count > 0) counts[minor] = count;
    left -= count * minor;
  }
  return counts;
}

function withCount(counts: Counts, minor: number, text: string): Counts {
  const digits = text.replace(/\D/g, '').slice(0, digitsMax);
  const { [String(minor)]: _, ...others } = counts;
  return digits === '' ? others : { ...others, [minor]: Number(digits) };
}

/** `¥100.00` → `¥100`: no zeros that say nothing. */
export function faceOf(money: string): string {
  return money.replace(/\.00$/, '');
}
