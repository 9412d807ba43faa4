/** What a person should know now and did not ask for. Stays until it is put away. */

import { dismissNotice, useTill } from '../page/use-till.ts';
import { useWords } from '../words/i18n.tsx';
import { Act } from './act.tsx';
import { ProblemNote } from './problem-note.tsx';

export function Notices() {
  const { t } = useWords();
  const notices = useTill((till) => till.notices);
  if (notices.length === 0) return null;
  return (
    <div className="notices" data-testid="notices" data-react-aria-top-layer="true">
      {notices.map((notice) => (
        <ProblemNote key={notice.id} problem={notice.problem} id="notice" tone="amber">
          <Act id="notice-dismiss" size="small" onPress={() => dismissNotice(notice.id)}>
            {t('notice.dismiss')}
          </Act>
        </ProblemNote>
      ))}
    </div>
  );
}
