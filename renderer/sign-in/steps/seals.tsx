/** The cashier compares the seals of each device with their numbers in the register. */
import { useState } from 'react';
import type { SignInView } from '../../../domain/contract/ipc.ts';
import { call } from '../../page/bridge.ts';
import { type Keys, keyFor, useKeys } from '../../page/keys.ts';
import { notify } from '../../page/notices.ts';
import { Act } from '../../parts/act.tsx';
import { useWords } from '../../words/i18n.tsx';
import { cancel, refusalOf } from '../acts.ts';

const keys = {
  confirm: 'seals.intact',
  reject: 'seals.broken',
  back: 'signIn.cancel',
} satisfies Keys;

export function Seals({ view }: Readonly<{ view: SignInView }>) {
  const words = useWords();
  const { t } = words;
  const [busy, setBusy] = useState(false);

  async function confirm(intact: boolean): Promise<void> {
    if (busy) return;
    setBusy(true);
    const problem = refusalOf(await call('signIn.confirmSeals', { intact }));
    setBusy(false);
    if (problem !== null) notify(problem);
  }

  useKeys(keys, { reject: () => void confirm(false), back: cancel });
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
        hint={keyFor.confirm}
        autoFocus
        disabled={busy}
        onPress={() => void confirm(true)}
      >
        {t('seals.intact')}
      </Act>
      <Act
        id="seals-broken"
        hint={keyFor.reject}
        disabled={busy}
        onPress={() => void confirm(false)}
      >
        {t('seals.broken')}
      </Act>
      <Act id="sign-in-cancel" tone="quiet" hint={keyFor.back} onPress={cancel}>
        {t('signIn.cancel')}
      </Act>
    </div>
  );
}
