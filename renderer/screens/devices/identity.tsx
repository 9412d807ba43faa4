/** Who the device says it is. */
import { useEffect, useState } from 'react';
import type { DeviceView } from '../../../domain/contract/ipc.ts';
import type { DeviceIdentity } from '../../../domain/poi-register.ts';
import type { ProblemData } from '../../../domain/problems.ts';
import { call } from '../../bridge.ts';
import { useWords } from '../../i18n.tsx';
import { ProblemNote } from '../../parts/problem-note.tsx';

export function Identity({ device }: Readonly<{ device: DeviceView }>) {
  const { t } = useWords();
  const [identity, setIdentity] = useState<DeviceIdentity | null>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const { device: id, online } = device;

  useEffect(() => {
    if (!online) return;
    let current = true;
    void call('devices.identify', { device: id }).then((answer) => {
      if (!current) return;
      setIdentity(answer.ok ? answer.value : null);
      setProblem(answer.ok ? null : answer.problem);
    });
    return () => {
      current = false;
    };
  }, [id, online]);

  const rows: readonly [string, string, string | null][] = [
    ['model', t('identity.model'), identity?.model ?? null],
    ['serial', t('identity.serial'), identity?.serialNumber ?? null],
    ['firmware', t('identity.firmware'), identity?.firmware ?? null],
    ['family', t('identity.family'), t(`family.${device.family}`)],
    ['protocol', t('identity.protocol'), device.protocol],
    ['address', t('identity.address'), device.address],
  ];
  return (
    <aside className="identity">
      <h1>{t('identity.title')}</h1>
      <dl data-testid="identity">
        {rows.map(([key, label, value]) => (
          <div key={key}>
            <dt>{label}</dt>
            <dd data-testid={`identity-${key}`}>{value ?? '—'}</dd>
          </div>
        ))}
      </dl>
      {problem === null ? null : (
        <ProblemNote problem={problem} id="identity-problem" tone="amber" />
      )}
    </aside>
  );
}
