/**
 * How secrets, badges and staff cards are hashed, at the till and at the back office alike: Argon2id (RFC 9106) at what
 * the OWASP Password Storage Cheat Sheet asks for.
 */
import type { Operator } from './operator.ts';

export const slowHash = {
  /** 19 MiB. */
  memoryKib: 19 * 1024,
  passes: 2,
  lanes: 1,
  /** RFC 9106 section 3.1 recommends 16 bytes. */
  saltBytes: 16,
  /** Of the hash of a token; tokenSchema holds it as hex. */
  tokenBytes: 32,
} as const;

export type TokenKind = Operator['tokens'][number]['kind'];

/**
 * The salt of every token of a store. A badge is looked up by its hash, so that its salt cannot be its own; two stores
 * still have nothing in common, nor have a badge and a card with the same text.
 */
export function tokenSalt(store: string, kind: TokenKind): string {
  return `rollcall ${kind} of store ${store}`;
}
