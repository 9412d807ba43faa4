/** What whoever is signed in holds: the page decides by that what it offers, main what is done. */
import type { Holds } from '../../domain/people/right.ts';
import { useTill } from '../page/use-till.ts';

const nothing: Holds = { rights: [], limits: {} };

export function useHolds(): Holds {
  return useTill((till) => till.state?.holds ?? nothing);
}
