/** The technician's bench: what is attached, how it is, what it can do, and what was said to it, byte by byte. */

import { useCallback, useEffect, useState } from 'react';
import type { DeviceView } from '../../domain/contract/ipc.ts';
import { saidHere } from '../../domain/words/problem.ts';
import { healthOf, shortProblem } from '../day/status-bar.tsx';
import { call } from '../page/bridge.ts';
import { type Keys, keyFor, useKeys } from '../page/keys.ts';
import { notify } from '../page/notices.ts';
import { goTo, useTill } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { Hint } from '../parts/hint.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { TopBar } from '../parts/top-bar.tsx';
import { useWords } from '../words/i18n.tsx';
import { TestButtons } from './bench/test-buttons.tsx';
import { TestResult } from './bench/test-result.tsx';
import { type Bench, useBed, useBench } from './bench/use-bench.ts';
import { Identity } from './identity.tsx';
import { KeptChecks, useKeptChecks } from './kept-checks.tsx';
import { DetectSheet, StrangerCard, useStrangers } from './ports.tsx';
import { Statistics } from './statistics.tsx';
import { Trace } from './trace.tsx';
import './devices.css';

const keys = {
  pick: 'devices.list',
  manager: 'bench.open',
  back: 'dialog.back',
} satisfies Keys;
const reportKeys = { print: 'bench.report' } satisfies Keys;

export function Devices() {
  const words = useWords();
  const { t } = words;
  const devices = useDevices();
  const bench = useBench();
  const [chosen, setChosen] = useState<string | null>(null);
  const openBench = () => void bench.open().then((refused) => refused && notify(refused));
  const [asked, setAsked] = useState<string | null>(null);
  const current = devices.find((device) => device.device === chosen) ?? devices[0];
  const back = () => {
    void bench.close();
    goTo('sell');
  };
  const ask = (address: string) => (bench.view.operator ? setAsked(address) : openBench());
  useKeys(keys, {
    back,
    manager: bench.view.operator === null ? openBench : null,
    pick: (nth) => {
      const device = devices[nth - 1];
      if (device === undefined) return false;
      return setChosen(device.device);
    },
  });
  return (
    <div className="screen" data-testid="devices-screen">
      <TopBar
        title={t('devices.title')}
        right={<BenchState devices={devices} bench={bench} onOpen={openBench} />}
      />
      <main className="devices">
        <DeviceList
          devices={devices}
          chosen={current?.device ?? null}
          onChoose={setChosen}
          onAsk={ask}
          onBack={back}
        />
        {current === undefined ? null : (
          <Detail
            // What only somebody here may see is asked for again once somebody is.
            key={`${current.device} ${bench.view.operator?.number ?? ''}`}
            device={current}
            bench={bench}
            onOpenBench={openBench}
          />
        )}
      </main>
      {asked === null ? null : (
        <DetectSheet
          given={asked}
          mayAttach={bench.view.mayRegister}
          onClose={() => setAsked(null)}
          onAttached={(device) => {
            setAsked(null);
            setChosen(device);
          }}
        />
      )}
    </div>
  );
}

type ListProps = Readonly<{
  devices: readonly DeviceView[];
  chosen: string | null;
  onChoose: (device: string) => void;
  /** What is at this address? Empty: one that is still to be typed. */
  onAsk: (address: string) => void;
  onBack: () => void;
}>;

/** This till's devices, then what is plugged in besides. */
function DeviceList({ devices, chosen, onChoose, onAsk, onBack }: ListProps) {
  const { t } = useWords();
  const strangers = useStrangers(devices);
  return (
    <nav className="devices-list" aria-label={t('devices.list')}>
      <h1>{t('devices.list')}</h1>
      {devices.length === 0 ? <p className="report-empty">{t('devices.none')}</p> : null}
      {devices.map((device, index) => (
        <DeviceCard
          key={device.device}
          device={device}
          hint={`Alt ${index + 1}`}
          chosen={device.device === chosen}
          onChoose={() => onChoose(device.device)}
        />
      ))}
      {strangers.map((port) => (
        <StrangerCard key={port.path} port={port} onPress={() => onAsk(port.address)} />
      ))}
      <button
        type="button"
        className="device-card device-stranger"
        data-testid="other-address"
        onClick={() => onAsk('')}
      >
        {t('ports.other')}
        <small>{t('ports.otherHint')}</small>
      </button>
      <div className="panel-space" />
      <Act id="devices-back" hint={keyFor.back} onPress={onBack}>
        {t('dialog.back')}
      </Act>
    </nav>
  );
}

type StateProps = Readonly<{
  devices: readonly DeviceView[];
  bench: Bench;
  onOpen: () => void;
}>;

/** How many are well, and who has the bench. */
function BenchState({ devices, bench, onOpen }: StateProps) {
  const { t } = useWords();
  const { operator } = bench.view;
  const sick = devices.filter((device) => healthOf(device) !== 'healthy').length;
  return (
    <>
      {operator === null ? (
        <Act id="bench-open" size="small" hint={keyFor.manager} onPress={onOpen}>
          {t('bench.open')}
        </Act>
      ) : (
        <span className="chip" data-testid="bench-operator">
          {operator.name}
        </span>
      )}
      <span className="chip" data-testid="devices-well">
        {t('devices.well', { count: devices.length - sick })}
      </span>
      {sick > 0 ? (
        <span className="chip chip-amber" data-testid="devices-sick">
          {t('devices.sick', { count: sick })}
        </span>
      ) : null}
    </>
  );
}

type DetailProps = Readonly<{
  device: DeviceView;
  bench: Bench;
  onOpenBench: () => void;
}>;

/** Of one device: how it is, what it can do, and what was said to it. */
function Detail({ device, bench, onOpenBench }: DetailProps) {
  const words = useWords();
  const { t } = words;
  const health = healthOf(device);
  const isOpen = bench.view.operator !== null;
  const { checks, refresh } = useKeptChecks(device.device);
  const bed = useBed(device.device, isOpen, refresh);
  const [shows, setShows] = useState<'trace' | 'kept'>('trace');
  const saveReport = async (): Promise<void> => {
    const sentences = checks
      .flatMap(({ problems }) => problems)
      .map(saidHere)
      .map((problem) => ({ problem, text: words.problem(problem, 'what') }));
    const { locale } = words;
    const answer = await call('bench.report', { device: device.device, locale, sentences });
    if (!answer.ok) notify(answer.problem);
  };
  useKeys(reportKeys, { print: isOpen ? () => void saveReport() : null });
  return (
    <>
      <section className="devices-main">
        <h1 className="devices-name">
          {words.device(device.device)}
          <span className={`chip chip-${health}`} data-testid="device-state" data-health={health}>
            {health === 'healthy' ? t('device.healthy') : shortProblem(device, words)}
          </span>
          <Statistics device={device.device} />
        </h1>
        {device.problem === null ? null : (
          <ProblemNote problem={device.problem} id="device-problem" tone="amber" />
        )}
        <TestButtons
          device={device}
          bed={bed}
          isOpen={isOpen}
          mayRaw={bench.view.mayRaw}
          onOpenBench={onOpenBench}
        />
        <TestResult bed={bed} />
        <div className="devices-tabs" role="tablist" aria-label={t('devices.tabs')}>
          {(['trace', 'kept'] as const).map((tab) => (
            <button
              key={tab}
              type="button"
              role="tab"
              aria-selected={shows === tab}
              data-testid={`tab-${tab}`}
              onClick={() => setShows(tab)}
            >
              {tab === 'trace' ? t('trace.title') : t('kept.tab', { count: checks.length })}
            </button>
          ))}
        </div>
        {shows === 'trace' ? (
          <Trace device={device.device} maySave={isOpen} />
        ) : (
          <KeptChecks checks={checks} />
        )}
      </section>
      <Identity
        device={device}
        mayRegister={bench.view.mayRegister}
        onReport={isOpen ? () => void saveReport() : null}
      />
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
