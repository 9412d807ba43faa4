/** The policies of a store as fields of a form: read with what is wrong by field, and written. */

import { z } from 'zod';
import { knownWallet } from '../../../domain/basics/payment-code.ts';
import { labelLayoutsSchema } from '../../../domain/goods/layout.ts';
import { type StoreSettings, storeSettingsSchema } from '../../../domain/office/store-settings.ts';
import type { SignInWays, WayIn } from '../../../domain/people/ways-in.ts';
import { stepNames } from '../../../domain/sign-in/steps.ts';
import { amountText, parseAmount } from '../../basics/amounts.ts';
import { namesFrom, perLanguage } from '../../basics/per-language.ts';
import { currencyDigits } from '../frame/days.ts';
import { checkForm, type FieldErrors } from '../frame/forms.ts';
import type { View } from '../frame/visit.ts';
import { readReasons, reasonTexts } from './reason-lists.ts';

export type Given = Readonly<{
  texts: Readonly<Record<string, string>>;
  ways: readonly string[];
  wallets: readonly string[];
}>;

const text = z.string().trim().min(1, 'policies.wrong.text').max(80, 'policies.wrong.text');
const phone = z.string().trim().max(40, 'policies.wrong.phone');
const wallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'policies.wrong.time');
const whole = (least: number, most: number, wrong: string) =>
  z
    .string()
    .regex(/^\d{1,4}$/, wrong)
    .transform(Number)
    .refine((value) => value >= least && value <= most, wrong);

/** Everything but amounts, ways in and firmware, which need more than their own text. */
const textsSchema = z.object({
  ...perLanguage('name', () => text),
  ...perLanguage('footer', () => text),
  zone: z.string().trim().refine(isZone, 'policies.wrong.zone'),
  cutOver: wallTime,
  openFrom: wallTime.or(z.literal('')),
  openUntil: wallTime.or(z.literal('')),
  digitsMin: whole(4, 12, 'policies.wrong.digits'),
  lifeDays: whole(1, 3_650, 'policies.wrong.life').or(z.literal('').transform(() => null)),
  daysMax: whole(0, 365, 'policies.wrong.days'),
  helpPhone: phone,
  manager: phone,
  technician: phone,
  backOffice: phone,
  acquirer: phone,
});

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== null && zone !== '';
  } catch {
    return false;
  }
}

export function givenOf(settings: StoreSettings): Given {
  const digits = currencyDigits(settings.currency);
  const { storeName, receiptFooter, openingHours, secrets, offline, contacts } = settings;
  return {
    ways: settings.ways.map(wayText),
    wallets: settings.wallets,
    texts: {
      ...perLanguage('name', (language) => storeName[language] ?? ''),
      ...perLanguage('footer', (language) => receiptFooter[language] ?? ''),
      zone: settings.zone,
      cutOver: settings.cutOver,
      openFrom: openingHours?.from ?? '',
      openUntil: openingHours?.until ?? '',
      ...settings.day,
      digitsMin: String(secrets.digitsMin),
      passwords: secrets.passwords ? 'yes' : '',
      lifeDays: secrets.lifeDays === null ? '' : String(secrets.lifeDays),
      daysMax: String(offline.daysMax),
      unsynced: amountText(offline.unsyncedMinorMax, digits),
      cashStep: amountText(settings.cashStepMinor, digits),
      usualFloat: amountText(settings.usualFloatMinor, digits),
      takeBack: amountText(settings.takeBackMinorMax, digits),
      managerConfirms: settings.managerConfirmsDevices ? 'yes' : '',
      firmware: Object.entries(settings.firmware)
        .map(([model, versions]) => `${model}: ${versions.join(', ')}`)
        .join('\n'),
      labels: settings.labels.join('\n'),
      ...reasonTexts(settings.reasons),
      helpPhone: settings.helpPhone,
      ...contacts,
      ...Object.fromEntries(stepNames.map((step) => [`step-${step}`, settings.signInPolicy[step]])),
    },
  };
}

/** `badge+secret`: a combination as the value of a box. */
export function wayText(combination: readonly WayIn[]): string {
  return [...combination].sort().join('+');
}

export type ReadSettings =
  | Readonly<{ settings: StoreSettings; errors: null }>
  | Readonly<{ settings: null; errors: FieldErrors }>;

/** `before` keeps what the form does not ask for: the currency. */
export function readSettings(
  view: View,
  { texts, ways, wallets: taken }: Given,
  before: StoreSettings,
): ReadSettings {
  const { say } = view;
  const digits = currencyDigits(before.currency);
  const common = checkForm(view, textsSchema, texts);
  const amounts = amountsOf(texts, digits);
  const firmware = readFirmware(texts.firmware ?? '');
  const labels = readLabels(texts.labels ?? '');
  const reasons = readReasons(view, texts, before.reasons);
  const errors: Record<string, string> = { ...common.errors, ...reasons.errors };
  for (const [name, amount] of Object.entries(amounts)) {
    if (amount === null) errors[name] = say('policies.wrong.amount');
  }
  if (amounts.cashStep === 0) errors.cashStep = say('policies.wrong.step');
  if (typeof firmware === 'number') {
    errors.firmware = say('policies.wrong.firmware', { line: firmware });
  }
  if (typeof labels === 'number') errors.labels = say('policies.wrong.labels', { line: labels });
  if (ways.length === 0) errors.ways = say('policies.wrong.ways');
  const { value } = common;
  if (value && (value.openFrom === '') !== (value.openUntil === '')) {
    errors.openUntil = say('policies.wrong.open');
  }
  const isOtherDay = value && (value.zone !== before.zone || value.cutOver !== before.cutOver);
  if (isOtherDay && texts.confirmDay !== 'yes') errors.cutOver = say('policies.wrong.confirm');
  if (!value || Object.keys(errors).length > 0) return { settings: null, errors };
  const settings = storeSettingsSchema.safeParse({
    ...before,
    storeName: namesFrom('name', value),
    receiptFooter: namesFrom('footer', value),
    zone: value.zone,
    cutOver: value.cutOver,
    openingHours: value.openFrom === '' ? null : { from: value.openFrom, until: value.openUntil },
    day: { ...before.day, ...dayTexts(texts) },
    cashStepMinor: amounts.cashStep,
    usualFloatMinor: amounts.usualFloat,
    takeBackMinorMax: amounts.takeBack,
    managerConfirmsDevices: texts.managerConfirms === 'yes',
    offline: { daysMax: value.daysMax, unsyncedMinorMax: amounts.unsynced },
    secrets: {
      digitsMin: value.digitsMin,
      passwords: texts.passwords === 'yes',
      lifeDays: value.lifeDays,
    },
    ways: ways.map((way) => way.split('+')) as SignInWays,
    signInPolicy: Object.fromEntries(
      stepNames.map((step) => [step, texts[`step-${step}`] ?? before.signInPolicy[step]]),
    ),
    firmware,
    labels,
    // One of a later version, which no box here stands for, stays as it was.
    wallets: [...before.wallets.filter((one) => knownWallet(one) === 'other'), ...taken],
    reasons: reasons.lists,
    helpPhone: value.helpPhone,
    contacts: {
      manager: value.manager,
      technician: value.technician,
      backOffice: value.backOffice,
      acquirer: value.acquirer,
    },
  });
  // Whatever is left is not typed but chosen: a form of somebody's own making.
  return settings.success
    ? { settings: settings.data, errors: null }
    : { settings: null, errors: { ways: say('form.invalid') } };
}

/** Null where a text is no amount. */
function amountsOf(texts: Given['texts'], digits: number) {
  const amount = (name: string) => parseAmount(texts[name] ?? '', digits);
  return {
    unsynced: amount('unsynced'),
    cashStep: amount('cashStep'),
    usualFloat: amount('usualFloat'),
    takeBack: amount('takeBack'),
  };
}

/** What was chosen of the day's policy; whoever sends another word is refused by its schema. */
function dayTexts({ afterClose, cashCount }: Given['texts']): Record<string, string> {
  return { ...(afterClose && { afterClose }), ...(cashCount && { cashCount }) };
}

/** `20IIIIIWWWWWC` a line; the number of the first line that is no layout, or whose prefix stands above it. */
function readLabels(lines: string): StoreSettings['labels'] | number {
  const labels: string[] = [];
  for (const [index, line] of lines.split('\n').entries()) {
    const layout = line.replace(/\s+/g, '').toUpperCase();
    if (layout === '') continue;
    if (!labelLayoutsSchema.safeParse([...labels, layout]).success) return index + 1;
    labels.push(layout);
  }
  return labels;
}

/** `VP-5: 1.0.2, 1.0.3` a line; the number of the first line that is something else. */
function readFirmware(lines: string): StoreSettings['firmware'] | number {
  const firmware: Record<string, string[]> = {};
  for (const [index, line] of lines.split('\n').entries()) {
    if (line.trim() === '') continue;
    const at = line.search(/[:：]/);
    const model = line.slice(0, Math.max(0, at)).trim();
    const versions = line
      .slice(at + 1)
      .split(/[,，;\s]+/)
      .filter(Boolean);
    const isRead = at > 0 && model !== '' && versions.length > 0 && !Object.hasOwn(firmware, model);
    if (!isRead || model.length > 60) return index + 1;
    firmware[model] = versions;
  }
  return firmware;
}
