/** Who can help with a problem, and their telephone number; nothing where nobody needs to. */
import { callAbout } from '../../domain/help.ts';
import type { ProblemKind } from '../../domain/problems.ts';
import { useWords } from '../i18n.tsx';
import { useTill } from '../use-till.ts';

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
