/** The line above the sale: who, when, and everything that is not as it should be. */

import { memo } from 'react';
import type { DeviceView, TillState } from '../../domain/contract/ipc.ts';
import { useNow } from '../page/clock.ts';
import { goTo, openDialog, useTill } from '../page/use-till.ts';
import { pressOnce } from '../parts/act.tsx';
import { Hint } from '../parts/hint.tsx';
import { useWords, type Words } from '../words/i18n.tsx';
import { lock } from './lock.ts';

export const StatusBar = memo(function StatusBar() {
  const { t } = useWords();
  const state = useTill((till) => till.state);
  if (state === null) return null;
  return (
    <header className="bar" data-testid="status-bar">
      <b className="bar-title" data-testid="bar-operator">
        {state.operator?.name ?? ''}
      </b>
      <BarClock businessDate={state.businessDate} />
      <PhaseChip state={state} />
      <span className="bar-space" />
      <button
        type="button"
        className="bar-devices"
        data-testid="bar-devices"
        onClick={() => goTo('devices')}
      >
        <span className="hidden">{t('more.devices')}</span>
        {state.devices.map((device) => (
          <DeviceDot key={device.device} device={device} />
        ))}
      </button>
      <LooseEnds state={state} />
      {state.serverOnline ? null : (
        <span className="chip chip-amber" data-testid="chip-offline">
          {t('bar.offline')}
        </span>
      )}
      {state.unsynced > 0 ? (
        <span className="chip chip-stone" data-testid="chip-unsynced" data-count={state.unsynced}>
          {t('bar.unsynced', { count: state.unsynced })}
        </span>
      ) : null}
      <button
        type="button"
        className="bar-act"
        data-testid="lock"
        aria-keyshortcuts="F12"
        onKeyDown={pressOnce}
        onClick={lock}
      >
        {t('bar.lock')}
        <Hint>F12</Hint>
      </button>
    </header>
  );
});

/** What waits for a person: a press says of what, and how it ends. */
function LooseEnds({ state }: Readonly<{ state: TillState }>) {
  const { t } = useWords();
  const { openAttempts, strays, unread } = state;
  const ends = [
    {
      id: 'attempts',
      opens: 'settle',
      says: 'bar.openAttempts',
      tone: 'seal',
      count: openAttempts,
    },
    { id: 'strays', opens: 'strays', says: 'bar.strays', tone: 'seal', count: strays },
    { id: 'unread', opens: 'unread', says: 'bar.unread', tone: 'amber', count: unread.length },
  ] as const;
  return ends
    .filter(({ count }) => count > 0)
    .map(({ id, opens, says, tone, count }) => (
      <button
        key={id}
        type="button"
        className={`chip chip-${tone} chip-act`}
        data-testid={`chip-${id}`}
        onClick={() => openDialog({ kind: opens })}
      >
        {t(says, { count })}
      </button>
    ));
}

function BarClock({ businessDate }: Readonly<{ businessDate: string }>) {
  const words = useWords();
  const now = useNow(1_000);
  return (
    <span className="bar-clock" data-testid="bar-date">
      <span className="bar-day">{businessDate} · </span>
      {words.time(now)}
    </span>
  );
}

function PhaseChip({ state }: Readonly<{ state: TillState }>) {
  const { t } = useWords();
  if (state.pastCutOver) {
    return (
      <span className="chip chip-amber" data-testid="chip-phase" data-phase="past-cut-over">
        {t('bar.pastCutOver')}
      </span>
    );
  }
  return (
    <span className="chip" data-testid="chip-phase" data-phase={state.phase}>
      {t(`phase.${state.phase}`)}
    </span>
  );
}

/** A healthy device is a dot with its name; a sick one says what it has. */
function DeviceDot({ device }: Readonly<{ device: DeviceView }>) {
  const words = useWords();
  const health = healthOf(device);
  return (
    <span
      className={`device device-${health}`}
      data-testid={`bar-device-${device.device}`}
      data-health={health}
    >
      <i className={`dot dot-${health}`} />
      <span className="device-name">{words.device(device.device)}</span>
      {health === 'healthy' ? null : (
        <span className="device-problem">{shortProblem(device, words)}</span>
      )}
    </span>
  );
}

export function healthOf(device: DeviceView): 'healthy' | 'needs-look' | 'failed' {
  if (!device.online) return 'failed';
  return device.problem === null ? 'healthy' : 'needs-look';
}

/** Two or three words: the whole sentence stands on the device page. */
export function shortProblem(device: DeviceView, words: Words): string {
  const kind = device.problem?.kind;
  const short = kind ? words.sentence({ key: `problem.${kind}.short`, params: {} }) : '';
  if (short !== '') return short;
  return words.t(device.online ? 'device.needsLook' : 'device.offline');
}
