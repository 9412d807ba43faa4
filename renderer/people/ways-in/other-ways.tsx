/** The ways in besides number and PIN: one button each, those that the store takes. */
import type { WayIn } from '../../../domain/people/ways-in.ts';
import { useShortcuts } from '../../page/keys.ts';
import { Act } from '../../parts/act.tsx';
import { useWords } from '../../words/i18n.tsx';

export type OtherWay = 'badge' | 'card' | 'passkey' | 'password';

const keyOf = { badge: 'F7', card: 'F8', passkey: 'F10', password: 'F11' } as const;
const order: readonly OtherWay[] = ['badge', 'card', 'passkey', 'password'];

type Props = Readonly<{
  ways: readonly WayIn[];
  /** Passwords are taken as well as PINs. */
  passwords: boolean;
  disabled: boolean;
  /** Whether the keys are for this. */
  active: boolean;
  onChoose: (way: OtherWay) => void;
}>;

export function OtherWays({ ways, passwords, disabled, active, onChoose }: Props) {
  const { t } = useWords();
  const offered = order.filter((way) =>
    way === 'password' ? passwords && ways.includes('secret') : ways.includes(way),
  );
  useShortcuts(
    Object.fromEntries(
      offered.map((way) => [
        keyOf[way],
        (event: KeyboardEvent) => {
          event.preventDefault();
          if (!disabled) onChoose(way);
        },
      ]),
    ),
    active && offered.length > 0,
  );
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
          hint={keyOf[way]}
          disabled={disabled}
          onPress={() => onChoose(way)}
        >
          {t(`way.${way}`)}
        </Act>
      ))}
    </fieldset>
  );
}
