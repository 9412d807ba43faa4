import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { signatureHeaders, signedText, syncRoutes } from '../../../../domain/contract/sync.ts';
import { usualLimits } from '../../../../server/door/door.ts';

const page = readFileSync(join(import.meta.dirname, '../../../../docs/api.md'), 'utf8');
/** RFC 8410 wraps the 32 bytes of a private key like this. */
const privateKey = createPrivateKey({
  key: Buffer.concat([
    Buffer.from('302e020100300506032b657004220420', 'hex'),
    Buffer.from(Array.from({ length: 32 }, (_, index) => index)),
  ]),
  format: 'der',
  type: 'pkcs8',
});

it('the example in docs/api.md is signed as the code signs', () => {
  const [lines = '', header = ''] = [...page.matchAll(/```\n([^`]+)\n```/g)].map(
    ([, text]) => text,
  );
  const [method = '', path = '', at = '', nonce = '', bodyHash = ''] = lines.split('\n');
  const text = signedText({ method, path, at, nonce, bodyHash });
  expect(text).toBe(lines);
  const signature = sign(null, Buffer.from(text), privateKey).toString('base64');
  expect(header).toBe(`${signatureHeaders.signature}: ${signature}`);
});

it('docs/api.md names every route, every header and the usual limits', () => {
  for (const { method, path } of Object.values(syncRoutes)) {
    expect(page).toContain(`\`${method} ${path}`);
  }
  for (const header of Object.values(signatureHeaders)) expect(page).toContain(`\`${header}\``);
  const { till, stranger, pushes, pulls, others } = usualLimits;
  expect(page).toContain(`| ${till.burst} at once, then ${till.perSecond} a second |`);
  expect(page).toContain(`| ${stranger.burst} at once, then one a second |`);
  for (const { working, waiting, perSource } of [pushes, pulls, others]) {
    expect(page).toContain(`| ${working} at work, ${waiting} in line, ${perSource} of one till |`);
  }
});
