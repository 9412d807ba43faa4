/** A technician writes a device into the POI register: who it is, its seals, its place, its next maintenance. */
import { useState } from 'react';
import type { DeviceView } from '../../domain/contract/ipc.ts';
import {
  type DeviceIdentity,
  type RegisteredDevice,
  registeredDeviceSchema,
} from '../../domain/devices/register.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { keyFor } from '../page/keys.ts';
import { useOnce } from '../page/use-once.ts';
import { Act } from '../parts/act.tsx';
import { Sheet } from '../parts/dialog.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useWords } from '../words/i18n.tsx';

type Props = Readonly<{
  device: DeviceView;
  identity: DeviceIdentity | null;
  registered: RegisteredDevice | null;
  onClose: () => void;
  onDone: () => void;
}>;

const fieldNames = ['model', 'serialNumber', 'seals', 'location', 'maintenanceDue'] as const;
type Fields = Readonly<Record<(typeof fieldNames)[number], string>>;

export function RegisterSheet({ device, identity, registered, onClose, onDone }: Props) {
  const { t } = useWords();
  const [fields, setFields] = useState<Fields>({
    model: identity?.model ?? registered?.model ?? '',
    // What answers now is what is registered, not what was.
    serialNumber: identity?.serialNumber ?? '',
    seals: registered?.seals.join(' ') ?? '',
    location: registered?.location ?? '',
    maintenanceDue: registered?.maintenanceDue ?? '',
  });
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const parsed = registeredDeviceSchema.safeParse({
    device: device.device,
    family: device.family,
    model: fields.model.trim(),
    serialNumber: fields.serialNumber.trim() || null,
    seals: fields.seals.split(/[\s,，]+/).filter((seal) => seal !== ''),
    location: fields.location.trim(),
    maintenanceDue: fields.maintenanceDue.trim() || null,
  });

  const [save, busy] = useOnce(async () => {
    if (!parsed.success) return;
    const answer = await call('bench.register', parsed.data);
    if (answer.ok) onDone();
    else setProblem(answer.problem);
  });

  return (
    <Sheet
      id="register-dialog"
      title={t('register.title')}
      keys={{ confirm: 'register.save' }}
      onClose={onClose}
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <p className="form-lead">{t('register.lead')}</p>
        {fieldNames.map((name) => (
          <label key={name} className="form-field">
            <span>{t(`register.${name}`)}</span>
            <input
              className="field field-low"
              data-testid={`register-${name}`}
              type={name === 'maintenanceDue' ? 'date' : 'text'}
              autoComplete="off"
              value={fields[name]}
              onChange={(event) => setFields({ ...fields, [name]: event.target.value })}
            />
          </label>
        ))}
        {problem === null ? null : <ProblemNote problem={problem} id="register-problem" />}
        <div className="form-two">
          <Act id="register-cancel" hint={keyFor.back} onPress={onClose}>
            {t('dialog.cancel')}
          </Act>
          <Act
            id="register-save"
            tone="ink"
            hint={keyFor.confirm}
            disabled={!parsed.success || busy}
            onPress={save}
          >
            {t('register.save')}
          </Act>
        </div>
        <button type="submit" className="hidden" tabIndex={-1} aria-hidden="true" />
      </form>
    </Sheet>
  );
}
