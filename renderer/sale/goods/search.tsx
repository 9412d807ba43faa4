/** The search field: always ready, for codes and for names. */
import { type Ref, type RefObject, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { readCode } from '../../../domain/goods/code.ts';
import { type Item, shownPrice } from '../../../domain/goods/item.ts';
import type { ProblemData } from '../../../domain/words/problem.ts';
import { call } from '../../page/bridge.ts';
import { keyFor } from '../../page/keys.ts';
import { useTill } from '../../page/use-till.ts';
import { Act } from '../../parts/act.tsx';
import { Hint } from '../../parts/hint.tsx';
import { Icon } from '../../parts/icon.tsx';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { useWords } from '../../words/i18n.tsx';
import { type SearchHandle, scan } from '../acts.ts';
import { addItem } from './add-item.ts';

/** Long enough for a burst of the scanner to pass, too short for a person to notice. */
const searchDelayMs = 110;

export function Search({ ref }: Readonly<{ ref: Ref<SearchHandle> }>) {
  const words = useWords();
  const { t } = words;
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const { found, find, forget } = useSearch();
  const saleProblem = useTill((till) => till.saleProblem);
  const dialogOpen = useTill((till) => till.dialog !== null);

  useImperativeHandle(ref, () => ({
    focus: () => input.current?.focus(),
    clear,
    isBusy: () => text !== '',
    text: () => text,
  }));
  useTypingGoesTo(input, !dialogOpen);

  function clear(): void {
    setText('');
    setChosen(0);
    forget();
  }

  function type(next: string): void {
    setText(next);
    setChosen(0);
    if (useTill.getState().saleProblem !== null) useTill.setState({ saleProblem: null });
    const term = next.trim();
    // Digits alone are a code, which goes the scanner's road with Enter; a card's track is nobody's search.
    if (term === '' || /^\d+$|^[%;*\]]/.test(term)) forget();
    else find(term);
  }

  function take(item: Item): void {
    clear();
    input.current?.focus();
    void addItem(item);
  }

  async function enter(): Promise<void> {
    const term = text.trim();
    if (term === '') return;
    if (/^\d{5,}$/.test(term) || readCode(term).kind !== 'unreadable') {
      clear();
      scan(term);
      return;
    }
    const item = found?.text === term ? found.items[chosen] : undefined;
    if (item) take(item);
    else find(term, 0);
  }

  function key(event: React.KeyboardEvent): void {
    const last = (found?.items.length ?? 0) - 1;
    if (event.key === 'Enter') void enter();
    else if (event.key === 'Escape') {
      clear();
      useTill.setState({ saleProblem: null });
    } else if (event.key === 'ArrowDown' && last >= 0) setChosen(Math.min(chosen + 1, last));
    else if (event.key === 'ArrowUp' && last >= 0) setChosen(Math.max(chosen - 1, 0));
    else return;
    if (event.key !== 'Enter' || text !== '') event.preventDefault();
  }

  return (
    <div className="search">
      <Icon name="search" size={20} />
      <input
        ref={input}
        className="search-field"
        data-testid="search"
        role="combobox"
        aria-label={t('search.label')}
        aria-expanded={found !== null}
        aria-controls="search-results"
        aria-activedescendant={found?.items[chosen] ? `result-${chosen}` : undefined}
        placeholder={t('search.placeholder')}
        autoComplete="off"
        spellCheck={false}
        maxLength={64}
        value={text}
        onChange={(event) => type(event.target.value)}
        onKeyDown={key}
      />
      <Hint>{text === '' ? keyFor.search : keyFor.back}</Hint>
      {found === null ? null : <Results found={found} chosen={chosen} onTake={take} />}
      {saleProblem === null ? null : <SearchProblem problem={saleProblem} />}
    </div>
  );
}

type ResultsProps = Readonly<{
  found: Found;
  chosen: number;
  onTake: (item: Item) => void;
}>;

function Results({ found, chosen, onTake }: ResultsProps) {
  const words = useWords();
  const { items } = found;
  if (items.length === 0) {
    return (
      <p className="results results-none" role="status" data-testid="search-none">
        {words.t('search.none')}
      </p>
    );
  }
  return (
    <div
      className="results"
      id="search-results"
      role="listbox"
      aria-label={words.t('search.results')}
      data-testid="search-results"
      data-text={found.text}
    >
      {items.map((item, index) => (
        <div
          key={item.sku}
          id={`result-${index}`}
          ref={index === chosen ? intoView : undefined}
          className={index === chosen ? 'result result-chosen' : 'result'}
          role="option"
          aria-selected={index === chosen}
          tabIndex={-1}
          data-testid={`result-${item.sku}`}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTake(item)}
          onKeyDown={() => undefined}
        >
          <span className="result-name">{words.name(item.name)}</span>
          <span className="result-code">{item.barcode ?? item.sku}</span>
          <span className="result-price">
            {words.money(shownPrice(item).minor)}
            {shownPrice(item).per === '' ? '' : ` / ${shownPrice(item).per}`}
          </span>
          <Hint>{index === chosen ? 'Enter' : ''}</Hint>
        </div>
      ))}
    </div>
  );
}

function SearchProblem({ problem }: Readonly<{ problem: ProblemData }>) {
  const { t } = useWords();
  return (
    <div className="search-problem">
      <ProblemNote problem={problem} id="sale-problem">
        <Act
          id="sale-problem-dismiss"
          size="small"
          hint={keyFor.back}
          onPress={() => useTill.setState({ saleProblem: null })}
        >
          {t('notice.dismiss')}
        </Act>
      </ProblemNote>
    </div>
  );
}

type Found = Readonly<{ text: string; items: readonly Item[] }>;

/** Asks main a moment after the last key; an answer that comes too late is dropped. */
function useSearch() {
  const [found, setFound] = useState<Found | null>(null);
  const timer = useRef(0);
  const asked = useRef(0);

  function forget(): void {
    window.clearTimeout(timer.current);
    asked.current += 1;
    setFound(null);
  }

  function find(term: string, delayMs = searchDelayMs): void {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      asked.current += 1;
      const turn = asked.current;
      void call('catalogue.search', { text: term }).then((answer) => {
        if (turn !== asked.current) return;
        if (answer.ok) setFound({ text: term, items: answer.value });
        else useTill.setState({ saleProblem: answer.problem });
      });
    }, delayMs);
  }

  useEffect(() => () => window.clearTimeout(timer.current), []);
  return { found, find, forget };
}

/** Whatever is typed on the sale screen goes into the search: nobody has to look for the field first. */
function useTypingGoesTo(input: RefObject<HTMLInputElement | null>, active: boolean): void {
  useEffect(() => {
    if (!active) return;
    input.current?.focus();
    const listener = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key.length !== 1 || event.key === ' ' || event.key === '*' || event.key === '/')
        return;
      if (event.target instanceof HTMLInputElement) return;
      input.current?.focus();
    };
    window.addEventListener('keydown', listener, true);
    return () => window.removeEventListener('keydown', listener, true);
  }, [active, input]);
}

function intoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}
