/** A MagTek reader's feature reports: answers what `feature-commands.ts` asks. */
import type { HidFeatures } from '../transports/transport.ts';
import { commands, featureBytes, results } from './feature-commands.ts';

/** Opening of the report descriptor (hid.md H007), then the feature report of 24 bytes and the end. */
const descriptorOpening =
  '0600FF0901A1011500 26FF007508 0920 0921 0922 0928 0929 092A 0938 9507 8102'.replace(/ /g, '');
const featureEnd = '09209518B20201C0';

export type FeatureAnswers = Readonly<{
  properties: Readonly<Record<number, string>>;
  /** Track and other fields of the input report, hex of the descriptor's items. */
  fields?: string;
  /** Upper-case hex; absent where the reader has no keys. */
  ksn?: () => string;
  securityLevel?: number;
}>;

const threeTracks = '0930956E820201 0931956E820201 0932956E820201'.replace(/ /g, '');

export function emulatedFeatures(
  ids: Readonly<{ vendorId: number; productId: number }>,
  answers: FeatureAnswers,
): HidFeatures {
  let answer = reply(results.failure);
  return {
    ...ids,
    reportDescriptor: Uint8Array.from(
      Buffer.from(descriptorOpening + (answers.fields ?? threeTracks) + featureEnd, 'hex'),
    ),
    sendFeature: async (report) => {
      const [, command = 0, length = 0] = report;
      answer = obey(answers, command, report.subarray(3, 3 + length));
    },
    getFeature: async (reportId) => Uint8Array.from([reportId, ...answer]),
  };
}

function obey(answers: FeatureAnswers, command: number, data: Uint8Array): Uint8Array {
  if (command === commands.getProperty) {
    const value = answers.properties[data[0] ?? 0];
    return value === undefined ? reply(results.badParameters) : reply(results.success, value);
  }
  if (command === commands.getKsn && answers.ksn) {
    return reply(results.success, Buffer.from(answers.ksn(), 'hex').toString('latin1'));
  }
  if (command === commands.securityLevel && answers.securityLevel !== undefined) {
    return reply(results.success, String.fromCharCode(answers.securityLevel));
  }
  return reply(results.failure);
}

function reply(result: number, data = ''): Uint8Array {
  const report = new Uint8Array(featureBytes);
  const bytes = Buffer.from(data, 'latin1');
  report.set([result, bytes.length, ...bytes]);
  return report;
}
