/** The buttons of the bench: health at three levels, then what this kind of device can be tested for. */
import { useState } from 'react';
import type { DeviceView } from '../../../domain/contract/ipc.ts';
import type { BenchTestName } from '../../../domain/devices/bench.ts';
import { type Keys, useKeys } from '../../page/keys.ts';
import { Act } from '../../parts/act.tsx';
import { useWords } from '../../words/i18n.tsx';
import { TestSheet } from './test-sheet.tsx';
import { testsOf } from './tests-of.ts';
import type { Bed, Doing } from './use-bench.ts';

const levels = ['internal', 'external', 'interactive'] as const;
/** These need nothing of the technician beforehand. */
const plain: ReadonlySet<BenchTestName> = new Set([
  'keys',
  'swipe',
  'scan',
  'weigh',
  'print',
  'payment',
  'baud',
]);

type Props = Readonly<{
  device: DeviceView;
  bed: Bed;
  isOpen: boolean;
  mayRaw: boolean;
  /** Asks who may. */
  onOpenBench: () => void;
}>;

const keys = { entry: 'health.title' } satisfies Keys;
const entriesMax = 9;

export function TestButtons({ device, bed, isOpen, mayRaw, onOpenBench }: Props) {
  const { t } = useWords();
  const [asking, setAsking] = useState<BenchTestName | null>(null);
  const busy = bed.doing !== null;
  const tests = testsOf[device.family].filter((test) => test !== 'raw' || mayRaw || !isOpen);

  function begin(doing: Doing): void {
    if (!busy) void bed.start(doing);
  }
  function test(name: BenchTestName): void {
    if (busy) return;
    if (!isOpen) onOpenBench();
    else if (plain.has(name)) begin({ kind: 'test', test: { test: name } as never });
    else setAsking(name);
  }

  const buttons = [
    ...levels.map((level) => ({
      id: `health-${level}`,
      words: t(`health.${level}`),
      active: bed.doing?.kind === 'health' && bed.doing.level === level,
      // A shut bench asks a device how it is, and no more.
      press: () =>
        isOpen || level === 'internal' ? begin({ kind: 'health', level }) : onOpenBench(),
    })),
    ...tests.map((name) => ({
      id: `test-${name}`,
      words: t(`test.${name}`),
      active: bed.doing?.kind === 'test' && bed.doing.test.test === name,
      press: () => test(name),
    })),
  ];
  useKeys(keys, { entry: (nth) => buttons[nth - 1]?.press() });
  return (
    <>
      <fieldset className="checks" aria-label={t('health.title')}>
        {buttons.map(({ id, words, active: isRunning, press }, index) => (
          <Act
            key={id}
            id={id}
            size="small"
            tone={isRunning ? 'ink' : 'plain'}
            {...(index < entriesMax ? { hint: String(index + 1) } : {})}
            disabled={busy && !isRunning}
            onPress={press}
          >
            {words}
          </Act>
        ))}
      </fieldset>
      {asking === null ? null : (
        <TestSheet
          name={asking}
          family={device.family}
          onClose={() => setAsking(null)}
          onStart={(chosen) => {
            setAsking(null);
            begin({ kind: 'test', test: chosen });
          }}
        />
      )}
    </>
  );
}
