/** crypto.md §1 and §2: keys that change with every transaction. */
import { decryptAes, encryptAes } from '../../../drivers/emulators/aes.ts';
import {
  aesTransactionKey,
  aesWorkingKey,
  initialAesKey,
  testAesBaseKey,
} from '../../../drivers/emulators/aes-dukpt.ts';
import {
  dataKey,
  initialKeys,
  testBaseKey,
  transactionKey,
  variantOf,
} from '../../../drivers/emulators/dukpt.ts';
import {
  decryptBlock,
  decryptCbc,
  encryptBlock,
  encryptCbc,
  upperHex,
} from '../../../drivers/emulators/keys.ts';
import { aesCmac, retailMac } from '../../../drivers/emulators/macs.ts';
import {
  clearPinBlock,
  encipheredPinBlock,
  openPinBlock4,
  readPinBlock,
} from '../../../drivers/emulators/pin-blocks.ts';
import { bufferOf, type Checks } from './check.ts';

const text = Buffer.from('4012345678909D987');
const pin = '1234';

export function tdesDukpt(cells: readonly string[]): Checks {
  const pan = '4012345678909';
  const [ksn = '', wantedKey, pinBlock = '', macRequest, macResponse, request, response] = cells;
  const key = transactionKey(initialKeys(testBaseKey, ksn).initialKey, ksn);
  const pinKey = variantOf(key, 'pin');
  return [
    { what: 'transaction key', made: key, wanted: wantedKey },
    {
      what: 'PIN block',
      made: upperHex(encryptBlock(pinKey, clearPinBlock(pin, pan))),
      wanted: pinBlock,
    },
    {
      what: 'PIN of the block',
      made: readPinBlock(0, decryptBlock(pinKey, bufferOf(pinBlock)), pan),
      wanted: pin,
    },
    {
      what: 'MAC of the request',
      made: upperHex(retailMac(variantOf(key, 'macRequest'), text)),
      wanted: macRequest,
    },
    {
      what: 'MAC of the response',
      made: upperHex(retailMac(variantOf(key, 'macResponse'), text)),
      wanted: macResponse,
    },
    ...dataBothWays('request', dataKey(key, 'data'), request),
    ...dataBothWays('response', dataKey(key, 'dataResponse'), response),
  ];
}

function dataBothWays(direction: string, key: string, enciphered = ''): Checks {
  return [
    {
      what: `data of the ${direction}`,
      made: upperHex(encryptCbc(key, text)),
      wanted: enciphered,
    },
    {
      what: `data of the ${direction}, read`,
      made: upperHex(decryptCbc(key, bufferOf(enciphered))),
      wanted: upperHex(zeroFilled(24)),
    },
  ];
}

export function aesDukpt(cells: readonly string[]): Checks {
  const pan = '4111111111111111';
  const [ksn = '', wantedKey, wantedPinKey, pinBlock = '', macKey, mac, wantedDataKey, data = ''] =
    cells;
  const key = aesTransactionKey(initialAesKey(testAesBaseKey, ksn.slice(0, 16)), ksn);
  const pinKey = aesWorkingKey(key, ksn, 'pin');
  const requestKey = aesWorkingKey(key, ksn, 'macRequest');
  const enciphers = aesWorkingKey(key, ksn, 'dataRequest');
  const pinHalf = bufferOf('441234AAAAAAAAAA2F69ADDE2E9E7ACE');
  return [
    { what: 'transaction key', made: key, wanted: wantedKey },
    { what: 'PIN key', made: pinKey, wanted: wantedPinKey },
    {
      what: 'PIN block',
      made: upperHex(encipheredPinBlock(pinKey, pinHalf, pan)),
      wanted: pinBlock,
    },
    { what: 'PIN of the block', made: openPinBlock4(pinKey, bufferOf(pinBlock), pan), wanted: pin },
    { what: 'CMAC key', made: requestKey, wanted: macKey },
    { what: 'CMAC of the request', made: upperHex(aesCmac(requestKey, text)), wanted: mac },
    { what: 'data key', made: enciphers, wanted: wantedDataKey },
    {
      what: 'data of the request',
      made: upperHex(encryptAes(enciphers, zeroFilled(32))),
      wanted: data,
    },
    {
      what: 'data of the request, read',
      made: upperHex(decryptAes(enciphers, bufferOf(data))),
      wanted: upperHex(zeroFilled(32)),
    },
  ];
}

const zeroFilled = (bytes: number): Buffer => Buffer.concat([text, Buffer.alloc(bytes)], bytes);
