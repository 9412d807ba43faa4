/**
 * The line below every screen: what a person should know now, the language, and the keys. It is always there and always as high, so
 * that a notice covers nothing and moves nothing, also while a sheet is open.
 */
import { useEffect } from 'react';
import { keyFor } from '../page/keys.ts';
import { dismissNotice, isPassing, type Notice, passingMs, useNotices } from '../page/notices.ts';
import { useTill } from '../page/use-till.ts';
import { useWords } from '../words/i18n.tsx';
import { LanguageSwitch } from '../words/language-switch.tsx';
import { pressOnce } from './act.tsx';
import { Hint, keyShortcut } from './hint.tsx';
import { Icon } from './icon.tsx';
import { showKeys } from './keys-sheet.tsx';

export function Lane() {
  const { t } = useWords();
  const notices = useNotices();
  const standing = useStanding();
  const shown = notices.at(-1) ?? standing[0];
  const others = notices.length + standing.length - 1;
  return (
    <footer className="lane" data-testid="lane">
      <div className="lane-notice" role="status" data-testid="notices">
        {shown === undefined ? null : (
          <Shown notice={shown} others={others} stays={notices.length === 0} />
        )}
      </div>
      <LanguageSwitch />
      <button
        type="button"
        className="lane-act"
        data-testid="keys"
        aria-keyshortcuts="?"
        onClick={showKeys}
      >
        {t('keys.open')}
        <Hint>{keyFor.keys}</Hint>
      </button>
    </footer>
  );
}

type ShownProps = Readonly<{
  notice: Notice;
  /** How many wait behind it. */
  others: number;
  /** Until what it tells of is mended: nobody can put it away. */
  stays: boolean;
}>;

function Shown({ notice, others, stays }: ShownProps) {
  const words = useWords();
  const { t } = words;
  const { problem, times } = notice;
  const passes = isPassing(notice);
  useEffect(() => {
    if (!passes) return;
    const timer = window.setTimeout(() => dismissNotice(notice), passingMs);
    return () => window.clearTimeout(timer);
  }, [notice, passes]);
  return (
    <div
      className={passes ? 'lane-note lane-stone' : 'lane-note lane-amber'}
      data-testid="notice"
      data-kind={problem.kind}
      data-times={times}
    >
      <Icon name="warned" size={18} />
      <p className="lane-text">
        <b>{words.problem(problem, 'what')}</b>
        {times > 1 ? <b className="lane-times"> ×{words.count(times)}</b> : null}{' '}
        {words.problem(problem, 'next')}
      </p>
      {others > 0 ? (
        <span className="chip chip-stone">{t('notice.others', { count: others })}</span>
      ) : null}
      {stays ? null : <Dismiss notice={notice} />}
    </div>
  );
}

function Dismiss({ notice }: Readonly<{ notice: Notice }>) {
  const { t } = useWords();
  return (
    <button
      type="button"
      className="lane-act"
      data-testid="notice-dismiss"
      aria-keyshortcuts={keyShortcut(keyFor.noticed)}
      onKeyDown={pressOnce}
      onClick={() => dismissNotice(notice)}
    >
      {t('notice.dismiss')}
      <Hint>{keyFor.noticed}</Hint>
    </button>
  );
}

/** What prints the receipts does not: told once, and as long as it is so, however many sales go by. */
function useStanding(): readonly Notice[] {
  const devices = useTill((till) => till.state?.devices);
  return (devices ?? []).flatMap(({ family, problem }) =>
    family === 'printer' && problem !== null ? [{ problem, times: 1 }] : [],
  );
}
