/** Sentences with what they tell filled in as people read it: money, times, devices and steps by name. */
import { formatsOf, type Place } from './formats.ts';
import { type AnyProblem, type SentenceParams, saidHere } from './problem.ts';
import { argumentsOf, type Messages, speaker } from './speaker.ts';

export type Sentences = Readonly<{
  /** A device by its id, `pin-pad` → `PIN pad`. */
  device(device: string): string;
  /** A part of what a problem says; empty where there is nothing to say. */
  problem(problem: AnyProblem, part: 'what' | 'kept' | 'next'): string;
  /** By its id; empty when these messages do not have it. */
  sentence(id: string, params: SentenceParams): string;
}>;

/** Of `messages`, which hold `device.*` and `step.*` beside the sentences. */
export function sentencesOf(tag: string, messages: Messages, place: Place): Sentences {
  const say = speaker(tag, messages);
  const formats = formatsOf(tag, place);
  const device = (id: string) => messages[`device.${id}`] ?? id;

  /** A value as people read it. Names of params carry their unit. */
  const forPeople = (id: string, name: string, params: SentenceParams): string | number => {
    const value = params[name] ?? '—';
    if (name === 'device') return within(device(String(value)), id);
    if (name === 'step') return messages[`step.${value}`] ?? value;
    // A select of ICU knows no hyphen and no dot.
    if (name === 'what' || name === 'why') return String(value).replaceAll(/[-.]/g, '_');
    if (typeof value !== 'number') return value;
    if (name.endsWith('Minor') || isBooked(name, params)) return formats.money(value);
    if (name.endsWith('Ms')) return formats.duration(value);
    if (name === 'at' || name.endsWith('At')) return formats.dateTime(value);
    return value;
  };

  const sentence = (id: string, params: SentenceParams): string => {
    const text = messages[id];
    if (!text) return '';
    const whole = completed(params);
    const values = argumentsOf(text).map((name) => [name, forPeople(id, name, whole)] as const);
    return say(id, Object.fromEntries(values));
  };

  /** A device that was never identified is known by its address. */
  const completed = (params: SentenceParams): SentenceParams => {
    return { device: params.address ?? device('some'), ...params };
  };

  return {
    device,
    problem: (problem, part) => {
      const { kind, params } = saidHere(problem);
      return sentence(`problem.${kind}.${part}`, params);
    },
    sentence,
  };
}

/** `Card reader` is `card reader` inside a sentence, and a `PIN pad` stays one. */
function within(name: string, id: string): string {
  const isWord = /^[A-Z][a-z]/.test(name) && id.startsWith('problem.');
  return isWord ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}

/** `here` and `there` of a difference in the books are money where the thing compared is. */
function isBooked(name: string, params: SentenceParams): boolean {
  return ['here', 'there'].includes(name) && /(?:Minor|\.minor)$/.test(String(params.what));
}
