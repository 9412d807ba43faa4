/** The drawer, by note and coin, from keyboard or by touch. What should be there does not stand here. */
import type { DrawerView } from '../../../domain/day/channels.ts';
import type { ProblemData } from '../../../domain/words/problem.ts';
import { type Counts, CountTable, countedMinor } from '../../cash/count-table.tsx';
import { keyFor } from '../../page/keys.ts';
import { Act } from '../../parts/act.tsx';
import { useWords } from '../../words/i18n.tsx';
import { CloseProblem } from './problem.tsx';

type Props = Readonly<{
  view: DrawerView;
  counts: Counts;
  problem: ProblemData | null;
  busy: boolean;
  onChange: (counts: Counts) => void;
  onConfirm: () => void;
  onLook: () => void;
}>;

export function Counting(props: Props) {
  const { view, counts, problem, busy, onChange, onConfirm, onLook } = props;
  const words = useWords();
  const { t } = words;
  const isStale = view.counts.length > 0 && !view.stands;
  return (
    <section className="close-middle close-wide">
      <h1>{t('close.countIn')}</h1>
      <p className="close-lead">
        {isStale ? t('close.stale') : view.due === null ? t('close.blind') : ''}
      </p>
      <CountTable counts={counts} onChange={onChange} />
      <p className="count-total">
        <span>{t('close.sum')}</span>
        <b data-testid="close-counted" data-minor={countedMinor(counts)}>
          {words.amount(countedMinor(counts))}
        </b>
      </p>
      <CloseProblem problem={problem} onDone={onLook} />
      <Act
        id="count-confirm"
        tone="ink"
        size="large"
        hint={keyFor.count}
        disabled={busy}
        onPress={onConfirm}
      >
        {t('close.counted')}
      </Act>
    </section>
  );
}
