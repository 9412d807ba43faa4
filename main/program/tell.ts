/** Tells the page: numbers what is told of each topic, and works a part of the state out only when it may have changed. */
import {
  type StateTopic,
  type StateView,
  stateTopics,
  type Told,
  topics,
} from '../../domain/contract/ipc.ts';
import { type News, type TillEvent, topicOf } from '../../domain/contract/told.ts';

export type Teller = Readonly<{
  tell(news: News): void;
  /** The number of what was told last, by topic. */
  told(): Told;
}>;

/** One for a run of the program: a till that starts again on another file goes on counting. */
export function createTeller(emit: (event: TillEvent) => void): Teller {
  const last = Object.fromEntries(topics.map((topic) => [topic, 0])) as Told;
  return {
    tell: (news) => {
      const topic = topicOf(news);
      if (topic === null) return emit(news as TillEvent);
      last[topic] += 1;
      emit({ ...news, seq: last[topic] } as TillEvent);
    },
    told: () => ({ ...last }),
  };
}

export type StateTeller = Readonly<{
  /** These parts may have changed; all where none is named. */
  changed(...topics: StateTopic[]): void;
  stop(): void;
}>;

/**
 * Tells each part once after a burst of changes, and only when it differs from what was told last. Hears `cannotTell` of
 * a part that cannot be worked out; it is tried again with its next change.
 */
export function createStateTeller(
  view: StateView,
  tell: (news: News) => void,
  cannotTell: (thrown: unknown) => void,
): StateTeller {
  const told = new Map<StateTopic, string>();
  const planned = new Set<StateTopic>();
  let stopped = false;
  const tellPlanned = (): void => {
    const now = [...planned];
    planned.clear();
    for (const topic of stopped ? [] : now) {
      try {
        tellPart(topic);
      } catch (thrown) {
        cannotTell(thrown);
      }
    }
  };
  const tellPart = (topic: StateTopic): void => {
    const part = view[topic]();
    const text = JSON.stringify(part);
    if (told.get(topic) === text) return;
    told.set(topic, text);
    tell({ kind: 'state', topic, part } as News);
  };
  return {
    changed: (...named) => {
      if (planned.size === 0) queueMicrotask(tellPlanned);
      for (const topic of named.length === 0 ? stateTopics : named) planned.add(topic);
    },
    stop: () => {
      stopped = true;
    },
  };
}
