/** The opening cash, counted; the last thing before the day opens. */
import { useState } from 'react';
import type { SignInView } from '../../../domain/contract/ipc.ts';
import { type Counts, CountTable, countedMinor, fewestPieces } from '../../cash/count-table.tsx';
import { call } from '../../page/bridge.ts';
import { type Keys, keyFor, useKeys } from '../../page/keys.ts';
import { notify } from '../../page/notices.ts';
import { Act } from '../../parts/act.tsx';
import { useWords } from '../../words/i18n.tsx';
import { cancel } from '../acts.ts';

const keys = {
  count: 'float.fill',
  finish: 'float.open',
  odd: 'float.asCounted',
  back: 'signIn.cancel',
} satisfies Keys;

export function FloatPanel({ view }: Readonly<{ view: SignInView }>) {
  const words = useWords();
  const { t } = words;
  const [counts, setCounts] = useState<Counts>({});
  const [busy, setBusy] = useState(false);
  /** An odd float was about to be taken: asked about once. */
  const [asked, setAsked] = useState(false);
  const sum = countedMinor(counts);

  async function open(): Promise<void> {
    if (busy) return;
    if (isOdd(sum, view.usualFloatMinor) && !asked) return setAsked(true);
    setBusy(true);
    const answer = await call('signIn.countFloat', { denominations: { ...counts } });
    setBusy(false);
    if (!answer.ok) notify(answer.problem);
  }

  const count = (next: Counts) => {
    setCounts(next);
    setAsked(false);
  };
  const fillUsual = () => count(fewestPieces(view.usualFloatMinor));
  useKeys(keys, {
    count: fillUsual,
    finish: asked ? null : () => void open(),
    odd: asked ? () => void open() : null,
    back: cancel,
  });
  return (
    <div className="panel" data-testid="float-panel">
      <h1 className="panel-title">{t('float.title')}</h1>
      <div className="panel-form">
        <CountTable counts={counts} onChange={count} />
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
      {asked ? (
        <div className="cash-asked" role="alert" data-testid="float-asked">
          <p>
            {t('float.asked', {
              amount: words.money(sum),
              usual: words.money(view.usualFloatMinor),
            })}
          </p>
          <Act id="float-as-counted" hint={keyFor.odd} disabled={busy} onPress={() => void open()}>
            {t('float.asCounted')}
          </Act>
        </div>
      ) : (
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
      )}
    </div>
  );
}

/** Nothing at all, or so much that a digit slipped in. A shop that never has a float has none to miss. */
function isOdd(sumMinor: number, usualMinor: number): boolean {
  return usualMinor > 0 && (sumMinor === 0 || sumMinor >= 5 * usualMinor);
}
