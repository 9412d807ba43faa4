/** How the line behaves: round trips and bad frames since the device was opened. */
import { useEffect, useState } from 'react';
import type { DeviceStatistics } from '../../domain/devices/verbs.ts';
import { call } from '../page/bridge.ts';
import { useWords } from '../words/i18n.tsx';

const refreshMs = 2_000;

export function Statistics({ device }: Readonly<{ device: string }>) {
  const { t, count } = useWords();
  const statistics = useStatistics(device);
  if (statistics === null) return null;
  const { roundTripMs, badFrames, goodFrames, retries, timeouts, reopened } = statistics;
  return (
    <span className="statistics" data-testid="device-statistics">
      {t('statistics.line', {
        p50: count(Math.round(roundTripMs.p50 * 10) / 10),
        p99: count(Math.round(roundTripMs.p99 * 10) / 10),
        bad: count(badFrames),
        all: count(goodFrames + badFrames),
        retries: count(retries),
        timeouts: count(Object.values(timeouts).reduce((sum, each) => sum + each, 0)),
        reopened: count(reopened),
      })}
    </span>
  );
}

function useStatistics(device: string): DeviceStatistics | null {
  const [statistics, setStatistics] = useState<DeviceStatistics | null>(null);
  useEffect(() => {
    let current = true;
    const ask = async () => {
      const answer = await call('devices.statistics', { device });
      if (current) setStatistics(answer.ok ? answer.value : null);
    };
    void ask();
    const timer = window.setInterval(() => void ask(), refreshMs);
    return () => {
      current = false;
      window.clearInterval(timer);
    };
  }, [device]);
  return statistics;
}
