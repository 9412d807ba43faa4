/** Who may allow it, and how far: one of them is chosen, whose PIN is asked for. */
import { limitNames, type Right } from '../../domain/people/right.ts';
import { useKeys } from '../page/keys.ts';
import { useWords, type Words } from '../words/i18n.tsx';
import type { Candidate } from './approving.ts';
import { OperatorTile } from './operator-tile.tsx';

type Props = Readonly<{
  right: Right;
  who: readonly Candidate[];
  chosen: Candidate | undefined;
  onChoose: (number: string) => void;
}>;

const keys = { previous: 'approval.who', next: 'approval.who' } as const;

export function ApprovalPeople({ right, who, chosen, onChoose }: Props) {
  const words = useWords();
  const move = (by: number) => {
    const next = who[who.findIndex(({ number }) => number === chosen?.number) + by];
    if (next) onChoose(next.number);
  };
  useKeys(keys, { previous: () => move(-1), next: () => move(1) });
  return (
    <section className="approval-who" aria-label={words.t('approval.who')}>
      <h3>{words.t('approval.who')}</h3>
      {who.length === 0 ? <p className="form-lead">{words.t('approval.nobody')}</p> : null}
      <div className="approval-people">
        {who.map((one) => (
          <div key={one.number} className="approval-person">
            <OperatorTile
              id={`approval-person-${one.number}`}
              mark={one.name.slice(0, 1)}
              name={one.name}
              detail={one.role === null ? one.number : words.name(one.role)}
              hint={undefined}
              chosen={one.number === chosen?.number}
              onChoose={() => onChoose(one.number)}
            />
            <span>{upTo(words, right, one.limit)}</span>
          </div>
        ))}
      </div>
    </section>
  );
}

/** `up to 30%`, `no limit`; empty for a right that has none. */
function upTo(words: Words, right: Right, limit: number | null): string {
  if (limitNames[right] === undefined) return '';
  return limit === null
    ? words.t('approval.noLimit')
    : words.t('approval.upTo', { amount: amountOf(words, right, limit) });
}

/** An amount in the unit of the right's limit; empty for a right that has none. */
export function amountOf(words: Words, right: Right, amount: number): string {
  const name = limitNames[right];
  if (name === undefined) return '';
  return name.endsWith('Minor')
    ? words.money(amount)
    : words.t('approval.percent', { percent: amount / 100 });
}
