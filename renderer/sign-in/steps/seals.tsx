/** The cashier compares the seals of each device with their numbers in the register. */
import { useState } from 'react';
import type { SignInView } from '../../../domain/contract/ipc.ts';
import { call } from '../../page/bridge.ts';
import { useShortcuts } from '../../page/keys.ts';
import { notify } from '../../page/use-till.ts';
import { Act } from '../../parts/act.tsx';
import { useWords } from '../../words/i18n.tsx';
import { cancel, take } from '../acts.ts';

export function Seals({ view }: Readonly<{ view: SignInView }>) {
  const words = useWords();
  const { t } = words;
  const [busy, setBusy] = useState(false);

  async function confirm(intact: boolean): Promise<void> {
    if (busy) return;
    setBusy(true);
    const problem = take(await call('signIn.confirmSeals', { intact }));
    setBusy(false);
    if (problem !== null) notify(problem);
  }

  useShortcuts({ F8: () => void confirm(false), Escape: cancel });
  return (
    <div className="panel" data-testid="seals-panel">
      <h1 className="panel-title">{t('seals.title')}</h1>
      <p className="panel-lead">{t('seals.lead')}</p>
      <ul className="seal-list panel-scroll">
        {view.seals.map((entry) => (
          <li key={entry.device}>
            <span>{words.device(entry.device)}</span>
            <code>{entry.seals.join(' · ')}</code>
          </li>
        ))}
      </ul>
      <Act
        id="seals-intact"
        tone="ink"
        size="large"
        hint="Enter"
        autoFocus
        disabled={busy}
        onPress={() => void confirm(true)}
      >
        {t('seals.intact')}
      </Act>
      <Act id="seals-broken" hint="F8" disabled={busy} onPress={() => void confirm(false)}>
        {t('seals.broken')}
      </Act>
      <Act id="sign-in-cancel" tone="quiet" hint="Esc" onPress={cancel}>
        {t('signIn.cancel')}
      </Act>
    </div>
  );
}
