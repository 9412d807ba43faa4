/** Who the device says it is, what the register says of it, and what a technician does about that. */
import { useCallback, useEffect, useState } from 'react';
import type { DeviceView } from '../../domain/contract/ipc.ts';
import type { DeviceIdentity, RegisteredDevice } from '../../domain/devices/register.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { keyFor } from '../page/keys.ts';
import { Act } from '../parts/act.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useWords } from '../words/i18n.tsx';
import { type Confirmation, ConfirmSheet } from './confirm-sheet.tsx';
import { RegisterSheet } from './register-sheet.tsx';

type Props = Readonly<{
  device: DeviceView;
  mayRegister: boolean;
  /** Absent while the bench is shut. */
  onReport: (() => void) | null;
}>;

export function Identity({ device, mayRegister, onReport }: Props) {
  const { t } = useWords();
  const { identity, problem } = useIdentity(device);
  const { registered, confirmation, refresh } = useRegistered(device.device);
  const [confirming, setConfirming] = useState(false);
  const [registering, setRegistering] = useState(false);
  const rows: readonly [string, string, string | null][] = [
    ['model', t('identity.model'), identity?.model ?? registered?.model ?? null],
    ['serial', t('identity.serial'), identity?.serialNumber ?? null],
    ['firmware', t('identity.firmware'), identity?.firmware ?? null],
    ['family', t('identity.family'), t(`family.${device.family}`)],
    ['protocol', t('identity.protocol'), device.protocol],
    ['address', t('identity.address'), device.address],
    ['seals', t('identity.seals'), registered?.seals.join(' · ') || null],
    ['location', t('identity.location'), registered?.location || null],
    ['maintenance', t('identity.maintenance'), registered?.maintenanceDue ?? null],
  ];
  return (
    <aside className="identity">
      <h1>{t('identity.title')}</h1>
      {registered === undefined ? null : (
        <RegisterChip identity={identity} registered={registered} />
      )}
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
      <div className="panel-space" />
      {confirmation === null ? null : (
        <Act id="confirm" tone="ink" onPress={() => setConfirming(true)}>
          {t('confirm.open')}
        </Act>
      )}
      {mayRegister ? (
        <Act id="register" onPress={() => setRegistering(true)}>
          {t('register.open')}
        </Act>
      ) : null}
      {onReport === null ? null : (
        <Act id="bench-report" hint={keyFor.print} onPress={onReport}>
          {t('bench.report')}
        </Act>
      )}
      {confirming && registered && confirmation ? (
        <ConfirmSheet
          registered={registered}
          confirmation={confirmation}
          onClose={() => setConfirming(false)}
          onTried={refresh}
        />
      ) : null}
      {registering ? (
        <RegisterSheet
          device={device}
          identity={identity}
          registered={registered ?? null}
          onClose={() => setRegistering(false)}
          onDone={() => {
            setRegistering(false);
            refresh();
          }}
        />
      ) : null}
    </aside>
  );
}

type ChipProps = Readonly<{
  identity: DeviceIdentity | null;
  registered: RegisteredDevice | null;
}>;

/** The registered one, another one, or none: said in a word before the figures. */
function RegisterChip({ identity, registered }: ChipProps) {
  const { t } = useWords();
  if (registered === null) {
    return (
      <p>
        <span className="chip chip-needs-look" data-testid="register-state" data-state="none">
          {t('register.none')}
        </span>
      </p>
    );
  }
  const { serialNumber } = registered;
  const isOther =
    identity !== null && serialNumber !== null && identity.serialNumber !== serialNumber;
  return (
    <p>
      <span
        className={`chip chip-${isOther ? 'failed' : 'healthy'}`}
        data-testid="register-state"
        data-state={isOther ? 'other' : 'same'}
      >
        {isOther ? t('register.other', { serialNumber }) : t('register.same')}
      </span>
      {registered.unconfirmed ? (
        <span className="chip chip-needs-look" data-testid="register-unconfirmed">
          {t('register.unconfirmed')}
        </span>
      ) : null}
    </p>
  );
}

function useIdentity({ device, online }: DeviceView) {
  const [identity, setIdentity] = useState<DeviceIdentity | null>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  useEffect(() => {
    if (!online) return;
    let current = true;
    void call('devices.identify', { device }).then((answer) => {
      if (!current) return;
      setIdentity(answer.ok ? answer.value : null);
      setProblem(answer.ok ? null : answer.problem);
    });
    return () => {
      current = false;
    };
  }, [device, online]);
  return { identity, problem };
}

function useRegistered(device: string) {
  /** Undefined where nobody is here who may know. */
  const [registered, setRegistered] = useState<RegisteredDevice | null>();
  const [confirmation, setConfirmation] = useState<Confirmation | null>(null);
  const refresh = useCallback(() => {
    void call('bench.registered', { device }).then((answer) => {
      if (!answer.ok) return;
      setRegistered(answer.value.registered);
      setConfirmation(answer.value.confirmation);
    });
  }, [device]);
  useEffect(refresh, [refresh]);
  return { registered, confirmation, refresh };
}
