/** How many digits were entered, never which. */
import { useWords } from '../words/i18n.tsx';

/** Most PINs here have four to six digits; longer ones get more dots as they grow. */
const dotsMin = 6;

export function PinDots({ length }: Readonly<{ length: number }>) {
  const { t } = useWords();
  const dots = Array.from({ length: Math.max(dotsMin, length) }, (_, index) => index);
  return (
    <div
      className="pin"
      role="img"
      aria-label={t('pin.entered', { count: length })}
      data-testid="pin-dots"
      data-length={length}
    >
      {dots.map((index) => (
        <i key={index} className={index < length ? 'pin-full' : ''} />
      ))}
    </div>
  );
}
