/**
 * Whether keys came from a scanner or from a person: by how fast and how evenly they came, and by what they spell.
 *
 * A scanner that types sends its keys 1 to 100 ms apart, as it was set up, all by the same clock. A person who knows the
 * code by heart needs 100 ms and more, each time another. In doubt it was a scanner: a person types once more, but what
 * a scan has paid is paid.
 */
import { readCode } from '../../domain/goods/code.ts';

/** Between two keys of one scan; after more than this something new begins. The slowest scanners are set to 100 ms. */
export const runGapMs = 150;

/** Where the keys went: a field for text, digits of a number or a PIN, or nowhere. */
export type KeysGoTo = 'text' | 'digits' | 'nothing';

export type Run = Readonly<{
  text: string;
  /** Between its keys, and to the key that ended it. */
  gapsMs: readonly number[];
  /** By Enter or Tab, not by silence. */
  ended: boolean;
  goTo: KeysGoTo;
}>;

/** Nobody types at such a pace. */
const burstMs = 40;
/** A practised hand on a keypad, for a moment. */
const quickMs = 85;
/** As slow as scanners are set, and a little for the way the keys take. */
const slowMs = 112;
/** Keys of one clock do not differ by more. */
const steadySpreadMs = 28;

/** Whether a scanner typed `run`; its keys are then no number, no PIN and no confirmation. */
export function isScanned({ text, gapsMs, ended, goTo }: Run): boolean {
  if (text.length < 3 || gapsMs.length === 0) return false;
  const mean = gapsMs.reduce((sum, gap) => sum + gap, 0) / gapsMs.length;
  if (mean > runGapMs) return false;
  if (mean <= burstMs) return ended || (goTo !== 'text' && text.length >= 6) || isWhole(text);
  // Its check digit is right by chance once in ten: eight digits may be a PIN, twelve are none.
  if (isWhole(text)) return mean <= (text.length >= 12 ? runGapMs : slowMs);
  // Nobody writes letters into a number, nor anything where nothing takes it, and then presses Enter.
  if (ended && (goTo === 'nothing' || (goTo === 'digits' && !/^[\d.]+$/.test(text)))) return true;
  if (!/\d{3}/.test(text)) return false;
  const isSteady = Math.max(...gapsMs) - Math.min(...gapsMs) <= steadySpreadMs;
  if (goTo === 'text' && !ended) return false;
  if (mean <= quickMs) return text.length >= (ended ? 6 : 8) || (ended && isSteady);
  return mean <= slowMs && isSteady && text.length >= (ended ? 5 : 8);
}

/** A barcode with its check digit, with whatever a scanner puts before it, or what a customer's phone shows. */
function isWhole(text: string): boolean {
  if (text.length < 8) return false;
  const read = readCode(text);
  if (read.kind === 'payment-code') return true;
  return read.kind === 'goods' && (read.barcodes.length > 0 || read.label !== null);
}
