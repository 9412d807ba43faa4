/** An operator's own ways in: the PIN or password, and passkeys. */
import { useEffect, useState } from 'react';
import type { OperatorView } from '../../domain/contract/ipc.ts';
import type { Passkey } from '../../domain/people/operator.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { type Keys, keyFor, useKeys } from '../page/keys.ts';
import { goTo } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { TopBar } from '../parts/top-bar.tsx';
import { useWords } from '../words/i18n.tsx';
import { makePasskey } from './passkey.ts';
import { SecretForm } from './secret-form.tsx';
import { wayPlaces } from './ways-in/other-ways.tsx';
import './my-sign-in.css';

const keys = { confirm: 'mine.change', back: 'dialog.backToSale' } satisfies Keys;
const passkeyKeys = { pick: 'mine.add' } satisfies Keys;

export function MySignIn({ operator }: Readonly<{ operator: OperatorView }>) {
  const { t } = useWords();
  const [changed, setChanged] = useState(false);
  useKeys(keys, { back: () => goTo('sell') });
  return (
    <div className="screen" data-testid="my-sign-in-screen">
      <TopBar title={t('mine.title')}>
        <span>
          {operator.name} · {t('operator.number', { number: operator.number })}
        </span>
      </TopBar>
      <main className="mine">
        <section className="mine-part">
          <h2>{t('mine.secret')}</h2>
          <SecretForm
            number={operator.number}
            asksOld
            submitLabel={t('mine.change')}
            onSecret={async (newPin, pin) => {
              setChanged(false);
              const answer = await call('secret.change', { pin, newPin });
              setChanged(answer.ok);
              return answer.ok ? null : answer.problem;
            }}
          />
          <p className="menu-done" role="status" data-testid="secret-changed">
            {changed ? t('mine.changed') : ''}
          </p>
        </section>
        <section className="mine-part">
          <h2>{t('mine.passkeys')}</h2>
          <Passkeys />
          <div className="panel-space" />
          <Act id="mine-back" hint={keyFor.back} onPress={() => goTo('sell')}>
            {t('dialog.backToSale')}
          </Act>
        </section>
      </main>
    </div>
  );
}

type Shown = Readonly<Pick<Passkey, 'credentialId' | 'label'>>;

function Passkeys() {
  const { t } = useWords();
  const { passkeys, problem, gaveUp, busy, add, remove } = usePasskeys();
  const [label, setLabel] = useState('');
  const [going, setGoing] = useState<string | null>(null);
  const addNow = () => {
    if (!busy) void add(label.trim() || t('mine.passkeyName')).then((done) => done && setLabel(''));
  };
  useKeys(passkeyKeys, { pick: (nth) => nth === wayPlaces.passkey && addNow() });
  return (
    <>
      <p className="form-lead">{t('mine.passkeysLead')}</p>
      <ul className="mine-keys" data-testid="passkeys" data-count={passkeys.length}>
        {passkeys.map((passkey) => (
          <li key={passkey.credentialId} data-testid="passkey">
            <span className="mine-label">{passkey.label}</span>
            {going === passkey.credentialId ? (
              <Act
                id="passkey-remove-confirm"
                size="small"
                tone="ink"
                autoFocus
                onPress={() => {
                  setGoing(null);
                  void remove(passkey.credentialId);
                }}
              >
                {t('mine.removeConfirm')}
              </Act>
            ) : (
              <Act
                id="passkey-remove"
                size="small"
                of={passkey.label}
                onPress={() => setGoing(passkey.credentialId)}
              >
                {t('mine.remove')}
              </Act>
            )}
          </li>
        ))}
        {passkeys.length === 0 ? <li className="mine-none">{t('mine.noPasskeys')}</li> : null}
      </ul>
      <label className="form-field">
        <span>{t('mine.label')}</span>
        <input
          className="field"
          data-testid="passkey-label"
          maxLength={100}
          autoComplete="off"
          placeholder={t('mine.passkeyName')}
          value={label}
          onChange={(event) => setLabel(event.target.value)}
        />
      </label>
      <Act id="passkey-add" hint={`Alt ${wayPlaces.passkey}`} disabled={busy} onPress={addNow}>
        {busy ? t('way.passkeyHint') : t('mine.add')}
      </Act>
      {problem === null ? null : <ProblemNote problem={problem} id="passkey-problem" />}
      <p className="form-lead" role="status" data-testid="passkey-gave-up">
        {gaveUp ? t('mine.gaveUp') : ''}
      </p>
    </>
  );
}

function usePasskeys() {
  const [passkeys, setPasskeys] = useState<readonly Shown[]>([]);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const [gaveUp, setGaveUp] = useState(false);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    void call('passkey.list', {}).then((answer) => {
      if (answer.ok) setPasskeys(answer.value.passkeys);
      else setProblem(answer.problem);
    });
  }, []);

  /** Whether there is one more now. */
  async function add(label: string): Promise<boolean> {
    setBusy(true);
    setProblem(null);
    setGaveUp(false);
    const done = await register(label);
    setBusy(false);
    if (done === null) setGaveUp(true);
    else if (done.ok) setPasskeys(done.value.passkeys);
    else setProblem(done.problem);
    return done?.ok ?? false;
  }

  async function remove(credentialId: string): Promise<void> {
    const answer = await call('passkey.remove', { credentialId });
    if (answer.ok) setPasskeys((all) => all.filter((one) => one.credentialId !== credentialId));
    else setProblem(answer.problem);
  }

  return { passkeys, problem, gaveUp, busy, add, remove };
}

/** Null where the person gave up. */
async function register(label: string) {
  const options = await call('passkey.creation', {});
  if (!options.ok) return options;
  const credential = await makePasskey(options.value);
  return credential === null ? null : call('passkey.register', { credential, label });
}
