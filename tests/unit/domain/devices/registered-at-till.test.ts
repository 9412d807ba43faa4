import { describe, expect, it } from 'vitest';
import { type RegisteredDevice, registeredAtTill } from '../../../../domain/devices/register.ts';

const pad: RegisteredDevice = {
  device: 'pin-pad',
  family: 'pin-pad',
  model: 'VP-5',
  serialNumber: 'A1',
  seals: ['S-1'],
  location: '',
  maintenanceDue: null,
};
const write = (before: RegisteredDevice | undefined, row: RegisteredDevice) =>
  registeredAtTill(before, row, '7001', 5).unconfirmed;

describe('a row that somebody at a till wrote', () => {
  it('waits for a second person where it is new or another device, and takes cards', () => {
    const unconfirmed = { by: '7001', at: 5, before: 'A1' };
    expect(write(undefined, pad)).toEqual({ ...unconfirmed, before: '-' });
    for (const other of [
      { serialNumber: 'B2' },
      { serialNumber: null },
      { model: 'X' },
      { seals: [] },
    ]) {
      expect(write(pad, { ...pad, ...other })).toEqual(unconfirmed);
    }
    expect(write(undefined, { ...pad, family: 'printer' })).toBeUndefined();
  });

  it('does not wait where the confirmed device only moved, and cannot confirm itself', () => {
    expect(write(pad, { ...pad, location: 'desk', maintenanceDue: '2027-01-01' })).toBeUndefined();
    const waiting = registeredAtTill(pad, { ...pad, serialNumber: 'B2' }, '7001', 5);
    expect(write(waiting, { ...pad, serialNumber: 'B2' })).toEqual(waiting.unconfirmed);
    // Through a third one it is still told what was confirmed last.
    expect(write(waiting, { ...pad, serialNumber: 'C3' })?.before).toBe('A1');
    const { unconfirmed: _, ...posing } = waiting;
    expect(write(waiting, posing)).toEqual(waiting.unconfirmed);
  });
});
