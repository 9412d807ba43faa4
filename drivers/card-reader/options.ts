/** What every card reader may be told in its configuration, whatever it speaks. */
import { z } from 'zod';

export const readerOptionsSchema = z.object({
  /** How the numbers of the store's own cards begin: `99,2710`. No card of the store's own where it is empty. */
  storeCards: z
    .union([z.string(), z.number().transform(String)])
    .pipe(z.string().regex(/^(\d{2,12}(,\s*\d{2,12})*)?$/))
    .default('')
    .transform((text): readonly string[] => text.split(',').flatMap((each) => each.trim() || [])),
});
export type ReaderOptions = z.output<typeof readerOptionsSchema>;
