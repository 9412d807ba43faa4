/** What is plugged in and belongs to no configured device: asked what it is, with the address to configure. */
import { useEffect, useState } from 'react';
import type { DeviceView } from '../../domain/contract/ipc.ts';
import type { Finding, PortInfo } from '../../domain/devices/bench.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call, onTillEvent } from '../page/bridge.ts';
import { keyFor } from '../page/keys.ts';
import { Act } from '../parts/act.tsx';
import { Sheet } from '../parts/dialog.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useWords } from '../words/i18n.tsx';

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

type SheetProps = Readonly<{
  /** Empty: the technician types one. */
  given: string;
  mayAttach: boolean;
  onClose: () => void;
  /** The id of the device that is there now. */
  onAttached: (device: string) => void;
}>;

/** Asks one address what is there. */
export function DetectSheet({ given, mayAttach, onClose, onAttached }: SheetProps) {
  const { t } = useWords();
  const [address, setAddress] = useState(given);
  const [asking, setAsking] = useState(false);
  const [findings, setFindings] = useState<readonly Finding[] | null>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);

  async function ask(): Promise<void> {
    if (asking || address.trim() === '') return;
    setAsking(true);
    setFindings(null);
    setProblem(null);
    const answer = await call('bench.detect', { address: address.trim() });
    setAsking(false);
    if (answer.ok) setFindings(answer.value.findings);
    else setProblem(answer.problem);
  }
  async function attach(finding: Finding): Promise<void> {
    const answer = await call('bench.attach', finding);
    if (answer.ok) onAttached(answer.value.device);
    else setProblem(answer.problem);
  }
  return (
    <Sheet
      id="detect-dialog"
      title={t('detect.title')}
      keys={{ confirm: 'detect.ask' }}
      onClose={onClose}
    >
      <form
        className="form"
        aria-live="polite"
        onSubmit={(event) => {
          event.preventDefault();
          void ask();
        }}
      >
        <label className="form-field">
          <span>{t('detect.address')}</span>
          <input
            className="field field-low field-code"
            data-testid="detect-address"
            autoComplete="off"
            spellCheck={false}
            placeholder="serial:///dev/ttyUSB0 · tcp://10.0.0.31:20007"
            value={address}
            onChange={(event) => setAddress(event.target.value)}
          />
        </label>
        {problem === null ? null : <ProblemNote problem={problem} id="detect-problem" />}
        {asking ? <p>{t('detect.asking')}</p> : null}
        {findings?.length === 0 ? <p data-testid="detect-none">{t('detect.none')}</p> : null}
        {findings?.map((finding) => (
          <Found
            key={`${finding.protocol} ${finding.address}`}
            finding={finding}
            onAttach={mayAttach ? () => void attach(finding) : null}
          />
        ))}
        <div className="form-two">
          <Act id="detect-close" hint={keyFor.back} onPress={onClose}>
            {t('dialog.back')}
          </Act>
          <Act
            id="detect-ask"
            tone="ink"
            hint={keyFor.confirm}
            disabled={asking || address.trim() === ''}
            onPress={() => void ask()}
          >
            {t('detect.ask')}
          </Act>
        </div>
        <button type="submit" className="hidden" tabIndex={-1} aria-hidden="true" />
      </form>
    </Sheet>
  );
}

type FoundProps = Readonly<{ finding: Finding; onAttach: (() => void) | null }>;

function Found({ finding, onAttach }: FoundProps) {
  const { t, sentence } = useWords();
  const { family, protocol, confidence, identity, because, address } = finding;
  const who = [identity.model, identity.serialNumber, identity.firmware];
  return (
    <dl className="finding" data-testid="finding" data-protocol={protocol}>
      <dt>
        {t(`family.${family}`)} · {protocol}
        <span className={`chip chip-${confidence === 'certain' ? 'healthy' : 'needs-look'}`}>
          {sentence({ key: `detect.confidence.${confidence}`, params: {} })}
        </span>
      </dt>
      <dd>{who.filter((part) => part !== null).join(' · ')}</dd>
      <dd>{because}</dd>
      <dd>
        <code>{address}</code>
      </dd>
      {onAttach === null ? null : (
        <dd>
          <Act id={`attach-${protocol}`} size="small" onPress={onAttach}>
            {t('detect.attach', { family: t(`family.${family}`) })}
          </Act>
        </dd>
      )}
    </dl>
  );
}
