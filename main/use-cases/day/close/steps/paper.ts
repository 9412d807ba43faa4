/** The Z on paper, and that of whoever takes the cards. The Z stands whatever they say; what they say is told. */
import { linesOnPaper, print } from '../../../paper/print.ts';
import { cardPort } from '../../../tenders/means.ts';
import { type CloseStep, endsShift } from '../step.ts';

export const paper: CloseStep = {
  act: (closing) => {
    const { till, z } = closing;
    if (z) {
      till.inBackground('Z report', true, async () => {
        await print(till, z.paper);
      });
    }
    const { closeBatch } = cardPort(till);
    if (!closeBatch || !endsShift(closing)) return;
    till.inBackground('close the batch', true, async () => {
      const receipt = await closeBatch(till);
      if (receipt.length > 0) await print(till, linesOnPaper(receipt));
    });
  },
};
