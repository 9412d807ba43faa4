/** Whose entries are looked at. */
export type ReviewedTill = Readonly<{ store: string; till: string }>;
