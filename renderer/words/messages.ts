/** The messages of the page, of every language there is a folder of in words/; one half done speaks English in between. */
import type { Locale } from '../../domain/basics/languages.ts';
import type { Messages } from '../../domain/words/speaker.ts';
import type { PageId } from '../../words/ids.ts';

const files = import.meta.glob<Messages>(
  ['../../words/*/*.json', '!**/{bench-report,counter,technician}.json'],
  {
    eager: true,
    import: 'default',
  },
);
const byTag = new Map<string, Messages>();
for (const [path, messages] of Object.entries(files)) {
  const tag = path.split('/').at(-2) ?? '';
  byTag.set(tag, { ...byTag.get(tag), ...messages });
}

export function messagesIn(tag: Locale): Messages<PageId> {
  return { ...byTag.get('en'), ...byTag.get(tag) } as Messages<PageId>;
}
