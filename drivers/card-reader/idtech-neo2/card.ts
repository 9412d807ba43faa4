/**
 * What a NEO2 answers when a card came: an attribution byte and data objects. Sources: 80139403-002 §8.5.3 (attribution,
 * DFEE12, FFEE1F); 80000502 (objects whose length byte has an attribute: A1 masked, C1 enciphered).
 */
import type { TrackNumber } from '../../codecs/track.ts';
import { encryptedSwipe } from '../encrypted-swipe.ts';
import { decodeCardData, type SecureMagSwipe } from '../idtech-securemag/codec.ts';
import { foldReport, framerStart } from '../idtech-securemag/framer.ts';
import { judgeSecureMag } from '../idtech-securemag/swipe.ts';
import { judgeStripe } from '../stripe.ts';
import { tags } from './spec.ts';

export type Neo2Object = Readonly<{
  /** Upper-case hex. */
  tag: string;
  kind: 'clear' | 'masked' | 'encrypted';
  value: Uint8Array;
}>;

export type Neo2Card = Readonly<{
  attribution: number;
  source: 'contact' | 'contactless-emv' | 'contactless-msd' | 'swipe';
  objects: readonly Neo2Object[];
  /** Upper-case hex; null where nothing is enciphered. */
  ksn: string | null;
  stripe: SecureMagSwipe | null;
  errors: readonly string[];
}>;

/** Null for an answer without data. */
export function decodeCard(data: Uint8Array): Neo2Card | null {
  const [attribution] = data;
  if (attribution === undefined) return null;
  const { objects, errors } = readObjects(data.subarray(1));
  const ksn = objects.find(({ tag }) => tag === tags.ksn)?.value;
  const msr = objects.find(({ tag }) => tag === tags.msr)?.value;
  const unit = msr && foldReport(framerStart, msr).unit;
  const stripe = unit?.kind === 'frame' ? decodeCardData(unit.data) : null;
  return {
    attribution,
    source: sourceOf(attribution),
    objects,
    ksn: stripe?.swipe?.ksn ?? (ksn ? hex(ksn) : null),
    stripe: stripe?.swipe ?? null,
    errors: [
      ...errors,
      ...(stripe?.errors ?? []),
      ...(msr && unit?.kind !== 'frame' ? ['DFEE23 holds no frame'] : []),
    ],
  };
}

/** Bits 4, 3 and 0. */
function sourceOf(attribution: number): Neo2Card['source'] {
  if ((attribution & 0x08) !== 0) return 'swipe';
  if ((attribution & 0x01) === 0) return 'contact';
  return (attribution & 0x10) === 0 ? 'contactless-emv' : 'contactless-msd';
}

export function judgeCard(
  card: Neo2Card,
  storeCards: readonly string[],
): ReturnType<typeof judgeStripe> {
  if (card.stripe) return judgeSecureMag(card.stripe, storeCards, 'neo2');
  const of = (tag: string, kind: Neo2Object['kind']): Uint8Array | undefined =>
    card.objects.find((each) => each.tag === tag && each.kind === kind)?.value;
  const track: TrackNumber = 2;
  const cipher = of('57', 'encrypted') ?? of('9F6B', 'encrypted') ?? of('5A', 'encrypted');
  if (cipher) {
    const masked = of('57', 'masked') ?? of('9F6B', 'masked') ?? of('5A', 'masked');
    const text = masked ? `;${maskedDigits(masked)}?` : '';
    const encrypted = {
      format: 'neo2',
      ksn: card.ksn ?? '',
      tracks: [{ track, cipher: hex(cipher) }],
    } as const;
    return {
      swipe: encryptedSwipe([{ track, state: 'read', masked: text }], encrypted, storeCards),
      clear: null,
    };
  }
  const clear = of('57', 'clear') ?? of('9F6B', 'clear');
  const content = clear ? hex(clear).replaceAll('D', '=').replace(/F$/, '') : '';
  // A chip's number cannot be taken for a stripe: the host would ask for what only the chip can sign.
  return { swipe: judgeStripe([{ track, content }], storeCards).swipe, clear: null };
}

/** Hidden digits are C nibbles (80000502: masked with `C` in BCD objects); D parts number and expiry. */
export const maskedDigits = (value: Uint8Array): string =>
  hex(value).replace(/F+$/, '').replace(/C/g, '*').replaceAll('D', '=');

export function readObjects(
  bytes: Uint8Array,
): Readonly<{ objects: Neo2Object[]; errors: string[] }> {
  const objects: Neo2Object[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tagEnd = endOfTag(bytes, at);
    const first = bytes[tagEnd];
    if (first === undefined) return { objects, errors: [`an object cut off at byte ${at + 1}`] };
    const count = first < 0x80 ? 0 : first & 0x1f;
    const digits = bytes.subarray(tagEnd + 1, tagEnd + 1 + count);
    const length = first < 0x80 ? first : digits.reduce((sum, digit) => sum * 256 + digit, 0);
    const start = tagEnd + 1 + count;
    const value = bytes.slice(start, start + length);
    const tag = hex(bytes.subarray(at, tagEnd));
    if (count > 3 || value.length < length) {
      return { objects, errors: [`tag ${tag} says ${length} bytes, ${value.length} are left`] };
    }
    objects.push({ tag, kind: kindOf(first), value });
    at = start + length;
  }
  return { objects, errors: [] };
}

function kindOf(first: number): Neo2Object['kind'] {
  if (first < 0x80) return 'clear';
  if ((first & 0x40) !== 0) return 'encrypted';
  return (first & 0x20) === 0 ? 'clear' : 'masked';
}

function endOfTag(bytes: Uint8Array, at: number): number {
  let end = at + 1;
  if (((bytes[at] ?? 0) & 0x1f) !== 0x1f) return end;
  while (end < at + 4 && ((bytes[end] ?? 0) & 0x80) !== 0) end += 1;
  return end + 1;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
