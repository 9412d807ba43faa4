/** The till's own diary: structured, bounded, and blind to PINs and cards. */
import pino, { type DestinationStream } from 'pino';
import { createStream } from 'rotating-file-stream';

/** Structured, masked; `fields` hold no PIN, card number or track. */
export type Log = Readonly<{
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}>;

/** Ten files of ten megabytes: weeks of a till. */
const fileSize = '10M';
const filesMax = 10;

/** Fields that may hold what a person typed or a card said; they should never get here, and do not get out. */
const redactedFields = ['pin', 'pan', 'track', 'track2', 'pinHash', 'approval', 'input'];

/** A log that writes to `directory`, which must exist. `level` as in pino. */
export function createLog(directory: string, level = 'info'): Log {
  const file = createStream('rollcall.log', {
    path: directory,
    size: fileSize,
    maxFiles: filesMax,
    mode: 0o600,
  });
  // A full disk must not stop the shop for its diary.
  file.on('error', () => {});
  return createLogTo(file, level);
}

/** A log that writes to `destination`, line by line, each scrubbed. */
export function createLogTo(destination: DestinationStream, level = 'info'): Log {
  const options = {
    level,
    base: null,
    redact: {
      paths: redactedFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
      censor: '[redacted]',
    },
    serializers: { err: pino.stdSerializers.errWithCause },
  };
  return pino(options, { write: (line) => destination.write(scrub(line)) });
}

/** Runs of 12 to 19 digits, spaced or not, as people write card numbers; and times, which have thirteen. */
const cardNumber = /"(?:time|at)":\d{13}\b|(?<![\d.])\d(?:[ -]?\d){11,18}(?!\d)/g;
/** ISO/IEC 7813: `%B…?` and `;…=…?`, with or without the end sentinel. */
const track = /%[Bb]\d[^?"]*\??|;?\d{12,19}[=dD]\d{4}[^?"\s]*\??/g;

/** The last net: what looks like a card or its stripe in a finished line is blacked out. */
export function scrub(line: string): string {
  return line
    .replace(track, '[card]')
    .replace(cardNumber, (found) => (found.startsWith('"') ? found : '[card]'));
}
