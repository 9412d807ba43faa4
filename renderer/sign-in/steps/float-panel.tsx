/** The opening cash, counted; the last thing before the day opens. */
import { useState } from 'react';
import type { SignInView } from '../../../domain/contract/ipc.ts';
import { type Counts, CountTable, countedMinor, fewestPieces } from '../../cash/count-table.tsx';
import { call } from '../../page/bridge.ts';
import { useShortcuts } from '../../page/keys.ts';
import { notify, useTill } from '../../page/use-till.ts';
import { Act } from '../../parts/act.tsx';
import { useWords } from '../../words/i18n.tsx';

export function FloatPanel({ view }: Readonly<{ view: SignInView }>) {
  const words = useWords();
  const { t } = words;
  const [counts, setCounts] = useState<Counts>({});
  const [busy, setBusy] = useState(false);
  const sum = countedMinor(counts);

  async function open(): Promise<void> {
    if (busy) return;
    setBusy(true);
    const answer = await call('signIn.countFloat', { denominations: { ...counts } });
    setBusy(false);
    if (answer.ok) useTill.setState({ signIn: answer.value });
    else notify(answer.problem);
  }

  const fillUsual = () => setCounts(fewestPieces(view.usualFloatMinor));
  useShortcuts({
    F5: (event) => {
      event.preventDefault();
      fillUsual();
    },
    F12: () => void open(),
    Escape: () => void call('signIn.cancel', {}),
  });
  return (
    <div className="panel" data-testid="float-panel">
      <h1 className="panel-title">{t('float.title')}</h1>
      <div className="panel-form">
        <CountTable counts={counts} onChange={setCounts} />
        <p className="count-total">
          <span>{t('float.sum')}</span>
          <b data-testid="float-sum" data-minor={sum}>
            {words.money(sum)}
          </b>
        </p>
      </div>
      <div className="panel-space" />
      <div className="panel-two">
        <Act id="float-usual" hint="F5" onPress={fillUsual}>
          {t('float.usual', { amount: words.money(view.usualFloatMinor) })}
        </Act>
        <Act id="sign-in-cancel" hint="Esc" onPress={() => void call('signIn.cancel', {})}>
          {t('signIn.cancel')}
        </Act>
      </div>
      <Act
        id="float-confirm"
        tone="seal"
        size="large"
        hint="F12"
        disabled={busy}
        onPress={() => void open()}
      >
        {t('float.open')}
      </Act>
    </div>
  );
}
