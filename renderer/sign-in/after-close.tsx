/** A Z of today stands: what it was, and what whoever signs in now goes on with. */
import type { TillState } from '../../domain/contract/ipc.ts';
import { type MessageKey, useWords } from '../words/i18n.tsx';

type Way = NonNullable<TillState['afterClose']>['way'];

const sentences: Readonly<Record<Way, MessageKey>> = {
  'further-session': 'after.further',
  'next-date': 'after.next',
  closed: 'after.closed',
};

export function AfterClose({ state }: Readonly<{ state: TillState }>) {
  const words = useWords();
  const { afterClose } = state;
  if (afterClose === null) return null;
  const { way, zNumber: z, byName: name, at, ...dates } = afterClose;
  return (
    <p className="unclosed" role="status" data-testid="after-close" data-way={way}>
      {words.t(sentences[way], { z, name, time: words.time(at), ...dates })}
    </p>
  );
}
