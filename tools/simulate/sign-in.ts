/** Through the steps of the sign-in, answering what is asked of a person. */
import type { CastMember } from './cast.ts';
import type { Shop } from './shop.ts';

const stepMs = 500;

/** `countFloat` counts the drawer where it is asked for. Throws where a step blocks. */
export async function signIn(
  shop: Pick<Shop, 'call' | 'pass'>,
  { number, pin }: CastMember,
  countFloat: () => Promise<Record<string, number>>,
): Promise<void> {
  await shop.call('signIn.begin', { number, pin });
  for (;;) {
    const { phase } = await shop.call('till.state', {});
    if (phase === 'open') return;
    const view = await shop.call('signIn.view', {});
    if (view.verdict === 'blocked') throw new Error(`sign-in: ${JSON.stringify(view.steps)}`);
    if (view.waitsFor === 'seals') await shop.call('signIn.confirmSeals', { intact: true });
    if (view.waitsFor === 'float') {
      await shop.call('signIn.countFloat', { denominations: await countFloat() });
    }
    await shop.pass(stepMs);
  }
}
