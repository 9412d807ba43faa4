/** What is written down of the journal itself. The union of all rooms' facts is domain/contract/entry.ts. */
import { z } from 'zod';
import { count, hashHex, lastCloseSchema } from './fields.ts';

export const journalFacts = {
  /** The till joined a store and made its key; always the first entry. */
  'till-enrolled': z.object({
    store: z.string(),
    tillName: z.string(),
    currency: z.string().length(3),
    zone: z.string(),
    /** Ed25519 public key, SPKI, base64. */
    publicKey: z.string(),
    /**
     * The journal this machine kept before, to its end; what came `after` stands here again where the till itself goes on,
     * and the rest is lost with the file where it was set up anew. Not in the journals of older tills.
     */
    continues: z
      .object({
        till: z.string(),
        seq: count,
        hash: hashHex,
        after: count.optional(),
        /** The last Z of that journal, where it stays behind: which date it closed, and who did. */
        lastClose: lastCloseSchema.optional(),
      })
      .optional(),
  }),
  /** The application started; `version` is the software's. */
  /** `witnessed`: a witness of the journal is kept from here on (main/till/witness.ts). Not in the journals of older tills. */
  'till-started': z.object({ version: z.string(), witnessed: z.literal(true).optional() }),
  /** The file ends at `here`, or says otherwise at `there`: so far it had been written once. */
  'journal-shortened': z.object({ here: count, there: count }),
} as const;
