/** A second person vouches for a device that takes cards: head office by a code, or a manager here. */
import { useState } from 'react';
import type { ChannelOutput } from '../../domain/contract/ipc.ts';
import type { RegisteredDevice } from '../../domain/devices/register.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { type Keys, keyFor } from '../page/keys.ts';
import { Act } from '../parts/act.tsx';
import { Sheet } from '../parts/dialog.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { callAllowed } from '../people/approval.ts';
import { CodeForm } from '../people/code-form.tsx';
import { useWords } from '../words/i18n.tsx';

export type Confirmation = NonNullable<ChannelOutput<'bench.registered'>['confirmation']>;

type Props = Readonly<{
  registered: RegisteredDevice;
  confirmation: Confirmation;
  onClose: () => void;
  /** Something may have changed: another challenge, or nothing left to confirm. */
  onTried: () => void;
}>;

const keys = { manager: 'confirm.manager' } satisfies Keys;

export function ConfirmSheet({ registered, confirmation, onClose, onTried }: Props) {
  const words = useWords();
  const { t } = words;
  const { device, serialNumber, unconfirmed } = registered;
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const lead = t('confirm.managerLead', { by: unconfirmed?.by ?? '' });

  async function confirm(code?: string): Promise<ProblemData | null> {
    const input = { device, serialNumber, code };
    const answer = await callAllowed('bench.confirm', input, { lead });
    onTried();
    if (answer?.ok) onClose();
    return answer === null || answer.ok ? null : answer.problem;
  }

  const askManager = () => void confirm().then(setProblem);

  return (
    <Sheet
      id="confirm-dialog"
      title={t('confirm.title')}
      keys={keys}
      on={{ manager: confirmation.byManager ? askManager : null }}
      onClose={onClose}
    >
      <p className="form-lead">
        {t('confirm.lead', {
          device: words.device(device),
          serialNumber: serialNumber ?? '—',
          by: unconfirmed?.by ?? '',
        })}
      </p>
      {confirmation.challenge === null ? (
        <p className="form-lead">{t('confirm.noCode')}</p>
      ) : (
        <CodeForm
          challenge={confirmation.challenge}
          submitLabel={t('confirm.code')}
          autoFocus
          onCode={confirm}
        />
      )}
      {problem === null ? null : <ProblemNote problem={problem} id="confirm-problem" />}
      {confirmation.byManager ? (
        <Act id="confirm-manager" hint={keyFor.manager} onPress={askManager}>
          {t('confirm.manager')}
        </Act>
      ) : null}
      <Act id="confirm-cancel" tone="quiet" hint={keyFor.back} onPress={onClose}>
        {t('dialog.cancel')}
      </Act>
    </Sheet>
  );
}
