/** The masked trace as it happens: filtered, held still, copied, saved. */
import { memo, type UIEvent, useEffect, useRef, useState } from 'react';
import type { TraceLine } from '../../domain/devices/verbs.ts';
import { call } from '../page/bridge.ts';
import { notify } from '../page/notices.ts';
import { Act } from '../parts/act.tsx';
import { useWords } from '../words/i18n.tsx';

const refreshMs = 700;
/** Searched; as many as the devices process keeps itself. */
const keptMax = 2_000;
/** What a person can look through at once. */
const shownMax = 300;
/** Near enough to the end to be taken along. */
const followPx = 40;

/** A long trace scrolls, so it must be reachable by keyboard. */
const scrollable = { tabIndex: 0 };

type Props = Readonly<{ device: string; maySave: boolean }>;

export function Trace({ device, maySave }: Props) {
  const { t } = useWords();
  const [held, setHeld] = useState<readonly TraceLine[] | null>(null);
  const [filter, setFilter] = useState('');
  const [onlyFaults, setOnlyFaults] = useState(false);
  const live = useTrace(device);
  const lines = (held ?? live)
    .filter((line) => (!onlyFaults || line.faulty) && matches(line, filter))
    .slice(-shownMax);
  const { scroller, onScroll } = useFollowing(lines);

  async function save(): Promise<void> {
    const answer = await call('bench.saveTrace', { device });
    if (!answer.ok) notify(answer.problem);
  }

  return (
    <>
      <div className="trace-tools">
        <input
          className="field trace-filter"
          data-testid="trace-filter"
          aria-label={t('trace.filter')}
          placeholder={t('trace.filter')}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
        <Toggle id="trace-faults" on={onlyFaults} onPress={() => setOnlyFaults(!onlyFaults)}>
          {t('trace.onlyFaults')}
        </Toggle>
        <Toggle id="trace-hold" on={held !== null} onPress={() => setHeld(held ? null : live)}>
          {t('trace.hold')}
        </Toggle>
        <Act id="trace-copy" size="small" onPress={() => void copy(lines)}>
          {t('trace.copy')}
        </Act>
        {maySave ? (
          <Act id="trace-save" size="small" onPress={() => void save()}>
            {t('trace.save')}
          </Act>
        ) : null}
      </div>
      <section
        className="trace"
        ref={scroller}
        aria-label={t('trace.title')}
        data-testid="trace"
        onScroll={onScroll}
        {...scrollable}
      >
        <TraceTable lines={lines} />
        {lines.length === 0 ? (
          <p className="trace-none">{t(live.length === 0 ? 'trace.none' : 'trace.noMatch')}</p>
        ) : null}
      </section>
    </>
  );
}

type ToggleProps = Readonly<{ id: string; on: boolean; onPress: () => void; children: string }>;

function Toggle({ id, on, onPress, children }: ToggleProps) {
  return (
    <button
      type="button"
      className={on ? 'act act-small act-ink' : 'act act-small act-plain'}
      data-testid={id}
      aria-pressed={on}
      onClick={onPress}
    >
      {children}
    </button>
  );
}

function TraceTable({ lines }: Readonly<{ lines: readonly TraceLine[] }>) {
  const { t } = useWords();
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t('trace.time')}</th>
          <th scope="col">
            <span className="hidden">{t('trace.direction')}</span>
          </th>
          <th scope="col">{t('trace.bytes')}</th>
          <th scope="col">{t('trace.meaning')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <TraceRow key={line.index} line={line} />
        ))}
      </tbody>
    </table>
  );
}

const TraceRow = memo(function TraceRow({ line }: Readonly<{ line: TraceLine }>) {
  const words = useWords();
  const millis = String(Math.floor(line.at) % 1_000).padStart(3, '0');
  return (
    <tr
      className={line.faulty ? 'trace-faulty' : ''}
      data-testid="trace-line"
      data-direction={line.direction}
    >
      <td>
        {words.timeWithSeconds(line.at)}.{millis}
      </td>
      <td>
        <span aria-hidden="true">{line.direction === 'out' ? '→' : '←'}</span>
        <span className="hidden">
          {words.t(line.direction === 'out' ? 'trace.out' : 'trace.in')}
        </span>
      </td>
      <td>
        <code>{line.hex}</code>
      </td>
      <td>{line.meaning}</td>
    </tr>
  );
});

/** Bytes are found however they are spaced: `5A32` finds `5A 32`. */
function matches(line: TraceLine, filter: string): boolean {
  const wanted = filter.trim().toLowerCase();
  if (wanted === '') return true;
  const bytes = line.hex.replace(/ /g, '').toLowerCase();
  return line.meaning.toLowerCase().includes(wanted) || bytes.includes(wanted.replace(/ /g, ''));
}

async function copy(lines: readonly TraceLine[]): Promise<void> {
  const text = lines.map(({ at, direction, hex, meaning }) =>
    [new Date(at).toISOString(), direction === 'out' ? '>' : '<', hex, meaning].join('\t'),
  );
  await navigator.clipboard.writeText(text.join('\n'));
}

/** Stays at the end while the person is there, and where they are when they have scrolled back. */
function useFollowing(lines: readonly TraceLine[]) {
  const scroller = useRef<HTMLElement>(null);
  const follows = useRef(true);
  useEffect(() => {
    const element = scroller.current;
    if (lines.length > 0 && element && follows.current) element.scrollTop = element.scrollHeight;
  }, [lines]);
  const onScroll = (event: UIEvent<HTMLElement>): void => {
    const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
    follows.current = scrollHeight - scrollTop - clientHeight < followPx;
  };
  return { scroller, onScroll };
}

function useTrace(device: string): readonly TraceLine[] {
  const [lines, setLines] = useState<readonly TraceLine[]>([]);
  useEffect(() => {
    let current = true;
    let after = -1;
    let asking = false;
    const ask = async () => {
      if (asking) return;
      asking = true;
      const answer = await call('devices.trace', { device, after });
      asking = false;
      if (!current || !answer.ok || answer.value.lines.length === 0) return;
      const fresh = answer.value.lines;
      after = fresh.at(-1)?.index ?? after;
      setLines((known) => [...known, ...fresh].slice(-keptMax));
    };
    void ask();
    const timer = window.setInterval(() => void ask(), refreshMs);
    return () => {
      current = false;
      window.clearInterval(timer);
    };
  }, [device]);
  return lines;
}
