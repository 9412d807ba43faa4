import { describe, expect, it } from 'vitest';
import { callAbout, helperFor } from '../../../../domain/office/whom-to-call.ts';
import { problemKinds } from '../../../../domain/words/problem.ts';

const contacts = { manager: '1', technician: '2', backOffice: '3', acquirer: '4' };

describe('whom to call', () => {
  it('is said of every problem there is', () => {
    expect(Object.keys(helperFor).sort()).toEqual([...problemKinds].sort());
  });
  it.each([
    ['device-swapped', '1'],
    ['disk-full', '2'],
    ['till-cloned', '3'],
    ['host-keys-wrong', '4'],
  ] as const)('about %s is the number of whoever can help', (kind, phone) => {
    expect(callAbout(kind, { contacts, helpPhone: '0' })?.phone).toBe(phone);
  });
  it('is the one number of the store where it gave no other', () => {
    const none = { manager: '', technician: '', backOffice: '', acquirer: '' };
    const call = callAbout('disk-full', { contacts: none, helpPhone: '400' });
    expect(call).toEqual({ helper: 'technician', phone: '400' });
    expect(callAbout('disk-full', { contacts: none, helpPhone: '' })).toBeNull();
  });
  it('is nobody where the sentence is enough', () => {
    expect(callAbout('printer-paper-out', { contacts, helpPhone: '0' })).toBeNull();
  });
});
