/** What the sources of ../shared/vectors/zvt.md assert, vector by vector, as `decode` says it. */
import { hexOf } from '../../../../../drivers/payment-terminal/zvt/apdu.ts';
import { readDigits } from '../../../../../drivers/payment-terminal/zvt/bmp.ts';
import {
  readTlvLength,
  readTlvs,
  readTlvTag,
  type Tlv,
} from '../../../../../drivers/payment-terminal/zvt/tlv.ts';

type Meaning = Readonly<Record<string, unknown>>;
const crc = (found: string): Meaning => ({ crc: { ok: true, expected: found, found } });
const says = (command: string, fields: Meaning = {}, more: Meaning = {}): Meaning => ({
  command,
  fields,
  ...more,
});

/** Why each of these is not good: the error that has to be among those told. */
export const wrongOnPurpose: Readonly<Record<string, RegExp>> = {
  Z029: /CRC is 1FF5 and should be F51F/,
  Z031: /cut short/,
  Z032: /10 at offset 10 is not doubled/,
  Z040: /BMP 6C is unknown.*offset 0/,
  Z041: /BMP 6C is unknown.*offset 0/,
  Z043: /65535 bytes of data, there are 1/,
  Z044: /2 bytes are too short/,
  Z045: /3 bytes are too short/,
  Z047: /10 bytes of data, there are 3/,
  Z048: /4 bytes are too short/,
  Z116: /68 bytes of data, there are 37/,
  Z125: /33 bytes of data, there are 17/,
  Z136: /14 bytes of data, there are 13/,
  Z137: /17 bytes of data, there are 16/,
};

/** Messages whose BMPs stand in another order than ours, or that say more than this till has a use for; and makers' own. */
export const notOurOrder: Readonly<Record<string, true>> = Object.fromEntries(
  (
    'Z027 Z069 Z071 Z072 Z073 Z079 Z083 Z084 Z085 Z099 Z100 Z101 Z103 Z104 Z111 Z112 Z113 Z115 Z117 Z128 Z129 ' +
    'Z131 Z132 Z144 Z153'
  )
    .split(' ')
    .map((id) => [id, true]),
);

const pan = '************4771';

export const meanings: Readonly<Record<string, Meaning>> = {
  Z001: says('0600', { password: '123456', config: 'BA', currency: 'EUR' }, crc('24C3')),
  Z003: says('0601', { amountMinor: 11_000, currency: 'EUR' }, crc('F2FF')),
  Z004: says('0670', {}, crc('D9F9')),
  Z005: says('06D1', { attribute: '00', text: 'Gesamt      0       0,00' }, crc('B5AB')),
  Z007: says('849C', { error: '9C', errorText: 'please wait' }, crc('C341')),
  Z008: says('0618', {}, crc('563A')),
  Z009: says('06E0', { lines: ['FAHRERNUMMER    ', 'EINGEBEN UND OK'] }, crc('DECD')),
  Z011: says('0501', { password: '123456', serviceByte: '04' }, crc('3094')),
  Z012: says('060F', { softwareVersion: '2.14.15', terminalStatus: '00' }, crc('B111')),
  Z013: says('0601', { amountMinor: 1_000 }, crc('6291')),
  Z015: says('0600', { config: 'BE', permittedMessages: ['06D3'] }, crc('6DBC')),
  Z016: says('06B0', {}, crc('43F3')),
  Z017: says('060F', {}, crc('C633')),
  Z019: says('84CC', { error: 'CC', errorText: 'printer not ready' }, crc('20C2')),
  Z020: says('0650', { password: '123456' }, crc('C4AF')),
  Z021: says('0630', { password: '123456', receiptNumber: '0042' }, crc('38DB')),
  Z023: says('0620', { password: '123456' }, crc('C56A')),
  Z024: says('0602', {}, crc('B9CC')),
  Z025: says('04FF', { status: '0A', statusText: 'insert card' }, crc('F57D')),
  Z027: says('0610', {}, crc('94FC')),
  Z028: says('06D1', { text: '0123456789ABCDE' }, { length: 16, ...crc('A2E6') }),
  Z029: says('8000', {}, { crc: { ok: false, expected: 'F51F', found: '1FF5' } }),
  Z031: { command: null, crc: { ok: false, found: null } },
  Z032: says('0601', { amountMinor: 1_000 }),
  Z033: says('8000', {}, { ignored: 'FF0006', ...crc('F51F') }),
  Z035: says('0501', {}, crc('1006')),
  Z036: says('0601', { amountMinor: 45_974, currency: 'EUR' }, crc('1010')),
  Z037: says('0601', { amountMinor: 25_308, currency: 'EUR' }, crc('1003')),
  Z039: says('0601', { amountMinor: 12_729, currency: 'EUR' }, crc('0615')),
  Z040: says('040F', {}, { length: 1, data: '6C' }),
  Z041: says('040F', {}, { length: 1, data: '6C' }),
  Z043: says('040F', {}, { length: 65_535 }),
  Z044: { command: null },
  Z045: { command: null },
  Z047: says('0601', {}, { length: 10 }),
  Z048: { command: null },
  Z067: says('0650', { password: '123456' }),
  Z068: says(
    '06C0',
    { timeoutS: 15, cardTypeWanted: '10', dialogControl: '02' },
    { tlv: { '1F15': 'D0', '1F60': '07' } },
  ),
  Z069: says(
    '0622',
    { paymentType: '40', currency: 'EUR', amountMinor: 2_500 },
    { tlv: { E9: { '1F62': '4143', '1F63': hexOf(Buffer.from('384HH2')) } } },
  ),
  Z071: says(
    '0623',
    { receiptNumber: '0491', paymentType: '40', currency: 'EUR', amountMinor: 1_295 },
    { tlv: { E9: { '1F62': '4143', '1F63': hexOf(Buffer.from('MF2246')) } } },
  ),
  Z072: says('0FA1', { raw: '0001' }),
  Z073: says('0813', {}, { tlv: { E4: { FF40: '123456', FF41: 'D5B7136976C101' } } }),
  Z075: says('0601', { amountMinor: 5_050 }),
  Z076: says('0650', { password: '123456' }),
  Z077: says('0501', { password: '123456', serviceByte: '07' }),
  Z079: says('0601', { amountMinor: 3_300, statusInformationsMax: '0A' }),
  Z080: says('849D', { amountMinor: 2_200 }),
  Z081: says('8466', { error: '66' }),
  Z083: says('0601', {
    statusInformationsMax: '01',
    amountMinor: 1_000,
    paymentType: '44',
    currency: 'EUR',
  }),
  Z084: says('0600', {
    config: 'FE',
    currency: 'EUR',
    serviceByte: '00',
    languages: ['DE', 'EN', 'FR', 'IT'],
    characterSet: 'FF',
    permittedMessages: '040F 060F 061E 04FF 06D8 06DB 06D9 06DA 06DD 06D3'.split(' '),
  }),
  Z085: says('0601', { amountMinor: 10_000, pumpNumber: '02' }, { tlv: { '1F04': '02' } }),
  Z087: says('0601', { amountMinor: 1_250, currency: 'EUR' }),
  Z088: says('0630', { password: '000000' }),
  Z089: says('0630', { password: '000000', receiptNumber: '0042' }),
  Z091: says('0650', { password: '000000' }),
  Z092: says('0670'),
  Z093: says('0501'),
  Z095: says('0602'),
  Z096: says('0620', { password: '000000' }),
  Z097: says('04FF', { status: '17', statusText: 'please wait' }),
  Z099: says('040F', {
    result: '00',
    amountMinor: 2_500,
    currency: 'EUR',
    time: '225558',
    date: '0405',
    maskedPan: '559883******8074',
    receiptNumber: '0231',
    authorisationCode: '750071',
    traceNumber: '000975',
    paymentType: '60',
    terminalId: '52523535',
    cardExpiry: '2405',
    cardType: '06',
    networkCardType: '01',
    cardName: 'MasterCard',
    contractNumber: '804011926',
  }),
  Z100: says('040F', {
    amountMinor: 0,
    receiptNumber: '0232',
    traceNumber: '000977',
    additionalText: 'AS-Proc-Code= 00 076 06\rCapt.-Ref.= 0099\rAID59= 081520\r DAUER   7 TAGE',
  }),
  Z101: says('040F', {
    amountMinor: 958,
    traceNumber: '000982',
    totals: {
      firstReceipt: '0233',
      lastReceipt: '0234',
      cards: [{ name: 'Mastercard', count: 2, amountMinor: 958 }],
    },
  }),
  Z103: says(
    '040F',
    { applicationIds: ['A0000003591010028001', 'A0000000043060'] },
    { bmps: { '23': '6725904411001000142D24122012386013860F' }, tlv: { '1F0B': '000000010000' } },
  ),
  Z104: says('060F', {
    softwareVersion: 'GER-APP-v2.0.9;cS02.01.01-10.10-2-2;CC26',
    terminalStatus: '00',
    terminalId: '52523535',
    deviceName: 'cVEND plug',
    date: '20230405',
    time: '225655',
  }),
  Z105: says('060F', { registrationStatus: '10', terminalId: '52523535', currency: 'EUR' }),
  Z107: says('061E', { error: 'B8', receiptNumber: 'FFFF', openReservations: 'none' }),
  Z108: says('06D3', { receipt: 'customer' }),
  Z109: says('040F', {
    result: '6C',
    resultText: 'aborted by key or time-out',
    additionalText: 'Abbruch durch Kunde',
    terminalId: '28004869',
  }),
  Z111: says('040F', {
    amountMinor: 2_040,
    currency: 'EUR',
    additionalText: 'GEN.NR.:611804',
    cardType: '2E',
    cardTypeText: 'Maestro',
    cardName: 'Debit Mastercard',
    cardExpiry: '2512',
    turnoverNumber: '000470',
    cardSequenceNumber: '0001',
    time: '223953',
    terminalId: '28004869',
    maskedPan: pan,
  }),
  Z112: says('040F', { amountMinor: 2_040, additionalText: 'GEN.NR.:978539' }),
  Z113: says('040F', {
    amountMinor: 100,
    traceNumber: '000607',
    originalTraceNumber: '000606',
    additionalText: 'GEN.NR.:715691',
    cardTechnology: '02',
    cardTechnologyText: 'contactless',
  }),
  Z115: says('040F', {
    cardName: 'MASTERCARD',
    cardTechnology: '01',
    cardholderVerification: '03',
    cardholderVerificationText: 'PIN offline, enciphered',
  }),
  Z116: says('040F', {
    result: '6C',
    amountMinor: 1_200,
    currency: 'EUR',
    terminalId: '52500295',
    date: '0817',
  }),
  Z117: says('040F', {
    result: '05',
    terminalId: '29000274',
    additionalText: 'Abgelehnt',
    lines: ['Abgelehnt'],
    cardTypeText: 'Mastercard',
  }),
  Z119: says('061E'),
  Z120: says('04FF', { status: '0A', statusText: 'insert card' }),
  Z121: says('04FF', { status: 'FF', timeoutMinutes: 10, lines: ['EUR 1.23', 'Bitte warten'] }),
  Z123: says('04FF', { lines: ['Test ä ö ü ß'] }),
  Z124: says('06D1', { text: 'Test ä ö ü ß' }),
  Z125: says('06D1', { textInOtherSets: { 'utf-8': 'Test ä ö ü ß' } }),
  Z127: says('06D1', { textInOtherSets: { 'din-66003': 'Test ä ö ü ß' } }),
  Z128: says('040F', {
    amountMinor: 4_000,
    currency: 'EUR',
    receiptNumber: '0175',
    traceNumber: '613995',
    terminalId: '60099914',
  }),
  Z129: says(
    '060F',
    { terminalId: '52001233', currency: 'EUR' },
    { tlv: { '27': { '14': 'FF' } } },
  ),
  Z131: says(
    '040F',
    { amountMinor: 1_000, currency: 'EUR', cardName: 'VISA', languages: ['DE'] },
    {
      tlv: {
        '41': '000A',
        '49': '0003',
        '60': { '42': '56495341', '43': 'A0000000031010' },
        '2F': { '1F10': '00', '1F11': '01', '1F12': '02' },
      },
    },
  ),
  Z132: says('060F', {
    softwareVersion: 'GER-APP-v2.0.9;cR02.01.01-00.09-2-2;CC26',
    deviceName: 'cVEND box+',
    serialNumber: '11E930EC',
    terminalStatusText: 'ready',
  }),
  Z133: says('061E', {
    error: '6C',
    extendedError: 'FF00001441',
    extendedText: 'Abbruch durch externes Kommando!',
  }),
  Z135: says('061E', { error: 'B8', openReservations: '0123' }),
  Z136: says('061E', { error: 'B8', openReservations: '0123, 4567' }),
  Z137: says('061E', { error: 'B8', openReservations: '0123, 4567, 7890' }),
  Z139: says('040F', { result: '6C', terminalId: '29001006' }),
  Z140: says('061E', { error: '6C' }),
  Z141: says('060F', { registrationStatus: '00', terminalId: '29001006', currency: 'EUR' }),
  Z143: says('04FF', { status: '0E', statusText: 'please wait' }),
  Z144: says('04FF', { lines: ['Karte vorhalten', 'einstecken/durchziehen'] }),
  Z145: says('040F', { result: '77', resultText: 'end of day not possible' }),
  Z147: says('06D3', { receipt: 'administration', style: ['last'], lineFeeds: 1 }),
  Z148: says('06D1', { text: '** KASSENSCHNITT **', style: ['centred'] }),
  Z149: says('06D1', { style: ['centred'] }),
  Z151: says('06D1', { style: ['last'], lineFeeds: 1 }),
  Z152: says('060F', { result: 'E0', resultText: 'remote maintenance activated' }),
  Z153: says('06D1', {
    receipt: 'merchant',
    textInOtherSets: { 'iso-8859-1': '** HÄNDLERBELEG **' },
  }),
  Z155: says('06D1', { text: '         Kassenschnitt' }),
};

type LengthMeaning = (bytes: Uint8Array) => boolean;

const digits =
  (size: 2 | 3, bytes: number): LengthMeaning =>
  (given) =>
    readDigits(given, 0, size)?.bytes === bytes;

const tag =
  (tagClass: string, constructed: boolean, number: number, size: number): LengthMeaning =>
  (given) => {
    const read = readTlvTag(given, 0);
    return (
      read?.tagClass === tagClass &&
      read.constructed === constructed &&
      read.number === number &&
      read.size === size
    );
  };

/** `20{1E=303132}`: as the file writes it. */
const written = (items: readonly Tlv[]): string =>
  items
    .map((item) =>
      item.children ? `${item.tag}{${written(item.children)}}` : `${item.tag}=${hexOf(item.value)}`,
    )
    .join(',');

const container =
  (content: string, lengthInFront = false): LengthMeaning =>
  (given) => {
    const { items, faults } = readTlvs(lengthInFront ? given.subarray(1) : given);
    return faults.length === 0 && written(items) === content;
  };

export const lengthMeanings: Readonly<Record<string, LengthMeaning>> = {
  Z049: digits(2, 18),
  Z050: digits(2, 10),
  Z051: digits(3, 19),
  Z052: digits(3, 189),
  Z053: tag('universal', false, 7, 2),
  Z054: tag('universal', false, 38, 2),
  Z055: tag('universal', false, 0, 3),
  Z056: tag('universal', false, 7, 1),
  Z057: tag('universal', false, 9, 1),
  Z058: tag('universal', true, 5, 1),
  Z059: (given) => {
    const length = readTlvLength(given, 0);
    return length?.bytes === 650 && length.size === 3;
  },
  Z060: container('01=0304'),
  Z061: container('20{1E=303132}'),
  Z062: container('FE{}', true),
  Z063: container('FE{FE{FE{FE{FE{FE{DE=}}}}}}', true),
  Z064: container('01=AA,02=BB', true),
  Z065: container('20{21{03=ABCD}}'),
};
