/** The public face of the acquirer client: ISO 8583 in the China UnionPay POS dialect. */
import type { AcquirerConfig } from '../../domain/devices/verbs.ts';
import { authorise } from './authorise.ts';
import { echo } from './echo.ts';
import { createLink } from './link.ts';
import type { Acquirer, AcquirerPorts } from './port.ts';
import { reverse } from './reverse.ts';
import { signOn } from './sign-on.ts';

export function createAcquirer(config: AcquirerConfig, ports: AcquirerPorts): Acquirer {
  const link = createLink(config, {
    clock: ports.clock,
    open: ports.open,
    tap: ports.tap,
    onLate: (message) =>
      ports.onLateAnswer?.({
        mti: message.mti,
        stan: message.fields[11] ?? null,
        responseCode: message.fields[39] ?? null,
      }),
  });
  const inside = { link, pad: ports.pad, clock: ports.clock };
  return {
    signOn: (input, signal) => signOn(config, inside, input, signal),
    echo: (keys, signal) => echo(config, inside, keys, signal),
    authorise: (input, keys, signal) => authorise(config, inside, input, keys, signal),
    reverse: (input, keys, signal) => reverse(config, inside, input, keys, signal),
    close: () => link.close(),
  };
}
