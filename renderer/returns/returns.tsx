/** Goods come back: which sale they are of, how much of each, and why. Or the whole sale is undone. */
import { useEffect, useState } from 'react';
import { readCode } from '../../domain/goods/code.ts';
import type { ReturnView, SoldSale } from '../../domain/returns/channels.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { type Keys, useKeys } from '../page/keys.ts';
import { topDepth } from '../page/layers.ts';
import { scanIsUnused, useScanner } from '../page/scans.ts';
import { useTakeBack } from '../page/take-back.ts';
import { isOnButton, useTypedKeys } from '../page/typed-keys.ts';
import { goTo, useTill } from '../page/use-till.ts';
import { TopBar } from '../parts/top-bar.tsx';
import { useWords } from '../words/i18n.tsx';
import { allOf, type Draft, emptyDraft, linesLeft, typed, typedNumber } from './draft.ts';
import { ReturnSheet } from './return-sheet.tsx';
import { SaleSide } from './sale-side.tsx';
import { SoldSales } from './sold-sales.tsx';
import { VoidSheets } from './void-sheets.tsx';
import '../reports/report.css';
import './returns.css';

const keys = {
  previous: 'returns.choose',
  next: 'returns.choose',
  confirm: 'returns.goOn',
  count: 'returns.all',
  reject: 'returns.void',
  back: 'dialog.back',
} satisfies Keys;

export function Returns() {
  const { t } = useWords();
  const [picked, setPicked] = useState<string | null>(null);
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const [asked, setAsked] = useState<'return' | 'void' | null>(null);
  const sales = useSales(setProblem);
  const chosen = picked ?? sales?.[0]?.saleId ?? null;
  const sale = useSale(chosen, setProblem);
  const inLines = draft.line !== null;

  function choose(saleId: string): void {
    setPicked(saleId);
    setDraft(emptyDraft);
    setProblem(null);
  }

  function chooseNumber(): void {
    const found = sales?.find(({ number }) => number === Number(draft.number));
    if (found) choose(found.saleId);
    else setDraft({ ...emptyDraft, missed: draft.number });
  }

  function move(by: number): void {
    if (inLines) {
      const next = besides(sale?.lines ?? [], ({ line }) => line === draft.line, by);
      if (next) setDraft({ ...draft, line: next.line, text: '' });
    } else {
      const next = besides(sales ?? [], ({ saleId }) => saleId === chosen, by);
      if (next) choose(next.saleId);
    }
  }

  /** Into the lines, and from there on to the reason. */
  function goOn(): void {
    const first = sale && linesLeft(sale)[0];
    if (draft.number !== '') chooseNumber();
    else if (draft.counts.size > 0) setAsked('return');
    else if (first) setDraft({ ...draft, line: first.line });
  }

  /** With goods on the counter it would not be that sale alone that is undone. */
  function askVoid(): void {
    if (useTill.getState().basket?.lines.length) {
      setProblem({ kind: 'basket-open', params: {} });
    } else setAsked('void');
  }

  function type(key: string, event: KeyboardEvent): boolean {
    if (key === 'Enter' && !isOnButton(event)) {
      if (!event.repeat) goOn();
      return true;
    }
    const entry = key === 'Backspace' ? 'back' : /^[\d.]$/.test(key) ? key : null;
    if (entry === null) return false;
    const line = sale?.lines.find((one) => one.line === draft.line);
    setDraft((now) => (line ? typed(now, line, entry) : typedNumber(now, entry)));
    return true;
  }

  const all =
    sale !== null && linesLeft(sale).length > 0 ? () => setDraft(allOf(draft, sale)) : null;
  const undo = sale?.voidRefusal === null ? askVoid : null;
  const back = () => (inLines ? setDraft({ ...draft, line: null, text: '' }) : goTo('sell'));

  useTypedKeys(type);
  useTakeBack(draft, setDraft);
  useScanner({
    onCode: (code) => {
      const read = readCode(code);
      if (read.kind === 'receipt' && topDepth() === 0) choose(read.saleId);
      else scanIsUnused();
    },
    onCard: () => setDraft({ ...draft, number: '', text: '' }),
  });
  useKeys(keys, {
    previous: () => move(-1),
    next: () => move(1),
    count: all,
    reject: undo,
    back,
  });

  return (
    <div className="screen" data-testid="returns-screen">
      <TopBar title={t('returns.title')} />
      <main className="report returns">
        <SoldSales sales={sales} chosen={chosen} draft={draft} onChoose={choose} />
        <SaleSide
          {...{ sale, draft, problem }}
          onDraft={setDraft}
          onGoOn={goOn}
          onBack={back}
          onAll={all}
          onVoid={undo}
        />
      </main>
      {asked === 'return' && sale ? (
        <ReturnSheet sale={sale} counts={draft.counts} onClose={() => setAsked(null)} />
      ) : null}
      {asked === 'void' && sale ? <VoidSheets sale={sale} onClose={() => setAsked(null)} /> : null}
    </div>
  );
}

/** The next or previous of the one that `isChosen`, or that itself at the end. */
function besides<Of>(all: readonly Of[], isChosen: (one: Of) => boolean, by: number) {
  return all[Math.min(all.length - 1, Math.max(0, all.findIndex(isChosen) + by))];
}

type Tell = (problem: ProblemData) => void;

/** Today's, the newest first; null until they are there. */
function useSales(onProblem: Tell): readonly SoldSale[] | null {
  const [sales, setSales] = useState<readonly SoldSale[] | null>(null);
  useEffect(() => {
    void call('returns.list', { businessDate: null }).then((answer) => {
      if (answer.ok) setSales(answer.value);
      else onProblem(answer.problem);
    });
  }, [onProblem]);
  return sales;
}

/** The chosen sale, with what is left of it. */
function useSale(saleId: string | null, onProblem: Tell): ReturnView | null {
  const [sale, setSale] = useState<ReturnView | null>(null);
  useEffect(() => {
    if (saleId === null) return;
    let current = true;
    void call('returns.view', { of: saleId }).then((answer) => {
      if (!current) return;
      setSale(answer.ok ? answer.value : null);
      if (!answer.ok) onProblem(answer.problem);
    });
    return () => {
      current = false;
    };
  }, [saleId, onProblem]);
  return sale?.saleId === saleId ? sale : null;
}
