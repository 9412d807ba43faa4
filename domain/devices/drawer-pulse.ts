/** Bytes that open a cash drawer, whichever device they are sent to: a display may pass them on to its printer. */

/**
 * Commands of ESC/POS (Epson's command reference) that drive the drawer's pins, or run what was stored and may do so:
 * ESC p m t1 t2; DLE DC4 1 m t, at once; GS ^, a stored macro.
 */
const openers: readonly (readonly number[])[] = [
  [0x1b, 0x70],
  [0x10, 0x14, 0x01],
  [0x1d, 0x5e],
];

/** So many bytes at the end of what was sent before may be the beginning of a command that the next bytes finish. */
export const pulseTailBytes = 2;

/**
 * Whether `bytes` can open a drawer. `before`: the last bytes sent before them, for a command in two parts. Pictures and
 * text may hold the same bytes by chance: then it is said once too often.
 */
export function holdsDrawerPulse(before: readonly number[], bytes: readonly number[]): boolean {
  const sent = [...before.slice(-pulseTailBytes), ...bytes];
  return sent.some((_, at) =>
    openers.some((opener) => opener.every((byte, offset) => sent[at + offset] === byte)),
  );
}
