/**
 * Badges and staff cards of the demo's people. Made from their numbers, so that they can be printed here and held before
 * the scanner again tomorrow: worth nothing in a shop, where the back office makes them by chance.
 */
import { createHash } from 'node:crypto';
import { badgeBytes, badgeText } from '../../domain/people/badge.ts';

/** How the numbers of the demo's staff cards begin; no bank has it. */
export const staffCardPrefix = '9900';

export function demoBadge(number: string): string {
  return badgeText(
    createHash('sha256').update(`demo badge ${number}`).digest().subarray(0, badgeBytes),
  );
}

export function demoCard(number: string): string {
  return `${staffCardPrefix}${number}`;
}

/** Track 2 (ISO/IEC 7813) of a staff card. */
export function demoTrack(number: string): string {
  return `${demoCard(number)}=49121010000000000`;
}
