/**
 * What a real card complete terminal was logged saying (bezahl-online `doc/Abnahmetest.xlsm`, in ../shared/vectors/zvt.md
 * section J): said again to our driver, which has to answer as the till of the log did.
 */
import { expect, test } from 'vitest';
import {
  createZvtTerminal,
  type ZvtTerminal,
} from '../../../../../drivers/payment-terminal/zvt/driver.ts';
import { optionsSchema } from '../../../../../drivers/payment-terminal/zvt/options.ts';
import { handClock } from '../../../../helpers/hand-clock.ts';
import { type ScriptedDevice, scriptedDevice } from '../../../../helpers/scripted-device.ts';

const { signal } = new AbortController();
const options = optionsSchema.parse({
  password: 123456,
  configByte: '3E',
  serviceByte: '03',
  characterSet: 'cp437',
});
const accepted = '80 00 00';

async function registered(): Promise<Readonly<{ far: ScriptedDevice; terminal: ZvtTerminal }>> {
  const far = await scriptedDevice(handClock(), 'terminal');
  return { far, terminal: createZvtTerminal(far.ports, options, 'tcp') };
}

/** Case A1. */
async function register(far: ScriptedDevice): Promise<void> {
  await far.heard('06 00 10 12 34 56 3E 09 78 03 03 06 06 26 04 0A 02 06 D3');
  await far.say(accepted);
  await far.say('06 0F 0A 19 00 29 29 00 10 06 49 09 78');
  await far.heard(accepted);
}

test('A1 and B1.1: a purchase of 50.50 with chip and PIN', async () => {
  const { far, terminal } = await registered();
  const texts: string[] = [];
  terminal.onStatus((text) => texts.push(text));
  const outcome = terminal.pay({ amountMinor: 5_050, currency: 'EUR', reference: 'r' }, signal);
  await register(far);
  await far.heard('06 01 0A 04 00 00 00 00 50 50 49 09 78');
  await far.say(accepted);
  for (const message of [
    '04 FF 01 17',
    '04 FF 01 0E',
    '04 FF 16 01 01 06 12 24 10 07 0E 45 4E 54 45 52 20 50 49 4E 20 26 20 4F 4B',
    '04 FF 01 17',
    '04 FF 01 0E',
    '04 FF 01 0B',
    '04 0F D4 27 00 04 00 00 00 00 50 50 0B 00 01 63 0C 12 35 51 0D 04 17 17 00 01 19 70 22 F1 F0 EE EE EE EE EE EE EE E1 22 9F 29 29 00 10 06 2A 31 30 30 37 36 34 39 39 32 20 20 20 20 20 20 3B 36 35 31 32 30 30 00 00 3C F0 F1 F4 47 45 4E 2E 4E 52 2E 3A 36 35 31 32 30 30 49 09 78 87 01 63 88 00 01 63 8A 2E 8B F0 F8 4D 41 45 53 54 52 4F 00 06 65 24 10 07 0E 47 45 4E 2E 4E 52 2E 3A 36 35 31 32 30 30 43 07 A0 00 00 00 04 30 60 46 1F 41 30 30 30 30 30 30 30 30 34 33 30 36 30 20 37 37 36 44 31 41 41 34 35 43 33 39 31 36 38 34 47 1F 41 30 30 30 30 30 30 30 30 34 33 30 36 30 20 37 37 36 44 31 41 41 34 35 43 33 39 31 36 38 34 1F 10 01 03 1F 12 01 01',
    '06 0F 00',
  ]) {
    await far.say(message);
    await far.heard(accepted);
  }
  await expect(outcome).resolves.toMatchObject({
    kind: 'approved',
    transaction: {
      amountMinor: 5_050,
      traceNumber: '000163',
      receiptNumber: '0163',
      terminalId: '29001006',
      authorisationCode: '651200',
      cardName: 'MAESTRO',
    },
  });
  expect(texts).toContain('ENTER PIN & OK');
});

test('B4.2: STOP at the PIN', async () => {
  const { far, terminal } = await registered();
  const outcome = terminal.pay({ amountMinor: 5_050, currency: 'EUR', reference: 'r' }, signal);
  await register(far);
  await far.heard('06 01 0A 04 00 00 00 00 50 50 49 09 78');
  await far.say(accepted);
  const text = '41 62 62 72 75 63 68 20 64 75 72 63 68 20 4B 75 6E 64 65';
  await far.say(
    `04 0F 39 27 6C 29 29 00 10 06 3C F0 F1 F9 ${text} 8A 2E 06 17 24 15 07 13 ${text}`,
  );
  await far.heard(accepted);
  await far.say('06 1E 01 6C');
  await far.heard(accepted);
  await expect(outcome).resolves.toMatchObject({ kind: 'declined', code: '6C' });
});

test('A2.1: an end of day with the network cut', async () => {
  const { far, terminal } = await registered();
  const outcome = terminal.endOfDay(signal).catch((thrown: unknown) => thrown);
  await register(far);
  await far.heard('06 50 03 12 34 56');
  await far.say(accepted);
  for (const message of [
    '04 FF 01 0E',
    '04 FF 01 06',
    '04 FF 01 0E',
    '04 FF 01 17',
    '04 0F 09 27 77 0C 17 15 48 0D 04 16',
    '06 1E 01 77',
  ]) {
    await far.say(message);
    await far.heard(accepted);
  }
  await expect(outcome).resolves.toMatchObject({ kind: 'device-refused', params: { code: '77' } });
});
