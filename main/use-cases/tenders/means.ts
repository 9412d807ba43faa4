/** Which implementation of the port an attempt goes by. */

import type { Means } from '../../../domain/tenders/means.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { cardAtHost } from './card-at-host.ts';
import { cardAtTerminal, terminalOf } from './card-at-terminal.ts';
import type { TakesMoney } from './port.ts';
import { walletAtAcquirer } from './wallet/at-acquirer.ts';

const ports: Readonly<Record<Means, TakesMoney>> = {
  'card-at-host': cardAtHost,
  'card-at-terminal': cardAtTerminal,
  wallet: walletAtAcquirer,
};

/** By what it was prepared for; null where only a later version knows. */
export function portOf({ means }: Readonly<{ means: Means | null }>): TakesMoney | null {
  return means === null ? null : ports[means];
}

/** By which a card is taken at this till now. */
export function cardPort(till: OpenTill): TakesMoney {
  return terminalOf(till) === null ? cardAtHost : cardAtTerminal;
}
