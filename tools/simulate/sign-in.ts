/** Through the steps of the sign-in, answering what is asked of a person. */
import type { SignInView } from '../../domain/contract/ipc.ts';
import type { CastMember } from './cast.ts';
import type { Shop } from './shop.ts';

const stepMs = 500;

/** A step blocks: its view says why. */
export class SignInBlocked extends Error {
  constructor({ steps }: SignInView) {
    super(`sign-in: ${JSON.stringify(steps)}`);
    this.name = 'SignInBlocked';
  }
}

type TheirShop = Pick<Shop, 'call' | 'pass'>;
type CountFloat = () => Promise<Record<string, number>>;

/** `countFloat` counts the drawer where it is asked for. Throws `SignInBlocked` where a step blocks. */
export async function signIn(
  shop: TheirShop,
  { number, pin }: CastMember,
  countFloat: CountFloat,
): Promise<void> {
  await shop.call('signIn.begin', { number, pin });
  return finishSignIn(shop, countFloat);
}

/** As `signIn`, once it has begun. */
export async function finishSignIn(shop: TheirShop, countFloat: CountFloat): Promise<void> {
  for (;;) {
    const { phase } = await shop.call('till.state', {});
    if (phase === 'open') return;
    const view = await shop.call('signIn.view', {});
    if (view.verdict === 'blocked') throw new SignInBlocked(view);
    if (view.waitsFor === 'seals') await shop.call('signIn.confirmSeals', { intact: true });
    if (view.waitsFor === 'float') {
      await shop.call('signIn.countFloat', { denominations: await countFloat() });
    }
    await shop.pass(stepMs);
  }
}
