import { expect, test } from 'vitest';
import {
  asksForSignOn,
  isApproved,
  isDuplicate,
  refusal,
} from '../../../../drivers/acquirer/answer-codes.ts';

test.each(['00', '11', 'A2', 'A4', 'A5', 'A6'])('%s is a yes', (code) => {
  expect(isApproved(code)).toBe(true);
});

test.each<[string, string, boolean]>([
  ['51', 'card-declined', false],
  ['54', 'card-declined', false],
  ['55', 'card-declined', false],
  ['91', 'host-refused', false],
  ['97', 'host-refused', false],
  ['99', 'host-sign-on-needed', true],
  ['A0', 'host-sign-on-needed', true],
  ['10', 'card-declined', false],
])('%s is a no: %s, sign-on again %s', (code, kind, signOnAgain) => {
  expect(isApproved(code)).toBe(false);
  expect(refusal(code).toData()).toEqual({ kind, params: { code } });
  expect(asksForSignOn(code)).toBe(signOnAgain);
});

test('94 alone says that the host has had the number before', () => {
  const codes = ['00', '05', '64', '68', '91', '94', '96', '98', 'A7'];
  expect(codes.filter(isDuplicate)).toEqual(['94']);
});
