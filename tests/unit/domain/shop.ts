/** A store for tests. */

import { defaultReasons } from '../../../domain/journal/reasons.ts';
import { defaultRules, type StoreSettings } from '../../../domain/office/store-settings.ts';
import { defaultPolicy } from '../../../domain/sign-in/steps.ts';

export const shop: StoreSettings = {
  storeName: { zh: '和平路便利店', en: 'Peace Road Store' },
  currency: 'CNY',
  zone: 'Asia/Shanghai',
  cutOver: '04:00',
  cashStepMinor: 10,
  usualFloatMinor: 50_000,
  offline: { daysMax: 3, unsyncedMinorMax: 500_000 },
  signInPolicy: { ...defaultPolicy, operator: 'block', 'self-test': 'block' },
  receiptFooter: { zh: '谢谢惠顾', en: 'Thank you' },
  helpPhone: '400-000-0000',
  ...defaultRules,
  reasons: { void: defaultReasons.void },
};
