/** 中 / EN, on every screen. */
import type { Locale } from '../../domain/paper/words.ts';
import { call } from '../page/bridge.ts';
import { useTill } from '../page/use-till.ts';
import { useWords } from './i18n.tsx';

export function LanguageSwitch() {
  const { locale, t } = useWords();
  const next: Locale = locale === 'zh-CN' ? 'en' : 'zh-CN';
  return (
    <button
      type="button"
      className="language"
      data-testid="language-switch"
      onClick={() => setLocale(next)}
    >
      <span className={locale === 'zh-CN' ? 'language-on' : ''}>中</span>
      <span aria-hidden="true">/</span>
      <span className={locale === 'en' ? 'language-on' : ''}>EN</span>
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
