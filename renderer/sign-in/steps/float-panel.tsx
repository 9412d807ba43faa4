/** The opening cash, counted; the last thing before the day opens. */
import { useState } from 'react';
import type { SignInView } from '../../../domain/contract/ipc.ts';
import { type Counts, CountTable, countedMinor, fewestPieces } from '../../cash/count-table.tsx';
import { call } from '../../page/bridge.ts';
import { type Keys, keyFor, useKeys } from '../../page/keys.ts';
import { notify } from '../../page/notices.ts';
import { useTill } from '../../page/use-till.ts';
import { Act } from '../../parts/act.tsx';
import { useWords } from '../../words/i18n.tsx';
import { cancel } from '../acts.ts';

const keys = {
  count: 'float.fill',
  finish: 'float.open',
  back: 'signIn.cancel',
} satisfies Keys;

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
  useKeys(keys, { count: fillUsual, finish: () => void open(), back: cancel });
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
        <Act id="float-usual" hint={keyFor.count} onPress={fillUsual}>
          {t('float.usual', { amount: words.money(view.usualFloatMinor) })}
        </Act>
        <Act id="sign-in-cancel" hint={keyFor.back} onPress={cancel}>
          {t('signIn.cancel')}
        </Act>
      </div>
      <Act
        id="float-confirm"
        tone="seal"
        size="large"
        hint={keyFor.finish}
        disabled={busy}
        onPress={() => void open()}
      >
        {t('float.open')}
      </Act>
    </div>
  );
}
