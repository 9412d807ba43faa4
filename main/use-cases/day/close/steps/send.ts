/** The back office gets the Z now, or later: it stands on this disk. */
import { syncLane } from '../../../office/link.ts';
import { pushJournal, recordPushed } from '../../../office/sync.ts';
import type { CloseStep } from '../step.ts';

/** However long the line takes for what is left, nobody stays in the shop for it longer than this. */
const waitMsMax = 15_000;

export const send: CloseStep = {
  act: ({ till }) =>
    new Promise((resolve) => {
      const stopClock = till.ports.clock.after(waitMsMax, resolve);
      const sync = async (): Promise<void> => {
        await pushJournal(till);
        await recordPushed(till);
      };
      till.inBackground('last sync', false, () =>
        syncLane(till, sync).finally(() => {
          stopClock();
          resolve();
        }),
      );
    }),
};
