/** F3 with goods on the counter: what comes of it while cards cannot be taken. */
import { beforeEach, expect, it } from 'vitest';
import type { BasketView, TillState } from '../../../../domain/contract/ipc.ts';
import { useTill } from '../../../../renderer/page/use-till.ts';
import { payCard } from '../../../../renderer/sale/acts.ts';

type Cards = Pick<TillState, 'cardReady' | 'openAttempts'>;

function press(cards: Cards): void {
  useTill.setState({
    basket: { lines: [{}] } as unknown as BasketView,
    state: cards as unknown as TillState,
  });
  payCard();
}
const shown = () => {
  const { dialog, saleProblem } = useTill.getState();
  return [dialog?.kind ?? null, saleProblem?.kind ?? null];
};

beforeEach(() => useTill.setState(useTill.getInitialState()));

it('says why where the bank has given no keys, before the customer has a card in hand', () => {
  press({ cardReady: false, openAttempts: 0 });
  expect(shown()).toEqual([null, 'host-sign-on-needed']);
});

it('goes to the payment that has no end yet, where one is in the way', () => {
  press({ cardReady: false, openAttempts: 1 });
  expect(shown()).toEqual(['card', null]);
});

it('asks for the card where cards are taken, and for nothing where nothing is on the counter', () => {
  press({ cardReady: true, openAttempts: 0 });
  expect(shown()).toEqual(['card', null]);
  useTill.setState(useTill.getInitialState());
  payCard();
  expect(shown()).toEqual([null, null]);
});
