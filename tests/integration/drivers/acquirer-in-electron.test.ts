/** Electron links BoringSSL, which lacks DES modes that Node has (../shared/vectors/crypto.md, Electron note). */
import { expect, test } from 'vitest';
import { acquirerBench } from '../../helpers/acquirer.ts';
import { runInElectron } from '../../helpers/in-electron.ts';

test('keys, PIN, track and MAC come out inside Electron as they do in Node', async () => {
  const bench = await acquirerBench();
  const { kcv } = await bench.signOn();
  await bench.sell('000002');
  const booked = bench.host.books.find('000001', '000002');
  await bench.close();
  expect(booked).toMatchObject({ state: 'charged', withPin: true, trackEnciphered: true });
  expect(await runInElectron('sale-in-electron.ts')).toEqual({
    electron: expect.any(String),
    kcv,
    kind: 'approved',
    booked,
  });
}, 120_000);
