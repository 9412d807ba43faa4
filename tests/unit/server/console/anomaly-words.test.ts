import { describe, expect, it } from 'vitest';
import {
  aloneReasons,
  anomalyKindSchema,
  anomalyNeeds,
  doubtReasons,
} from '../../../../domain/anomalies/kinds.ts';
import { ownedTables } from '../../../../domain/office/owned.ts';
import { anomalySentence } from '../../../../server/console/anomalies/sentence.ts';
import { locales, speaker } from '../../../../server/console/frame/words.ts';

const choices: Partial<Record<string, Record<string, readonly string[]>>> = {
  'device-changed': { what: ['swapped', 'registered', 'attached'] },
  'clock-moved': { direction: ['back', 'forward'] },
  'decided-alone': { why: aloneReasons },
  'payment-settled': { outcome: ['charged', 'not-charged'] },
  'owned-differed': { what: ownedTables },
  'entry-doubted': { why: doubtReasons },
};

describe.each(locales)('an anomaly in %s', (locale) => {
  it.each(anomalyKindSchema.options)('%s is one sentence with everything it is told', (kind) => {
    const say = speaker(locale);
    const [[chooser, values] = ['', ['']]] = Object.entries(choices[kind] ?? {});
    for (const value of values) {
      const params = Object.fromEntries(anomalyNeeds[kind].map((name) => [name, `‹${name}›`]));
      const sentence = anomalySentence(say, kind, {
        ...params,
        ...(chooser && { [chooser]: value }),
      });
      expect(sentence).toMatch(/[.。]$/);
      const told = [...sentence.matchAll(/‹(\w+)›/g)].map(([, name]) => name);
      const asked = anomalyNeeds[kind].filter((name) => name !== chooser);
      expect(new Set(told)).toEqual(new Set(asked));
    }
  });
});
