/** 中 / EN, on every screen: from one language to the next. */
import { Fragment } from 'react';
import { type Locale, languages, locales } from '../../domain/basics/languages.ts';
import { call } from '../page/bridge.ts';
import { useTill } from '../page/use-till.ts';
import { useWords } from './i18n.tsx';

export function LanguageSwitch() {
  const { locale, t } = useWords();
  const at = locales.indexOf(locale);
  const next = locales[(at + 1) % locales.length] ?? locale;
  return (
    <button
      type="button"
      className="language"
      data-testid="language-switch"
      onClick={() => setLocale(next)}
    >
      {languages.map(({ tag, short }, index) => (
        <Fragment key={tag}>
          {index === 0 ? null : <span aria-hidden="true">/</span>}
          <span className={locale === tag ? 'language-on' : ''}>{short}</span>
        </Fragment>
      ))}
      <span className="hidden">{t('language.switch')}</span>
    </button>
  );
}

/** Changes at once; main keeps it with the operator. */
function setLocale(locale: Locale): void {
  useTill.setState((till) => ({
    state: till.state && { ...till.state, locale },
    startup: till.startup && { ...till.startup, locale },
  }));
  void call('till.setLocale', { locale });
}
