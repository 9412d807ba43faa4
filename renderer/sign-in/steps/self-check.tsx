/** Screen and loudspeaker, looked at and listened to by a person, on demand. */
import { useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { call } from '../../page/bridge.ts';
import { type Keys, keyFor, useKeys } from '../../page/keys.ts';
import { LayerProvider, useSheet } from '../../page/layers.ts';
import { notify } from '../../page/notices.ts';
import { Act, pressOnce } from '../../parts/act.tsx';
import { Sheet } from '../../parts/dialog.tsx';
import { useWords } from '../../words/i18n.tsx';
import { playTones } from './tones.ts';

type Check = 'screen' | 'sound';

const choiceKeys = { entry: 'selfCheck.title' } satisfies Keys;
const questionKeys = { confirm: 'selfCheck.well', reject: 'selfCheck.bad' } satisfies Keys;
const pictureKeys = { confirm: 'selfCheck.next', back: 'dialog.back' } satisfies Keys;

export function SelfCheck({ onClose }: Readonly<{ onClose: () => void }>) {
  const { t } = useWords();
  const [picture, setPicture] = useState(false);
  /** What somebody is being asked about. */
  const [asked, setAsked] = useState<Check | null>(null);
  const [told, setTold] = useState('');

  async function answer(check: Check, well: boolean): Promise<void> {
    setAsked(null);
    const said = await call('till.selfCheck', { check, well });
    if (said.ok) setTold(t(well ? `selfCheck.${check}Well` : `selfCheck.${check}Bad`));
    else notify(said.problem);
  }

  async function play(): Promise<void> {
    setTold('');
    // A till without any sound device cannot even begin: that is an answer too.
    if (await playTones()) setAsked('sound');
    else await answer('sound', false);
  }

  if (picture) {
    return (
      <TestPicture
        onDone={() => {
          setPicture(false);
          setAsked('screen');
        }}
      />
    );
  }
  return (
    <Sheet id="self-check-dialog" title={t('selfCheck.title')} onClose={onClose}>
      {asked === null ? (
        <Choices
          told={told}
          onScreen={() => {
            setTold('');
            setPicture(true);
          }}
          onSound={() => void play()}
          onClose={onClose}
        />
      ) : (
        <Question check={asked} onAnswer={(well) => void answer(asked, well)} />
      )}
    </Sheet>
  );
}

type ChoicesProps = Readonly<{
  told: string;
  onScreen: () => void;
  onSound: () => void;
  onClose: () => void;
}>;

function Choices({ told, onScreen, onSound, onClose }: ChoicesProps) {
  const { t } = useWords();
  useKeys(choiceKeys, { entry: (nth) => [onScreen, onSound][nth - 1]?.() });
  return (
    <>
      <p className="form-lead">{t('selfCheck.lead')}</p>
      <div className="form-pair">
        <Act id="check-screen" size="large" hint="1" onPress={onScreen}>
          {t('selfCheck.screen')}
        </Act>
        <Act id="check-sound" size="large" hint="2" onPress={onSound}>
          {t('selfCheck.sound')}
        </Act>
      </div>
      <p className="menu-done" role="status" data-testid="self-check-told">
        {told}
      </p>
      <Act id="self-check-close" tone="quiet" hint={keyFor.back} onPress={onClose}>
        {t('dialog.back')}
      </Act>
    </>
  );
}

type QuestionProps = Readonly<{ check: Check; onAnswer: (well: boolean) => void }>;

function Question({ check, onAnswer }: QuestionProps) {
  const { t } = useWords();
  useKeys(questionKeys, { reject: () => onAnswer(false) });
  return (
    <>
      <p className="form-lead">{t(`selfCheck.${check}Ask`)}</p>
      <div className="form-pair">
        <Act id="check-bad" hint={keyFor.reject} onPress={() => onAnswer(false)}>
          {t('selfCheck.bad')}
        </Act>
        <Act
          id="check-well"
          tone="ink"
          hint={keyFor.confirm}
          autoFocus
          onPress={() => onAnswer(true)}
        >
          {t('selfCheck.well')}
        </Act>
      </div>
    </>
  );
}

/** Each colour of a pixel by itself, then lines: a dead spot or a crooked picture shows in one of them. */
const pictures = ['red', 'green', 'blue', 'white', 'black', 'lines'] as const;

/** Over everything, the lane as well: each pixel is looked at. */
function TestPicture({ onDone }: Readonly<{ onDone: () => void }>) {
  const { t } = useWords();
  const [at, setAt] = useState(0);
  const next = () => (at + 1 < pictures.length ? setAt(at + 1) : onDone());
  const picture = useRef<HTMLButtonElement>(null);
  const depth = useSheet(picture);
  return (
    <LayerProvider value={depth}>
      <PictureKeys onDone={onDone} />
      {createPortal(
        <button
          type="button"
          ref={picture}
          className={`test-picture test-${pictures[at]}`}
          data-testid="test-picture"
          data-picture={pictures[at]}
          onKeyDown={pressOnce}
          onClick={next}
        >
          <span>{t('selfCheck.picture', { at: at + 1, of: pictures.length })}</span>
        </button>,
        document.getElementById('sheets') ?? document.body,
      )}
    </LayerProvider>
  );
}

function PictureKeys({ onDone }: Readonly<{ onDone: () => void }>) {
  useKeys(pictureKeys, { back: onDone });
  return null;
}
