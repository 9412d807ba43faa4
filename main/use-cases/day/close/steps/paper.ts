/** The Z on paper, and the payment terminal's own. The Z stands whatever they say; what they say is told. */
import { linesOnPaper, print } from '../../../paper/print.ts';
import { terminalOf } from '../../../tenders/terminal.ts';
import { type CloseStep, endsShift } from '../step.ts';

export const paper: CloseStep = {
  act: (closing) => {
    const { till, z } = closing;
    if (z) {
      till.inBackground('Z report', true, async () => {
        await print(till, z.paper);
      });
    }
    const device = terminalOf(till);
    if (device === null || !endsShift(closing)) return;
    till.inBackground('end of day of the terminal', true, async () => {
      const { receipt } = await till.ports.devices.request('terminalEndOfDay', { device });
      if (receipt.length > 0) await print(till, linesOnPaper(receipt));
    });
  },
};
