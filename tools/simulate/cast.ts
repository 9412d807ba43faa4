/** Who works in the simulated shop. Their PINs are as public as this file. */
import type { Locale } from '../../domain/basics/languages.ts';

export type CastMember = Readonly<{
  number: string;
  name: string;
  role: string;
  locale: Locale;
  pin: string;
}>;

export const cast = {
  morning: { number: '1001', name: '王芳', role: 'cashier', locale: 'zh-CN', pin: '2580' },
  evening: { number: '1002', name: 'Li Wei', role: 'cashier', locale: 'en', pin: '1470' },
  manager: { number: '9001', name: '陈静', role: 'manager', locale: 'zh-CN', pin: '369258' },
} as const satisfies Record<string, CastMember>;
