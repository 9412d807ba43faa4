/** The ways in besides number and PIN: one button each, those that the store takes. */
import type { WayIn } from '../../../domain/people/ways-in.ts';
import { type Keys, useKeys } from '../../page/keys.ts';
import { Act } from '../../parts/act.tsx';
import { useWords } from '../../words/i18n.tsx';

export type OtherWay = 'badge' | 'card' | 'passkey' | 'password';

/** After the people, who have 1 to 6. A password needs none: a letter begins it. */
export const wayPlaces = { badge: 7, card: 8, passkey: 9 } as const;
const hintOf = (way: OtherWay): string => (way === 'password' ? 'A–Z' : `Alt ${wayPlaces[way]}`);

const keys = { pick: 'ways.other' } satisfies Keys;
const order: readonly OtherWay[] = ['badge', 'card', 'passkey', 'password'];

type Props = Readonly<{
  ways: readonly WayIn[];
  /** Passwords are taken as well as PINs. */
  passwords: boolean;
  disabled: boolean;
  onChoose: (way: OtherWay) => void;
}>;

export function OtherWays({ ways, passwords, disabled, onChoose }: Props) {
  const { t } = useWords();
  const offered = order.filter((way) =>
    way === 'password' ? passwords && ways.includes('secret') : ways.includes(way),
  );
  useKeys(keys, {
    pick: (nth) => {
      const way = offered.find((one) => one !== 'password' && wayPlaces[one] === nth);
      if (way === undefined || disabled) return false;
      return onChoose(way);
    },
  });
  if (offered.length === 0) return null;
  return (
    <fieldset
      className={ways.includes('secret') ? 'other-ways' : 'other-ways other-ways-alone'}
      aria-label={t('ways.other')}
    >
      {offered.map((way) => (
        <Act
          key={way}
          id={`way-${way}`}
          size="small"
          hint={hintOf(way)}
          disabled={disabled}
          onPress={() => onChoose(way)}
        >
          {t(`way.${way}`)}
        </Act>
      ))}
    </fieldset>
  );
}
