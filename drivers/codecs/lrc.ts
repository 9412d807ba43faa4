/** Longitudinal redundancy check: the exclusive or of all bytes. */
export function lrc(bytes: Uint8Array): number {
  return bytes.reduce((check, byte) => check ^ byte, 0);
}
