/** Who can help with a problem, and their telephone number; nothing where nobody needs to. */
import { callAbout } from '../../domain/office/whom-to-call.ts';
import type { ProblemKind } from '../../domain/words/problem.ts';
import { useTill } from '../page/use-till.ts';
import { useWords } from '../words/i18n.tsx';

export function WhomToCall({ kind }: Readonly<{ kind: ProblemKind }>) {
  const { t } = useWords();
  const state = useTill((till) => till.state);
  const found = state === null ? null : callAbout(kind, state);
  if (found === null) return null;
  return (
    <p className="note-call" data-testid="whom-to-call" data-helper={found.helper}>
      {t('help.call', { who: t(`help.${found.helper}`), phone: found.phone })}
    </p>
  );
}
