/** Who, and the PIN: for the sign-in and for the lock. The PIN lives in this component and is gone once it was sent. */
import { useState } from 'react';
import type { OperatorView } from '../../domain/contract/ipc.ts';
import type { ProblemData } from '../../domain/problems.ts';
import { nowMs, useNow } from '../clock.ts';
import { useWords } from '../i18n.tsx';
import { useScanner, useShortcuts, useTypedKeys } from '../keys.ts';
import { Act } from '../parts/act.tsx';
import { Keypad } from '../parts/keypad.tsx';
import { OperatorTile } from '../parts/operator-tile.tsx';
import { PinDots } from '../parts/pin-dots.tsx';

/** Two columns of three: as many as fit above a keypad on 768 pixels. The rest sign in by number. */
const tilesMax = 5;
const pinDigitsMin = 4;
const pinDigitsMax = 12;
const numberDigitsMin = 2;
const numberDigitsMax = 8;

type Props = Readonly<{
  title: string;
  operators: readonly OperatorView[];
  submitLabel: string;
  /** Answers with what went wrong, or null. */
  onSubmit: (number: string, pin: string) => Promise<ProblemData | null>;
  /** Offered where too many wrong tries have locked somebody out. */
  onLockedOut?: (number: string) => void;
}>;

type Chosen = Readonly<{ kind: 'tile'; number: string }> | Readonly<{ kind: 'other' }>;

export function PinPanel(props: Props) {
  const { t } = useWords();
  const tiles = props.operators.slice(0, tilesMax);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [number, setNumber] = useState('');
  const [numberDone, setNumberDone] = useState(false);
  const [pin, setPin] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const [waitUntil, setWaitUntil] = useState(0);
  const secondsLeft = useCountdown(waitUntil);

  const current = chosen ?? firstOf(tiles);
  const who = current.kind === 'tile' ? current.number : number;
  const entersNumber = current.kind === 'other' && !numberDone;
  const mayType = !busy && secondsLeft === 0;

  function choose(next: Chosen): void {
    setChosen(next);
    setNumber('');
    setNumberDone(false);
    setPin('');
    setProblem(null);
  }

  function press(key: string): void {
    if (!mayType) return;
    setProblem(null);
    const edit = (text: string, max: number) => {
      if (key === 'clear') return '';
      return key === 'back' ? text.slice(0, -1) : (text + key).slice(0, max);
    };
    if (entersNumber) setNumber((text) => edit(text, numberDigitsMax));
    else if (key === 'clear' && pin === '') setNumberDone(false);
    else setPin((text) => edit(text, pinDigitsMax));
  }

  const canSubmit =
    mayType && (entersNumber ? number.length >= numberDigitsMin : pin.length >= pinDigitsMin);

  async function submit(): Promise<void> {
    if (!canSubmit) return;
    if (entersNumber) return setNumberDone(true);
    setBusy(true);
    const sent = pin;
    setPin('');
    const refused = await props.onSubmit(who, sent);
    setBusy(false);
    setProblem(refused);
    const wait = refused === null ? 0 : waitMsOf(refused);
    if (wait > 0) setWaitUntil(nowMs() + wait);
  }

  useTypedKeys((key, event) => {
    if (/^\d$/.test(key)) press(key);
    else if (key === 'Backspace') press('back');
    else if (key === 'Escape') press('clear');
    else if (key === 'Enter' && canSubmit && !event.repeat) void submit();
    else return false;
    return true;
  });
  useTileKeys(tiles, choose);
  useScanner({
    onCard: () => {
      setPin('');
      setNumber('');
      setProblem({ kind: 'payment-card-scanned', params: {} });
    },
  });

  return (
    <div className="pin-panel" data-testid="pin-panel">
      <h1 className="panel-title">{props.title}</h1>
      <People
        title={props.title}
        tiles={tiles}
        current={current}
        number={number}
        onChoose={choose}
      />
      {entersNumber ? <NumberTyped number={number} /> : <PinDots length={pin.length} />}
      <PinMessage
        problem={problem}
        secondsLeft={secondsLeft}
        busy={busy}
        {...(props.onLockedOut ? { onLockedOut: () => props.onLockedOut?.(who) } : {})}
      />
      <Keypad
        left="clear"
        right="back"
        onKey={press}
        disabled={!mayType}
        clearLabel={t('keypad.clear')}
        backLabel={t('keypad.back')}
      />
      <Act
        id="pin-submit"
        tone={entersNumber ? 'ink' : 'seal'}
        size="large"
        hint="Enter"
        disabled={!canSubmit}
        onPress={() => void submit()}
      >
        {entersNumber ? t('operator.next') : props.submitLabel}
      </Act>
    </div>
  );
}

const other: Chosen = { kind: 'other' };

/** Who is asked for a PIN until somebody is chosen. */
function firstOf([first]: readonly OperatorView[]): Chosen {
  return first ? { kind: 'tile', number: first.number } : other;
}

type PeopleProps = Readonly<{
  title: string;
  tiles: readonly OperatorView[];
  current: Chosen;
  /** What was typed for somebody without a tile. */
  number: string;
  onChoose: (chosen: Chosen) => void;
}>;

function People({ title, tiles, current, number, onChoose }: PeopleProps) {
  const { t } = useWords();
  return (
    <fieldset className="people" aria-label={title}>
      {tiles.map((tile, index) => (
        <OperatorTile
          key={tile.number}
          id={`operator-${tile.number}`}
          mark={markOf(tile.name)}
          name={tile.name}
          detail={t('operator.number', { number: tile.number })}
          hint={`F${index + 1}`}
          chosen={current.kind === 'tile' && current.number === tile.number}
          onChoose={() => onChoose({ kind: 'tile', number: tile.number })}
        />
      ))}
      <OperatorTile
        id="operator-other"
        mark="+"
        name={current.kind === 'other' && number !== '' ? number : t('operator.other')}
        detail={t('operator.byNumber')}
        hint="F6"
        chosen={current.kind === 'other'}
        onChoose={() => onChoose(other)}
      />
    </fieldset>
  );
}

function NumberTyped({ number }: Readonly<{ number: string }>) {
  const { t } = useWords();
  return (
    <p className="pin-number" data-testid="operator-number" aria-live="polite">
      {number === '' ? <span className="pin-ask">{t('operator.enterNumber')}</span> : number}
    </p>
  );
}

type MessageProps = Readonly<{
  problem: ProblemData | null;
  secondsLeft: number;
  busy: boolean;
  onLockedOut?: () => void;
}>;

/** One line of fixed height, so that nothing below it jumps; a long problem lies over the keypad. */
function PinMessage({ problem, secondsLeft, busy, onLockedOut }: MessageProps) {
  const words = useWords();
  const { t } = words;
  if (secondsLeft > 0) {
    return (
      <p className="pin-message pin-message-bad" role="status" data-testid="pin-wait">
        {t('pin.wait', { seconds: secondsLeft })}
      </p>
    );
  }
  if (problem?.kind === 'operator-locked' && onLockedOut) {
    return (
      <div
        className="pin-message pin-message-bad"
        role="alert"
        data-testid="pin-problem"
        data-kind={problem.kind}
      >
        <span>{words.problem(problem, 'what')}</span>
        <Act id="operator-unlock" size="small" onPress={onLockedOut}>
          {t('operator.unlock')}
        </Act>
      </div>
    );
  }
  if (problem !== null) {
    return (
      <p
        className="pin-message pin-message-bad"
        role="alert"
        data-testid="pin-problem"
        data-kind={problem.kind}
      >
        {words.problem(problem, 'what')} {words.problem(problem, 'next')}
      </p>
    );
  }
  return (
    <p className="pin-message" role="status">
      {busy ? t('pin.checking') : t('pin.hint')}
    </p>
  );
}

/** F1 to F5 for the tiles, F6 for whoever has none. */
function useTileKeys(tiles: readonly OperatorView[], choose: (chosen: Chosen) => void): void {
  useShortcuts({
    ...Object.fromEntries(
      tiles.map((tile, index) => [
        `F${index + 1}`,
        (event: KeyboardEvent) => {
          event.preventDefault();
          choose({ kind: 'tile', number: tile.number });
        },
      ]),
    ),
    F6: (event) => {
      event.preventDefault();
      choose(other);
    },
  });
}

/** Whole seconds until `untilMs`; 0 once it has passed. */
function useCountdown(untilMs: number): number {
  const now = useNow(250);
  return Math.max(0, Math.ceil((untilMs - Math.max(now, nowMs())) / 1_000));
}

function waitMsOf(problem: ProblemData): number {
  const { waitMs, seconds } = problem.params;
  if (typeof waitMs === 'number') return waitMs;
  return typeof seconds === 'number' ? seconds * 1_000 : 0;
}

/** 收银员 甲 → 甲, Manager Li → L. */
function markOf(name: string): string {
  const last = name.trim().split(/\s+/).at(-1) ?? '';
  return (Array.from(last)[0] ?? '?').toUpperCase();
}
