/** Today's last sales, and their receipts once more. */
import { useEffect, useState } from 'react';
import type { SaleView } from '../../domain/contract/ipc.ts';
import type { Paper } from '../../domain/paper/paper.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { type Keys, keyFor, useKeys } from '../page/keys.ts';
import { useOnce } from '../page/use-once.ts';
import { goTo } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { ReceiptView } from '../parts/paper-view.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { TopBar } from '../parts/top-bar.tsx';
import { useWords } from '../words/i18n.tsx';
import '../reports/report.css';

const keys = {
  previous: 'recent.title',
  next: 'recent.title',
  print: 'recent.print',
  back: 'dialog.backToSale',
} satisfies Keys;

export function Recent() {
  const words = useWords();
  const { t } = words;
  const [sales, setSales] = useState<readonly SaleView[] | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const [printed, setPrinted] = useState<'done.printed' | 'done.sent' | null>(null);
  const paper = useReceipt(chosen, setProblem);

  useEffect(() => {
    void call('sale.recent', {}).then((answer) => {
      if (!answer.ok) return setProblem(answer.problem);
      setSales(answer.value);
      setChosen(answer.value[0]?.saleId ?? null);
    });
  }, []);

  function choose(saleId: string): void {
    setChosen(saleId);
    setPrinted(null);
    setProblem(null);
  }

  function move(by: number): void {
    const list = sales ?? [];
    const at = list.findIndex((sale) => sale.saleId === chosen);
    const next = list[Math.min(list.length - 1, Math.max(0, at + by))];
    if (next) choose(next.saleId);
  }

  const [print] = useOnce(async () => {
    if (chosen === null) return;
    setProblem(null);
    const answer = await call('sale.printReceipt', { saleId: chosen });
    if (answer.ok) setPrinted(answer.value.confirmed ? 'done.printed' : 'done.sent');
    else setProblem(answer.problem);
  });

  useKeys(keys, {
    back: () => goTo('sell'),
    print: print,
    previous: () => move(-1),
    next: () => move(1),
  });

  return (
    <div className="screen" data-testid="recent-screen">
      <TopBar title={t('recent.title')} />
      <main className="report">
        <section className="report-main">
          {sales?.length === 0 ? <p className="report-empty">{t('recent.none')}</p> : null}
          <ul className="sales" data-testid="recent-sales">
            {sales?.map((sale) => (
              <SaleRow
                key={sale.saleId}
                sale={sale}
                chosen={sale.saleId === chosen}
                onChoose={choose}
              />
            ))}
          </ul>
        </section>
        <aside className="report-side">
          <ReceiptView paper={paper} id="receipt-preview" label={t('receipt.preview')} />
          {problem === null ? null : (
            <ProblemNote problem={problem} id="report-problem" tone="amber" />
          )}
          <Act
            id="receipt-print"
            tone="ink"
            size="large"
            hint={keyFor.print}
            disabled={chosen === null}
            onPress={print}
          >
            {printed ? t(printed) : t('recent.print')}
          </Act>
          <Act id="report-back" hint={keyFor.back} onPress={() => goTo('sell')}>
            {t('dialog.backToSale')}
          </Act>
        </aside>
      </main>
    </div>
  );
}

type RowProps = Readonly<{ sale: SaleView; chosen: boolean; onChoose: (saleId: string) => void }>;

function SaleRow({ sale, chosen, onChoose }: RowProps) {
  const words = useWords();
  return (
    <li>
      <button
        type="button"
        className={chosen ? 'sale-row sale-chosen' : 'sale-row'}
        data-testid="recent-sale"
        data-sale={sale.saleId}
        aria-pressed={chosen}
        onClick={() => onChoose(sale.saleId)}
      >
        <span className="sale-number">#{sale.number}</span>
        <span>{words.time(sale.at)}</span>
        <span className="sale-who">{sale.operatorName}</span>
        <span>{words.t('basket.pieces', { count: sale.pieces })}</span>
        <span>{words.t(`tender.${sale.tender}Short`)}</span>
        <b>{words.amount(sale.tenderedMinor - sale.changeMinor)}</b>
      </button>
    </li>
  );
}

function useReceipt(saleId: string | null, onProblem: (problem: ProblemData) => void): Paper {
  const { locale } = useWords();
  const [paper, setPaper] = useState<Paper>([]);
  useEffect(() => {
    if (saleId === null) return;
    let current = true;
    // The paper comes in the language of the moment.
    void locale;
    void call('sale.receipt', { saleId }).then((answer) => {
      if (!current) return;
      if (answer.ok) setPaper(answer.value);
      else onProblem(answer.problem);
    });
    return () => {
      current = false;
    };
  }, [saleId, locale, onProblem]);
  return paper;
}
