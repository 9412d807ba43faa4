/** What is plugged in and belongs to no configured device: asked what it is, with the address to configure. */
import { useEffect, useState } from 'react';
import type { Finding, PortInfo } from '../../../domain/contract/bench.ts';
import type { DeviceView } from '../../../domain/contract/ipc.ts';
import type { ProblemData } from '../../../domain/problems.ts';
import { call, onTillEvent } from '../../bridge.ts';
import { useWords } from '../../i18n.tsx';
import { Act } from '../../parts/act.tsx';
import { Sheet } from '../../parts/dialog.tsx';
import { ProblemNote } from '../../parts/problem-note.tsx';

/** Told by main whenever something is plugged in or pulled out. */
export function useStrangers(devices: readonly DeviceView[]): readonly PortInfo[] {
  const [ports, setPorts] = useState<readonly PortInfo[]>([]);
  useEffect(() => {
    void call('bench.ports', {}).then((answer) => answer.ok && setPorts(answer.value.ports));
    return onTillEvent((event) => {
      if (event.kind === 'ports') setPorts(event.ports);
    });
  }, []);
  return ports.filter(
    ({ address, path }) =>
      !devices.some((device) => {
        const bare = device.address.replace(/\?.*$/, '');
        return bare === address.replace(/\?.*$/, '') || bare.endsWith(path);
      }),
  );
}

type CardProps = Readonly<{ port: PortInfo; onPress: () => void }>;

export function StrangerCard({ port, onPress }: CardProps) {
  const { t } = useWords();
  const name = [port.manufacturer, port.product].filter((word) => word !== null).join(' ');
  return (
    <button
      type="button"
      className="device-card device-stranger"
      data-testid="port"
      data-address={port.address}
      onClick={onPress}
    >
      {t('ports.found', { path: port.path })}
      <small>{name === '' ? t('ports.ask') : `${name} · ${t('ports.ask')}`}</small>
    </button>
  );
}

type SheetProps = Readonly<{ address: string; onClose: () => void }>;

/** Asks one address what is there. */
export function DetectSheet({ address, onClose }: SheetProps) {
  const { t, sentence } = useWords();
  const [findings, setFindings] = useState<readonly Finding[] | null>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  useEffect(() => {
    let current = true;
    void call('bench.detect', { address }).then((answer) => {
      if (!current) return;
      if (answer.ok) setFindings(answer.value.findings);
      else setProblem(answer.problem);
    });
    return () => {
      current = false;
    };
  }, [address]);
  return (
    <Sheet id="detect-dialog" title={t('detect.title')} onClose={onClose}>
      <div className="form" aria-live="polite">
        <p className="form-lead">
          <code>{address}</code>
        </p>
        {problem === null ? null : <ProblemNote problem={problem} id="detect-problem" />}
        {findings === null && problem === null ? <p>{t('detect.asking')}</p> : null}
        {findings?.length === 0 ? <p data-testid="detect-none">{t('detect.none')}</p> : null}
        {findings?.map((finding) => (
          <dl
            key={`${finding.protocol} ${finding.address}`}
            className="finding"
            data-testid="finding"
            data-protocol={finding.protocol}
          >
            <dt>
              {t(`family.${finding.family}`)} · {finding.protocol}
              <span
                className={`chip chip-${finding.confidence === 'certain' ? 'healthy' : 'needs-look'}`}
              >
                {sentence({ key: `detect.confidence.${finding.confidence}`, params: {} })}
              </span>
            </dt>
            <dd>
              {[finding.identity.model, finding.identity.serialNumber, finding.identity.firmware]
                .filter((part) => part !== null)
                .join(' · ')}
            </dd>
            <dd>{finding.because}</dd>
            <dd>
              <code>{finding.address}</code>
            </dd>
          </dl>
        ))}
        <Act id="detect-close" hint="Esc" onPress={onClose}>
          {t('dialog.back')}
        </Act>
      </div>
    </Sheet>
  );
}
