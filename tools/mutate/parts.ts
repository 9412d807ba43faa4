/** What is mutated together, and which tests have to notice: rooms of one storey, and theirs. */

export type Part = Readonly<{
  /** Globs from the root. */
  mutate: readonly string[];
  tests: readonly string[];
}>;

export const parts: Readonly<Record<string, Part>> = {
  /** The rules that money goes by, and the chain it is written into. */
  domain: {
    mutate: [
      'domain/basics/{money,quantity}.ts',
      'domain/{day,prices,sale,tenders}/*.ts',
      'domain/{office/reconcile,reports/day-totals,journal/chain}.ts',
    ],
    tests: [
      'tests/unit/domain/{basics,contract,day,journal,office,prices,reports,sale,tenders}/*.test.ts',
    ],
  },
  /** The journal, and what is folded from it. */
  db: {
    mutate: ['db/{journal,reports,sale,tenders}/*.ts', 'db/people/wrong-tries.ts'],
    tests: ['tests/unit/db/**/*.test.ts', 'tests/integration/db/**/*.test.ts'],
  },
  /** Main's path of the money, against a whole till and its back office. */
  payments: {
    mutate: ['main/use-cases/{cash,day,sale,tenders}/*.ts', 'main/program/recover.ts'],
    tests: ['tests/integration/main/{day,sale,tenders}/*.test.ts'],
  },
  /** Bytes: framings, checksums, ISO 8583, EMV. */
  codecs: {
    mutate: ['drivers/codecs/**/*.ts'],
    tests: ['tests/unit/drivers/codecs/**/*.test.ts'],
  },
  /** What is said to a payment terminal, and what its bytes say of money. */
  zvt: {
    mutate: [
      'drivers/payment-terminal/zvt/{apdu,bmp,compose,fields,parts,tlv,values,text}.ts',
      'drivers/payment-terminal/zvt/{till-codec,terminal-codec,outcome,transaction,course}.ts',
    ],
    tests: ['tests/unit/drivers/payment-terminal/**/*.test.ts'],
  },
  /** The PIN pad's frames and commands, and the MAC that is made in it. */
  visa: {
    mutate: ['drivers/pin-pad/visa/{codec-till,codec-pad,messages,refusals,mac,decode}.ts'],
    tests: ['tests/unit/drivers/pin-pad/**/*.test.ts'],
  },
  /** Receipts as a printer's bytes. */
  escpos: {
    mutate: ['drivers/printer/escpos/{codec,commands,answers,decode}.ts'],
    tests: ['tests/unit/drivers/printer/**/*.test.ts'],
  },
};
