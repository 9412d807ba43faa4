/** Whom a person at the till calls when a sentence alone does not help. */
import type { ProblemKind } from './problems.ts';
import type { StoreSettings } from './store-settings.ts';

/** `nobody`: whoever reads the sentence can help themselves, or only time helps. */
export type Helper = 'nobody' | 'manager' | 'technician' | 'back-office' | 'acquirer';

/** The compiler asks for every new kind of problem. */
export const helperFor: Readonly<Record<ProblemKind, Helper>> = {
  'operator-unknown': 'manager',
  'pin-wrong': 'nobody',
  'pin-wait': 'nobody',
  'operator-locked': 'manager',
  'operator-withdrawn': 'manager',
  'way-not-allowed': 'manager',
  'badge-unknown': 'manager',
  'badge-scanned': 'nobody',
  'passkey-unknown': 'manager',
  'secret-too-weak': 'nobody',
  'not-permitted': 'manager',
  'approval-refused': 'manager',

  'not-signed-in': 'nobody',
  'till-locked': 'manager',
  'past-cut-over': 'nobody',
  'day-already-closed': 'manager',
  'sign-in-blocked': 'manager',
  'sign-in-not-running': 'nobody',
  'basket-open': 'nobody',

  'clock-set-back': 'technician',
  'clock-set-forward': 'technician',
  'disk-low': 'technician',
  'disk-full': 'technician',
  'disk-failing': 'technician',
  'commit-unknown': 'technician',
  'commit-undone': 'technician',
  'memory-low': 'technician',
  'on-battery': 'nobody',
  'battery-low': 'nobody',
  'native-module-missing': 'technician',
  'screen-failed': 'technician',
  'sound-failed': 'technician',
  'journal-broken': 'back-office',
  'yesterday-not-closed': 'manager',
  'database-locked': 'technician',
  'database-corrupt': 'technician',
  'database-newer': 'technician',
  'database-readonly': 'technician',
  'config-unreadable': 'technician',
  'key-missing': 'back-office',
  'software-damaged': 'technician',
  'update-required': 'technician',

  'barcode-unknown': 'nobody',
  'barcode-unreadable': 'nobody',
  'payment-card-scanned': 'nobody',
  'item-withdrawn': 'manager',
  'quantity-not-sellable': 'nobody',
  'basket-full': 'nobody',
  'basket-empty': 'nobody',
  'line-gone': 'nobody',
  'tender-too-small': 'nobody',
  'sale-unknown': 'nobody',
  'attempt-open': 'acquirer',
  'attempt-unresolved': 'acquirer',
  'attempt-taken-back': 'nobody',
  'card-declined': 'nobody',
  'card-cancelled': 'nobody',
  'card-unreadable': 'nobody',
  'pin-timeout': 'nobody',
  'card-not-ready': 'nobody',
  'sale-in-payment': 'nobody',

  'port-missing': 'technician',
  'port-ambiguous': 'technician',
  'port-busy': 'technician',
  'port-denied': 'technician',
  'device-silent': 'technician',
  'device-gone': 'technician',
  'device-busy': 'nobody',
  'device-garbage': 'technician',
  'device-refused': 'technician',
  'device-swapped': 'manager',
  'device-not-registered': 'back-office',
  'device-tampered': 'manager',
  'device-key-missing': 'technician',
  'device-maintenance-due': 'technician',
  'device-maintenance-overdue': 'technician',
  'device-firmware-not-allowed': 'technician',
  'device-battery-low': 'nobody',
  'device-not-configured': 'technician',
  'devices-restarting': 'technician',
  'printer-paper-out': 'nobody',
  'printer-paper-low': 'nobody',
  'printer-cover-open': 'nobody',
  'printer-fault': 'technician',
  'scale-not-steady': 'nobody',
  'scale-over-limit': 'nobody',
  'scale-fault': 'technician',
  'card-encrypted': 'technician',
  'terminal-declined': 'nobody',
  'terminal-unknown': 'acquirer',
  'terminal-locked': 'technician',
  'terminal-not-registered': 'technician',
  'test-not-possible': 'nobody',
  'bench-closed': 'nobody',

  'host-unreachable': 'technician',
  'host-silent': 'acquirer',
  'host-garbage': 'acquirer',
  'host-refused': 'acquirer',
  'host-mac-wrong': 'acquirer',
  'host-keys-wrong': 'acquirer',
  'host-sign-on-needed': 'nobody',

  'server-unreachable': 'technician',
  'server-certificate': 'back-office',
  'server-answer': 'back-office',
  'server-refused': 'back-office',
  'server-busy': 'nobody',
  'till-not-enrolled': 'back-office',
  'till-revoked': 'back-office',
  'till-restored': 'back-office',
  'till-cloned': 'back-office',
  'enrolment-code-wrong': 'back-office',
  'chain-refused': 'back-office',
  'books-differ': 'back-office',
  'offline-limit': 'manager',
  'code-wrong': 'back-office',
  'code-not-ready': 'back-office',

  'bad-request': 'technician',
  unexpected: 'technician',
};

export type Call = Readonly<{ helper: Exclude<Helper, 'nobody'>; phone: string }>;

/** Who is to be called about `kind` and under which number; null where nobody is, or where no number is known. */
export function callAbout(
  kind: ProblemKind,
  { contacts, helpPhone }: Pick<StoreSettings, 'contacts' | 'helpPhone'>,
): Call | null {
  const helper = helperFor[kind];
  if (helper === 'nobody') return null;
  const numbers: Readonly<Record<Call['helper'], string>> = {
    manager: contacts.manager,
    technician: contacts.technician,
    'back-office': contacts.backOffice,
    acquirer: contacts.acquirer,
  };
  const phone = numbers[helper] || helpPhone;
  return phone === '' ? null : { helper, phone };
}
