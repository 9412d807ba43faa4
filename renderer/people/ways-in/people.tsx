/** Who is at the till: a tile each, and one for whoever has none. */
import { useEffect, useState } from 'react';
import type { OperatorView } from '../../../domain/contract/ipc.ts';
import { call } from '../../page/bridge.ts';
import { type Keys, useKeys } from '../../page/keys.ts';
import { notify } from '../../page/notices.ts';
import { useWords } from '../../words/i18n.tsx';
import { OperatorTile } from '../operator-tile.tsx';

export type Chosen = Readonly<{ kind: 'tile'; number: string }> | Readonly<{ kind: 'other' }>;

const other: Chosen = { kind: 'other' };
const otherPlace = 6;

const keys = { pick: 'signIn.who' } satisfies Keys;

/** A person's key is the same at the sign-in and at the lock; whoever has no place has none. */
export type Tile = OperatorView & Readonly<{ place: number | null }>;

/** Two columns of three, with `other`: as many as fit above a keypad on 768 pixels. The rest sign in by number. */
const placesMax = 5;

/** Everybody who works here, each with the place that their key comes from. */
export const placed = (operators: readonly OperatorView[]): Tile[] =>
  operators.map((operator, index) => ({
    ...operator,
    place: index < placesMax ? index + 1 : null,
  }));

/** Who worked here when main was asked last: what is drawn until it answers again. */
let known: readonly OperatorView[] = [];

/** Everybody with their places, once main has said who works here. */
export function useTiles(): readonly Tile[] {
  const [operators, setOperators] = useState(known);
  useEffect(() => {
    void call('signIn.operators', {}).then((answer) => {
      if (!answer.ok) return notify(answer.problem);
      known = answer.value;
      setOperators(known);
    });
  }, []);
  return placed(operators);
}

/** One person alone, with the key they have among everybody. */
export function useTileOf(operator: OperatorView | null): readonly Tile[] {
  const tiles = useTiles();
  if (operator === null) return [];
  const place = tiles.find(({ number }) => number === operator.number)?.place ?? null;
  return [{ ...operator, place }];
}

type Props = Readonly<{
  title: string;
  tiles: readonly Tile[];
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
      {tiles.map((tile) => (
        <OperatorTile
          key={tile.number}
          id={`operator-${tile.number}`}
          mark={markOf(tile.name)}
          name={tile.name}
          detail={t('operator.number', { number: tile.number })}
          hint={tile.place === null ? undefined : `Alt ${tile.place}`}
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

/** Who is asked for a PIN until somebody is chosen: nobody is charged with wrong tries that were not theirs. */
export function expected(tiles: readonly Tile[], number: string | null): Chosen {
  const tile = tiles.find((one) => one.number === number);
  return tile ? { kind: 'tile', number: tile.number } : other;
}

/** The tiles by their place, and a place of its own for whoever has none. */
function useTileKeys({
  tiles,
  anybody,
  onChoose,
}: Pick<Props, 'tiles' | 'anybody' | 'onChoose'>): void {
  useKeys(keys, {
    pick: (nth) => {
      const tile = tiles.find(({ place }) => place === nth);
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
