/** How the customer pays. Red is the act that moves money by card. */

import { keyFor } from '../page/keys.ts';
import { openDialog, useTill } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { useWords } from '../words/i18n.tsx';
import { payCard, payCash, paySplit, payWallet } from './acts.ts';

export function Tenders() {
  const words = useWords();
  const { t } = words;
  const due = useTill((till) => till.basket?.owedMinor ?? 0);
  const empty = useTill((till) => (till.basket?.lines.length ?? 0) === 0);
  const cardReady = useTill((till) => till.state?.cardReady ?? false);
  return (
    <div className="tenders">
      <Act id="tender-cash" size="huge" hint={keyFor.cash} disabled={empty} onPress={payCash}>
        {t(due < 0 ? 'tender.refund' : 'tender.cash')}
      </Act>
      <Act
        id="tender-wallet"
        size="huge"
        hint={keyFor.wallet}
        disabled={empty || due <= 0}
        onPress={() => payWallet()}
      >
        {t('tender.walletShort')}
      </Act>
      <Act
        id="tender-split"
        size="huge"
        hint={keyFor.split}
        disabled={empty || due < 0}
        onPress={paySplit}
      >
        {t('tender.split')}
      </Act>
      <Act id="more" size="huge" hint={keyFor.more} onPress={() => openDialog({ kind: 'more' })}>
        {t('tender.more')}
      </Act>
      <Act
        id="tender-card"
        tone="seal"
        size="huge"
        hint={keyFor.card}
        disabled={empty || due <= 0 || !cardReady}
        onPress={payCard}
      >
        {!cardReady
          ? t('tender.cardOff')
          : due < 0
            ? t('tender.cardShort')
            : t('tender.card', { amount: words.money(due) })}
      </Act>
    </div>
  );
}
