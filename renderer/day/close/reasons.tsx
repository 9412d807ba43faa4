/** Why there is a difference: one of the store's reasons. */
import { differenceReasons } from '../../../domain/cash/reasons.ts';
import { useWords } from '../../words/i18n.tsx';

export type Reason = (typeof differenceReasons)[number];

type Props = Readonly<{ chosen: Reason | null; onChoose: (reason: Reason) => void }>;

export function Reasons({ chosen, onChoose }: Props) {
  const { t } = useWords();
  return (
    <fieldset className="reasons">
      <legend>{t('close.why')}</legend>
      {differenceReasons.map((reason) => (
        <button
          key={reason}
          type="button"
          className={chosen === reason ? 'reason reason-chosen' : 'reason'}
          data-testid={`reason-${reason}`}
          aria-pressed={chosen === reason}
          onClick={() => onChoose(reason)}
        >
          {t(`close.reason.${reason}`)}
        </button>
      ))}
    </fieldset>
  );
}
