/** What sign-in knows: who signed in when, where the seconds went, what was odd. Channel: `report.signIns`. */
import type { ChannelInput, ChannelOutput } from '../../../domain/contract/ipc.ts';
import type { OpenTill } from '../../till/open-till.ts';

export function viewPastSignIns(
  { db }: OpenTill,
  { limit }: ChannelInput<'report.signIns'>,
): ChannelOutput<'report.signIns'> {
  const names = new Map(db.operators.list().map(({ number, name }) => [number, name]));
  return {
    signIns: db.pastSignIns(limit).map(({ seq, at, businessDate, operator, kind, body }) => ({
      seq,
      at,
      businessDate,
      operator,
      operatorName: names.get(operator ?? '') ?? null,
      opened: kind === 'signed-in',
      offline: kind === 'signed-in' && body.offline,
      steps: body.steps,
      tookMs: body.steps.reduce((sum, { tookMs }) => sum + tookMs, 0),
    })),
    anomalies: db.anomalies(limit).map(({ seq, at, body }) => ({ seq, at, ...body })),
  };
}
