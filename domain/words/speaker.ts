/**
 * The one evaluator of messages: ICU MessageFormat, for page, console, paper, display and terminal alike.
 *
 * Syntax: https://unicode-org.github.io/icu/userguide/format_parse/messages/
 */
import { IntlMessageFormat } from 'intl-messageformat';

/** The words of one language: id → message. */
export type Messages<Id extends string = string> = Readonly<Record<Id, string>>;
export type Values = Readonly<Record<string, string | number>>;
export type Say<Id extends string = string> = (id: Id, values?: Values) => string;

/** Says messages of one language; each is read once, when it is first said. `tag` is BCP 47, `zh-CN`. */
export function speaker<Id extends string>(tag: string, messages: Messages<Id>): Say<Id> {
  const read = new Map<Id, (values: Values) => string>();
  return (id, values = {}) => {
    const known = read.get(id);
    if (known) return known(values);
    const message = reader(tag, messages[id] ?? id);
    read.set(id, message);
    return message(values);
  };
}

/** A wrong message or a forgotten value must not stop a sale: the text is said as it stands, the value is a dash. */
function reader(tag: string, text: string): (values: Values) => string {
  if (!/[{'<]/.test(text)) return () => text;
  try {
    const message = new IntlMessageFormat(text, tag);
    const blanks = Object.fromEntries(argumentsOf(text).map((name) => [name, '—']));
    return (values) => String(message.format({ ...blanks, ...values }));
  } catch {
    return () => text;
  }
}

/** The names of the values a message may ask for. */
export function argumentsOf(text: string): readonly string[] {
  return [...text.matchAll(/\{\s*(\w+)/g)].map(([, name = '']) => name);
}
