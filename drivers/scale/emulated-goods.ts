/** What lies on an emulated scale, and the hand that puts it there. */
import { z } from 'zod';
import { formatWeight, type Weight, weightSchema } from '../../domain/goods/weight.ts';
import { type GoodsState, goodsStates } from '../emulators/control.ts';
import type { DeviceEmulator } from '../emulators/device-emulator.ts';

export type Goods = { weight: Weight; state: GoodsState };

const putInput = z.object({ weight: weightSchema, state: z.enum(goodsStates).default('stable') });

/** `changed` is called after each act. */
export function emulatedGoods(
  empty: Weight,
  changed: () => void,
): Readonly<{ goods: Goods }> & Pick<DeviceEmulator, 'acts' | 'look'> {
  const goods: Goods = { weight: empty, state: 'stable' };
  const put = (weight: Weight, state: GoodsState): void => {
    goods.weight = weight;
    goods.state = state;
    changed();
  };
  return {
    goods,
    acts: {
      put: {
        input: putInput,
        run: ({ weight, state }: z.infer<typeof putInput>) => put(weight, state),
      },
      settle: { input: z.object({}), run: () => put(goods.weight, 'stable') },
      clear: { input: z.object({}), run: () => put(empty, 'stable') },
    },
    look: () => ({ state: goods.state, weight: formatWeight(goods.weight) }),
  };
}
