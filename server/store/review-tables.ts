/** What the back office makes of a journal after it was pushed: anomalies, decisions, sign-ins; and one-time codes. */
import type { AnyAnomalyKind } from '../../domain/anomalies/kinds.ts';

export type AnomalyState = 'open' | 'seen' | 'closed';

export type AnomalyTable = {
  store_id: string;
  till_id: string;
  /** Says what it is about, so that the same finding is one row however often it is found. */
  anomaly_id: string;
  kind: AnyAnomalyKind;
  /** `SentenceParams` as JSON. */
  params: string;
  /** Sequence numbers in the till's journal, as JSON. */
  entries: string;
  /** Of the last entry behind it, by the till's clock. */
  at: number;
  business_date: string;
  operator: string | null;
  state: AnomalyState;
  /** Name of the account that last changed the state, and when. */
  state_by: string | null;
  state_at: number | null;
  note: string | null;
};

/** How far a till's journal has been looked at. */
type ReviewTable = {
  store_id: string;
  till_id: string;
  /** The last entry looked at. */
  seq: number;
  /** `ReviewState` as JSON. */
  state: string;
};

/** What a till decided without the back office, and what came of looking at it. */
export type DecisionTable = {
  store_id: string;
  till_id: string;
  seq: number;
  /** Of the entry. */
  kind: string;
  at: number;
  operator: string | null;
  verdict: 'fine' | 'anomaly';
  reviewed_at: number;
};

export type SignInTable = {
  store_id: string;
  till_id: string;
  seq: number;
  at: number;
  business_date: string;
  operator: string | null;
  opened: number;
  offline: number;
  /** `StepOutcome[]` as JSON. */
  steps: string;
};

type CodeAnswerTable = {
  store_id: string;
  till_id: string;
  challenge: string;
  /** `CodeRequest` as JSON: what was allowed. */
  request: string;
  given_at: number;
  /** Name of the account that read it out. */
  given_by: string;
  /** The entry that spent it. */
  used_seq: number | null;
};

export type ReviewTables = {
  anomalies: AnomalyTable;
  reviews: ReviewTable;
  decisions: DecisionTable;
  sign_ins: SignInTable;
  code_answers: CodeAnswerTable;
  withdrawals: { store_id: string; number: string; at: number };
};
