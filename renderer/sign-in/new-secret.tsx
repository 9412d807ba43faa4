/** Somebody else knows the PIN, or it is too old: a new one before anything else. */
import type { SignInView } from '../../domain/contract/ipc.ts';
import { call } from '../page/bridge.ts';
import { type Keys, keyFor, useKeys } from '../page/keys.ts';
import { Act } from '../parts/act.tsx';
import { SecretForm } from '../people/secret-form.tsx';
import { useWords } from '../words/i18n.tsx';
import { cancel, refusalOf } from './acts.ts';

const keys = { confirm: 'secret.keep', back: 'signIn.cancel' } satisfies Keys;

export function NewSecret({ view }: Readonly<{ view: SignInView }>) {
  const { t } = useWords();
  useKeys(keys, { back: cancel });
  return (
    <div className="panel" data-testid="new-secret-panel">
      <h1 className="panel-title">{t('secret.newTitle')}</h1>
      <SecretForm
        number={view.operator?.number ?? ''}
        asksOld={false}
        submitLabel={t('secret.keep')}
        onSecret={async (pin) => refusalOf(await call('signIn.changeSecret', { pin }))}
      />
      <div className="panel-space" />
      <Act id="sign-in-cancel" tone="quiet" hint={keyFor.back} onPress={cancel}>
        {t('signIn.cancel')}
      </Act>
    </div>
  );
}
