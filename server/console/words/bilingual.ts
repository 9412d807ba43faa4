/** Words of one page: Chinese says which there are, the compiler asks for the English of each. */
export function bilingual<Zh extends Readonly<Record<string, string>>>(
  zh: Zh,
  en: Readonly<Record<keyof Zh, string>>,
): Readonly<{ zh: Zh; en: Readonly<Record<keyof Zh, string>> }> {
  return { zh, en };
}
