/**
 * The line below every screen: what a person should know now, and the keys. It is always there and always as high, so
 * that a notice covers nothing and moves nothing, also while a sheet is open.
 */
import { useEffect } from 'react';
import { keyFor } from '../page/keys.ts';
import { dismissNotice, isPassing, type Notice, passingMs, useNotices } from '../page/notices.ts';
import { useWords } from '../words/i18n.tsx';
import { pressOnce } from './act.tsx';
import { Hint, keyShortcut } from './hint.tsx';
import { Icon } from './icon.tsx';
import { showKeys } from './keys-sheet.tsx';

export function Lane() {
  const { t } = useWords();
  const notices = useNotices();
  const shown = notices.at(-1);
  return (
    <footer className="lane" data-testid="lane">
      <div className="lane-notice" role="status" data-testid="notices">
        {shown === undefined ? null : <Shown notice={shown} others={notices.length - 1} />}
      </div>
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
}>;

function Shown({ notice, others }: ShownProps) {
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
    </div>
  );
}
