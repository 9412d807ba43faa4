import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  isArgumentElement,
  isNumberElement,
  isPluralElement,
  isSelectElement,
  type MessageFormatElement,
  parse,
} from '@formatjs/icu-messageformat-parser';
import { describe, expect, it } from 'vitest';
import { stepNames } from '../../../../domain/sign-in/steps.ts';
import { problemKinds, sentenceNeeds } from '../../../../domain/words/problem.ts';
import { messagesIn } from '../../../../renderer/words/messages.ts';

const en = messagesIn('en');
const zhCN = messagesIn('zh-CN');
const locales: Readonly<Record<string, Readonly<Record<string, string>>>> = { en, 'zh-CN': zhCN };
const root = join(import.meta.dirname, '../../../..');

/** The names of everything a message asks for. */
function argumentsOf(elements: readonly MessageFormatElement[]): string[] {
  return elements.flatMap((element) => {
    if (isPluralElement(element) || isSelectElement(element)) {
      const branches = Object.values(element.options).flatMap((option) =>
        argumentsOf(option.value),
      );
      return [element.value, ...branches];
    }
    const isNamed = isArgumentElement(element) || isNumberElement(element);
    return isNamed ? [element.value] : [];
  });
}

const namesIn = (text: string) => [...new Set(argumentsOf(parse(text)))].sort();

describe('the words of the page', () => {
  for (const [locale, messages] of Object.entries(locales)) {
    it(`says in ${locale} of every problem what happened and what to do next`, () => {
      for (const kind of problemKinds) {
        expect(messages[`problem.${kind}.what`], kind).toMatch(/\S/);
        expect(messages[`problem.${kind}.next`], kind).toMatch(/\S/);
      }
    });

    it(`has no empty text in ${locale}`, () => {
      const empty = Object.entries(messages).filter(([, text]) => text.trim() === '');
      expect(empty).toEqual([]);
    });

    it(`names every step of the sign-in in ${locale}`, () => {
      for (const step of stepNames) {
        expect(messages[`step.${step}`], step).toMatch(/\S/);
        expect(messages[`stepHint.${step}`], step).toMatch(/\S/);
        expect(messages[`stepDoing.${step}`], step).toMatch(/\S/);
      }
    });
  }

  it('asks of every problem only for what whoever throws it must give', () => {
    const needs: Readonly<Partial<Record<string, readonly string[]>>> = sentenceNeeds;
    // Whoever keeps a device open names it in these; see sentenceNeeds.
    const named = new Set([
      'port-missing',
      'port-ambiguous',
      'port-busy',
      'port-denied',
      'device-gone',
    ]);
    for (const kind of problemKinds) {
      const asked = ['what', 'kept', 'next', 'short'].flatMap((part) =>
        namesIn(Object.entries(en).find(([key]) => key === `problem.${kind}.${part}`)?.[1] ?? ''),
      );
      const given = [...(needs[kind] ?? []), ...(named.has(kind) ? ['device'] : [])];
      expect([...new Set(asked)].sort(), kind).toEqual([...given].sort());
    }
  });

  it('says nothing of problems that do not exist', () => {
    const kinds = new Set<string>(problemKinds);
    const unknown = Object.keys(en)
      .filter((key) => key.startsWith('problem.'))
      .filter((key) => !kinds.has(key.split('.')[1] ?? ''));
    expect(unknown).toEqual([]);
  });

  it('has a sentence for every detail that a step of the sign-in can send', () => {
    const folder = join(root, 'main/use-cases/sign-in');
    const sent = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => {
        const source = readFileSync(join(folder, file), 'utf8');
        return [...source.matchAll(/detail\('([a-z-]+)', '([a-z-]+)'/g)].map(
          ([, step, what]) => `steps.${step}.${what}`,
        );
      });
    expect(sent.length).toBeGreaterThan(stepNames.length);
    for (const key of sent) expect(Object.keys(en), key).toContain(key);
  });

  it('stands in Chinese with Chinese punctuation', () => {
    const halfWidth = Object.entries(zhCN).filter(([, text]) =>
      /[\u4e00-\u9fff][,;:?!]/.test(text),
    );
    expect(halfWidth).toEqual([]);
  });
});
