/** What was to pay, what was taken of it, and what is still owed. */
import type { BasketView } from '../../domain/contract/ipc.ts';
import { Act } from '../parts/act.tsx';
import { Icon } from '../parts/icon.tsx';
import { useWords, type Words } from '../words/i18n.tsx';

type Part = BasketView['taken'][number];

type Props = Readonly<{ basket: BasketView; onGiveBack: (nth: number) => void }>;

export function SplitStory({ basket, onGiveBack }: Props) {
  const words = useWords();
  const { t } = words;
  const { taken, totals, owedMinor, cashDueMinor } = basket;
  const rounding = cashDueMinor - owedMinor;
  return (
    <div className="story">
      <p className="story-due">
        <span>{t('cash.due')}</span>
        <b>{words.amount(totals.dueMinor)}</b>
      </p>
      <ol className="story-parts" aria-label={t('split.taken')}>
        {taken.map((part, index) => (
          <li
            key={part.id}
            className="story-part"
            data-testid="taken"
            data-minor={part.tender.amountMinor}
          >
            <Icon name="passed" size={18} />
            <span>
              {partName(words, part)}
              <small>{partNote(words, part)}</small>
            </span>
            <Act
              id={`give-back-${index + 1}`}
              size="small"
              tone="quiet"
              hint={`Alt ${index + 1}`}
              of={`${partName(words, part)} ${words.amount(part.tender.amountMinor)}`}
              onPress={() => onGiveBack(index + 1)}
            >
              {t('giveBack.confirm')}
            </Act>
            <b>{words.amount(part.tender.amountMinor)}</b>
          </li>
        ))}
      </ol>
      <div className="story-owed" aria-live="polite">
        <span>{t('split.owed')}</span>
        <b data-testid="split-owed" data-minor={owedMinor}>
          {words.money(owedMinor)}
        </b>
        {rounding === 0 ? null : (
          <small data-testid="split-rounding">
            {t('split.rounding', {
              cash: words.amount(cashDueMinor),
              rounding: (rounding > 0 ? '+' : '') + words.amount(rounding),
            })}
          </small>
        )}
      </div>
    </div>
  );
}

/** By which way it was paid. */
export function partName({ t }: Words, { tender }: Part): string {
  return t(`tender.${tender.kind}Short`);
}

function partNote(words: Words, { at, tender }: Part): string {
  const time = words.time(at);
  return tender.kind === 'cash'
    ? words.t('split.received', { time, amount: words.amount(tender.tenderedMinor) })
    : words.t('split.endsIn', { time, digits: endOf(tender) });
}

/** Of the card, or of the code on the customer's phone. */
function endOf(tender: Exclude<Part['tender'], { kind: 'cash' }>): string {
  return (tender.kind === 'card' ? tender.maskedPan : tender.maskedCode).slice(-4);
}
