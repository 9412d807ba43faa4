/** The device page: what is attached, how it is, and what was said to it, byte by byte. */

import { useCallback, useEffect, useState } from 'react';
import type { DeviceView } from '../../domain/contract/ipc.ts';
import { call } from '../bridge.ts';
import { useWords } from '../i18n.tsx';
import { useShortcuts } from '../keys.ts';
import { Act } from '../parts/act.tsx';
import { Hint } from '../parts/hint.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { healthOf, shortProblem } from '../parts/status-bar.tsx';
import { TopBar } from '../parts/top-bar.tsx';
import { goTo, notify, useTill } from '../use-till.ts';
import { HealthChecks } from './devices/health-checks.tsx';
import { Identity } from './devices/identity.tsx';
import { Statistics } from './devices/statistics.tsx';
import { Trace } from './devices/trace.tsx';
import './devices.css';

export function Devices() {
  const words = useWords();
  const { t } = words;
  const devices = useDevices();
  const [chosen, setChosen] = useState<string | null>(null);
  const current = devices.find((device) => device.device === chosen) ?? devices[0];
  const sick = devices.filter((device) => healthOf(device) !== 'healthy').length;
  const back = () => goTo('sell');
  useShortcuts({
    Escape: back,
    ...Object.fromEntries(
      devices
        .slice(0, 9)
        .map((device, index) => [`Alt+Digit${index + 1}`, () => setChosen(device.device)]),
    ),
  });
  return (
    <div className="screen" data-testid="devices-screen">
      <TopBar
        title={t('devices.title')}
        right={
          <>
            <span className="chip" data-testid="devices-well">
              {t('devices.well', { count: devices.length - sick })}
            </span>
            {sick > 0 ? (
              <span className="chip chip-amber" data-testid="devices-sick">
                {t('devices.sick', { count: sick })}
              </span>
            ) : null}
          </>
        }
      />
      <main className="devices">
        <nav className="devices-list" aria-label={t('devices.list')}>
          <h1>{t('devices.list')}</h1>
          {devices.length === 0 ? <p className="report-empty">{t('devices.none')}</p> : null}
          {devices.map((device, index) => (
            <DeviceCard
              key={device.device}
              device={device}
              hint={`Alt ${index + 1}`}
              chosen={device.device === current?.device}
              onChoose={() => setChosen(device.device)}
            />
          ))}
          <div className="panel-space" />
          <Act id="devices-back" hint="Esc" onPress={back}>
            {t('dialog.back')}
          </Act>
        </nav>
        {current === undefined ? null : <Detail key={current.device} device={current} />}
      </main>
    </div>
  );
}

/** Of one device: how it is and what was said to it. */
function Detail({ device }: Readonly<{ device: DeviceView }>) {
  const words = useWords();
  const health = healthOf(device);
  return (
    <>
      <section className="devices-main">
        <h1 className="devices-name">
          {words.device(device.device)}
          <span className={`chip chip-${health}`} data-testid="device-state" data-health={health}>
            {health === 'healthy' ? words.t('device.healthy') : shortProblem(device, words)}
          </span>
          <Statistics device={device.device} />
        </h1>
        {device.problem === null ? null : (
          <ProblemNote problem={device.problem} id="device-problem" tone="amber" />
        )}
        <HealthChecks device={device.device} />
        <Trace device={device.device} />
      </section>
      <Identity device={device} />
    </>
  );
}

/** From the state that main pushes; asked for once where there is none yet. */
function useDevices(): readonly DeviceView[] {
  const pushed = useTill((till) => till.state?.devices);
  const [asked, setAsked] = useState<readonly DeviceView[]>([]);
  const ask = useCallback(() => {
    void call('devices.list', {}).then((answer) => {
      if (answer.ok) setAsked(answer.value);
      else notify(answer.problem);
    });
  }, []);
  useEffect(() => {
    if (!pushed) ask();
  }, [pushed, ask]);
  return pushed ?? asked;
}

type CardProps = Readonly<{
  device: DeviceView;
  hint: string;
  chosen: boolean;
  onChoose: () => void;
}>;

function DeviceCard({ device, hint, chosen, onChoose }: CardProps) {
  const words = useWords();
  return (
    <button
      type="button"
      className={chosen ? 'device-card device-chosen' : 'device-card'}
      data-testid={`device-${device.device}`}
      aria-pressed={chosen}
      onClick={onChoose}
    >
      <span className="device-card-name">
        <i className={`dot dot-${healthOf(device)}`} />
        {words.device(device.device)}
        <Hint>{hint}</Hint>
      </span>
      <small>
        {device.protocol} · {device.address}
      </small>
      {healthOf(device) === 'healthy' ? null : (
        <small className="device-card-problem">{shortProblem(device, words)}</small>
      )}
    </button>
  );
}
