/** The masked trace, newest at the bottom, as it happens. */
import { memo, useEffect, useRef, useState } from 'react';
import type { TraceLine } from '../../../domain/contract/devices.ts';
import { call } from '../../bridge.ts';
import { useWords } from '../../i18n.tsx';

const refreshMs = 700;
/** What a person can look through; the devices process keeps its own bound. */
const linesMax = 300;
/** Near enough to the end to be taken along. */
const followPx = 40;

/** A long trace scrolls, so it must be reachable by keyboard. */
const scrollable = { tabIndex: 0 };

export function Trace({ device }: Readonly<{ device: string }>) {
  const { t } = useWords();
  const lines = useTrace(device);
  const scroller = useRef<HTMLElement>(null);
  const follows = useRef(true);
  useEffect(() => {
    const element = scroller.current;
    if (lines.length > 0 && element && follows.current) element.scrollTop = element.scrollHeight;
  }, [lines]);
  return (
    <section
      className="trace"
      ref={scroller}
      aria-label={t('trace.title')}
      data-testid="trace"
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        follows.current = scrollHeight - scrollTop - clientHeight < followPx;
      }}
      {...scrollable}
    >
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
      {lines.length === 0 ? <p className="trace-none">{t('trace.none')}</p> : null}
    </section>
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
      setLines((known) => [...known, ...fresh].slice(-linesMax));
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
