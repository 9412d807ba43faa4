/** Somebody comes to the till: the first proof, and the second where the store wants two. */
import { useState } from 'react';
import type { SignInView, TillState } from '../../domain/contract/ipc.ts';
import type { Proof } from '../../domain/people/proof.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { type Keys, keyFor, useKeys } from '../page/keys.ts';
import { Act } from '../parts/act.tsx';
import { useTileOf, useTiles } from '../people/ways-in/people.tsx';
import { WaysPanel } from '../people/ways-in/ways-panel.tsx';
import { waysText } from '../people/ways-in/ways-text.ts';
import { useWords } from '../words/i18n.tsx';
import { cancel, refusalOf } from './acts.ts';
import { UnlockSheet } from './unlock-sheet.tsx';

const keys = { finish: 'signIn.cancel' } satisfies Keys;

export function Who({ state }: Readonly<{ state: TillState }>) {
  const { t } = useWords();
  const tiles = useTiles();
  const [lockedOut, setLockedOut] = useState<string | null>(null);

  return (
    <>
      <WaysPanel
        title={t('signIn.who')}
        tiles={tiles.filter(({ place }) => place !== null)}
        expected={state.lastSignIn?.operator ?? null}
        ways={state.ways}
        submitLabel={t('signIn.begin')}
        onProof={begin}
        onLockedOut={setLockedOut}
      />
      {lockedOut === null ? null : (
        <UnlockSheet number={lockedOut} onClose={() => setLockedOut(null)} />
      )}
    </>
  );
}

/** The store wants more than one proof: what is still missing, of the same person. */
export function MoreProof({ view }: Readonly<{ view: SignInView }>) {
  const { t } = useWords();
  const tiles = useTileOf(view.operator);
  // Esc clears what was entered, as in the first proof.
  useKeys(keys, { finish: cancel });
  return (
    <div className="panel" data-testid="more-proof" data-ways={view.moreWays.join(' ')}>
      <WaysPanel
        key={view.moreWays.join()}
        title={t('ways.moreTitle', { name: view.operator?.name ?? '' })}
        tiles={tiles}
        expected={view.operator?.number ?? null}
        ways={view.moreWays}
        anybody={view.operator === null}
        submitLabel={t('signIn.begin')}
        hint={t('ways.moreHint', { ways: waysText(view.moreWays, t) })}
        onProof={begin}
      />
      <Act id="sign-in-cancel" tone="quiet" size="small" hint={keyFor.finish} onPress={cancel}>
        {t('signIn.cancel')}
      </Act>
    </div>
  );
}

async function begin(proof: Proof): Promise<ProblemData | null> {
  return refusalOf(await call('signIn.begin', proof));
}
