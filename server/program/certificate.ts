/** The certificate of the back office: the operator's own, or one for this machine made at the first start. */

import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import type { Clock } from '../../domain/basics/clock.ts';
import { writeWhole } from '../basics/whole-file.ts';

export type Certificate = Readonly<{
  cert: string;
  key: string;
  /** The PEM file a till is given to believe. */
  file: string;
}>;

/** Browsers take no server certificate that lives longer than 825 days. */
const lifeMs = 825 * 24 * 3_600_000;
/** A till's clock may be behind. */
const headStartMs = 24 * 3_600_000;

/** Throws an Error with a sentence where a file cannot be read. */
export function readCertificate(certFile: string, keyFile: string): Certificate {
  return { cert: readPem(certFile), key: readPem(keyFile), file: certFile };
}

/** The one in `directory`, made now where there is none or it has expired. For `localhost`, 127.0.0.1 and ::1. */
export async function ownCertificate(directory: string, clock: Clock): Promise<Certificate> {
  const file = join(directory, 'certificate.pem');
  const keyFile = join(directory, 'certificate-key.pem');
  if (existsSync(file) && existsSync(keyFile)) {
    const kept = readCertificate(file, keyFile);
    if (Date.parse(new X509Certificate(kept.cert).validTo) > clock.now()) return kept;
  }
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(clock.now() - headStartMs),
    notAfterDate: new Date(clock.now() + lifeMs - headStartMs),
    extensions: [
      // Its own issuer: Node 18 believes a self-signed certificate only when it may sign certificates.
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  mkdirSync(directory, { recursive: true });
  writeWhole(keyFile, made.private);
  writeWhole(file, made.cert);
  return { cert: made.cert, key: made.private, file };
}

function readPem(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Error(`The certificate file ${file} cannot be read.`, { cause });
  }
}
