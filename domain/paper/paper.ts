/**
 * Paper as a document: blocks that a printer driver turns into bytes and the page into a preview. Language is passed
 * in; widths are the printer's business.
 */
import { z } from 'zod';

export const blockSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('heading'), text: z.string() }),
  z.object({ kind: z.literal('centre'), text: z.string() }),
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({
    kind: z.literal('row'),
    left: z.string(),
    right: z.string(),
    strong: z.boolean(),
  }),
  z.object({ kind: z.literal('rule') }),
  /** To be scanned; only characters of the QR alphanumeric mode. */
  z.object({ kind: z.literal('qr'), text: z.string().regex(/^[0-9A-Z $%*+\-./:]{1,200}$/) }),
]);
export type Block = z.infer<typeof blockSchema>;
export const paperSchema = z.array(blockSchema);
/** What goes on paper, top to bottom. */
export type Paper = z.infer<typeof paperSchema>;

export const heading = (text: string): Block => ({ kind: 'heading', text });
export const centre = (text: string): Block => ({ kind: 'centre', text });
export const text = (line: string): Block => ({ kind: 'text', text: line });
export const qr = (code: string): Block => ({ kind: 'qr', text: code });
export const rule: Block = { kind: 'rule' };
export const row = (left: string, right: string | number, strong = false): Block => ({
  kind: 'row',
  left,
  right: String(right),
  strong,
});
