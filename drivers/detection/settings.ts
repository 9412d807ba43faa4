/** Line settings in a serial address. */
import type { LineSettings } from './probe.ts';

/** Any address without `baud` and `frame`; what else stands behind `?` stays. */
export function withoutSettings(address: string): string {
  const [base = '', query = ''] = address.split('?', 2);
  const rest = new URLSearchParams(query);
  rest.delete('baud');
  rest.delete('frame');
  return rest.size === 0 ? base : `${base}?${rest}`;
}

/** `serial:///dev/ttyUSB0` → `serial:///dev/ttyUSB0?baud=9600&frame=8N1`. */
export function withSettings(address: string, { baudRate, frame }: LineSettings): string {
  const bare = withoutSettings(address);
  return `${bare}${bare.includes('?') ? '&' : '?'}baud=${baudRate}&frame=${frame}`;
}
