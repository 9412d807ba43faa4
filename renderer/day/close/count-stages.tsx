/** The drawer while it is counted, and once a count stands. */
import type { CloseView } from '../../../domain/day/channels.ts';
import { Counted } from './counted.tsx';
import { Counting } from './counting.tsx';
import type { TheCount } from './use-count.ts';

type Props = Readonly<{
  its: TheCount;
  /** What a count that stands leads to. */
  act: Readonly<{ id: string; label: string; tone: 'seal' | 'ink' }>;
  /** The Z as it will be, where it leads to one. */
  preview?: CloseView['preview'];
  onFinish: () => void;
}>;

export function CountStages({ its, act, preview = null, onFinish }: Props) {
  const { view, stage, problem, busy } = its;
  if (view === null) return <section className="close-middle" />;
  if (stage === 'counting') {
    return (
      <Counting
        view={view}
        counts={its.counts}
        problem={problem}
        busy={busy}
        onChange={its.setCounts}
        onConfirm={() => void its.count()}
        onLook={its.look}
      />
    );
  }
  return (
    <Counted
      view={view}
      act={act}
      preview={preview}
      reason={its.reason}
      problem={problem}
      ready={its.ready}
      busy={busy}
      onReason={its.setReason}
      onAgain={its.countAgain}
      onFinish={onFinish}
      onLook={its.look}
    />
  );
}
