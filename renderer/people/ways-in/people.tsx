/** Who is at the till: a tile each, and one for whoever has none. */
import type { OperatorView } from '../../../domain/contract/ipc.ts';
import { type Keys, useKeys } from '../../page/keys.ts';
import { useWords } from '../../words/i18n.tsx';
import { OperatorTile } from '../operator-tile.tsx';

export type Chosen = Readonly<{ kind: 'tile'; number: string }> | Readonly<{ kind: 'other' }>;

const other: Chosen = { kind: 'other' };
const otherPlace = 6;

const keys = { pick: 'signIn.who' } satisfies Keys;

type Props = Readonly<{
  title: string;
  tiles: readonly OperatorView[];
  current: Chosen;
  /** What was typed for somebody without a tile. */
  number: string;
  /** Whether somebody else may come too. */
  anybody: boolean;
  onChoose: (chosen: Chosen) => void;
}>;

export function People({ title, tiles, current, number, anybody, onChoose }: Props) {
  const { t } = useWords();
  useTileKeys({ tiles, anybody, onChoose });
  return (
    <fieldset className="people" aria-label={title}>
      {tiles.map((tile, index) => (
        <OperatorTile
          key={tile.number}
          id={`operator-${tile.number}`}
          mark={markOf(tile.name)}
          name={tile.name}
          detail={t('operator.number', { number: tile.number })}
          hint={`Alt ${index + 1}`}
          chosen={current.kind === 'tile' && current.number === tile.number}
          onChoose={() => onChoose({ kind: 'tile', number: tile.number })}
        />
      ))}
      {anybody ? (
        <OperatorTile
          id="operator-other"
          mark="+"
          name={current.kind === 'other' && number !== '' ? number : t('operator.other')}
          detail={t('operator.byNumber')}
          hint={`Alt ${otherPlace}`}
          chosen={current.kind === 'other'}
          onChoose={() => onChoose(other)}
        />
      ) : null}
    </fieldset>
  );
}

/** Who is asked for a PIN until somebody is chosen. */
export function firstOf([first]: readonly OperatorView[]): Chosen {
  return first ? { kind: 'tile', number: first.number } : other;
}

/** The tiles by their place, and a place of its own for whoever has none. */
function useTileKeys({
  tiles,
  anybody,
  onChoose,
}: Pick<Props, 'tiles' | 'anybody' | 'onChoose'>): void {
  useKeys(keys, {
    pick: (nth) => {
      const tile = tiles[nth - 1];
      if (tile) onChoose({ kind: 'tile', number: tile.number });
      else if (anybody && nth === otherPlace) onChoose(other);
      else return false;
    },
  });
}

/** 收银员 甲 → 甲, Manager Li → L. */
function markOf(name: string): string {
  const last = name.trim().split(/\s+/).at(-1) ?? '';
  return (Array.from(last)[0] ?? '?').toUpperCase();
}
