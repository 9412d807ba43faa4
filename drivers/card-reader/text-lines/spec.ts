/**
 * Serial magnetic-stripe readers that send tracks as lines of text: ISO/IEC 7813 (tracks 1 and 2), `%E?` and `;E?` as
 * MagTek and ID TECH readers report a track they could not read.
 */

export const limits = {
  /** Track 1 has 79 characters, track 2 has 40; a reader may send both on one line, with an LRC character each. */
  lineBytesMax: 256,
} as const;

/** Tracks of one swipe follow each other at once; 9600 baud moves 120 characters in 125 ms. */
export const swipeGapMs = 500;
