import { describe, expect, it } from 'vitest';
import {
  aloneReasons,
  anomalyKindSchema,
  anomalyNeeds,
  doubtReasons,
} from '../../../../domain/anomalies/kinds.ts';
import { locales } from '../../../../domain/basics/languages.ts';
import { ownedTables } from '../../../../domain/office/owned.ts';
import { argumentsOf } from '../../../../domain/words/speaker.ts';
import { anomalyText } from '../../../../server/console/frame/sentences.ts';
import { messagesIn } from '../../../../server/console/frame/words.ts';

const choices: Partial<Record<string, Record<string, readonly string[]>>> = {
  'device-changed': { what: ['swapped', 'registered', 'attached'] },
  'clock-moved': { direction: ['back', 'forward'] },
  'decided-alone': { why: aloneReasons },
  'payment-settled': { outcome: ['charged', 'not-charged'] },
  'owned-differed': { what: ownedTables },
  'entry-doubted': { why: doubtReasons },
};
const place = { currency: 'CNY', zone: 'Asia/Shanghai' };

describe.each(locales)('an anomaly in %s', (locale) => {
  it.each(anomalyKindSchema.options)('%s is one sentence with everything it is told', (anomaly) => {
    const needs: readonly string[] = anomalyNeeds[anomaly];
    const asked = new Set(argumentsOf(messagesIn(locale)[`anomaly.${anomaly}`]));
    expect(needs.filter((name) => !asked.has(name))).toEqual([]);
    const [[chooser, values] = ['', ['']]] = Object.entries(choices[anomaly] ?? {});
    const told = values.map((value) =>
      anomalyText(locale, { anomaly, params: { ...givenFor(needs), [chooser]: value } }, place),
    );
    for (const sentence of told) {
      expect(sentence).toMatch(/[.。]$/);
      expect(sentence).not.toMatch(/[—{}]/);
    }
    expect(new Set(told).size).toBe(values.length);
  });
});

const givenFor = (needs: readonly string[]) =>
  Object.fromEntries(needs.map((name, index) => [name, index + 2]));
