/** Not before the time: whoever closes at noon is told what follows. */

import { dateAfter, localText } from '../../../../../domain/basics/business-date.ts';
import { closesEarly } from '../../../../../domain/day/close-early.ts';
import { Problem } from '../../../../../domain/words/problem.ts';
import { businessDateNow, settingsOf } from '../../../../till/business-day.ts';
import { finding } from '../../../../till/finding.ts';
import type { CloseStep } from '../step.ts';

export const hour: CloseStep = {
  look: ({ till, businessDate }) => {
    const settings = settingsOf(till);
    // A date that is over is never early, whatever its end was.
    if (businessDate !== businessDateNow(till)) return finding({});
    const now = till.ports.clock.now();
    const early = closesEarly(now, businessDate, settings, settings.openingHours);
    if (early === null) return finding({});
    return finding({
      warnings: [
        new Problem('day-closes-early', {
          until: localText(early.untilMs, settings.zone).slice(11, 16),
          afterClose: settings.day.afterClose.replaceAll('-', '_'),
          businessDate,
          nextDate: dateAfter(businessDate),
        }),
      ],
    });
  },
};
