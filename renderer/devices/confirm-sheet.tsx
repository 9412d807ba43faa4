/** A second person vouches for a device that takes cards: head office by a code, or a manager here. */
import { useState } from 'react';
import type { ChannelInput, ChannelOutput } from '../../domain/contract/ipc.ts';
import type { RegisteredDevice } from '../../domain/devices/register.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { type Keys, keyFor } from '../page/keys.ts';
import { Act } from '../parts/act.tsx';
import { Sheet } from '../parts/dialog.tsx';
import { ApprovalSheet } from '../people/approval-sheet.tsx';
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
  const [asksManager, setAsksManager] = useState(false);
  const askManager = () => setAsksManager(true);

  async function confirm(input: ChannelInput<'bench.confirm'>): Promise<ProblemData | null> {
    const answer = await call('bench.confirm', input);
    onTried();
    if (!answer.ok) return answer.problem;
    onClose();
    return null;
  }

  if (asksManager) {
    return (
      <ApprovalSheet
        title={t('confirm.manager')}
        lead={t('confirm.managerLead', { by: unconfirmed?.by ?? '' })}
        onClose={() => setAsksManager(false)}
        onApprove={(approval) => confirm({ device, serialNumber, approval })}
      />
    );
  }
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
          onCode={(code) => confirm({ device, serialNumber, code })}
        />
      )}
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
