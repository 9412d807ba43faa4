/** Round trips of a soak, one dot each; what failed stands red at the foot. */
import { useWords } from '../../words/i18n.tsx';

type Props = Readonly<{ roundTripsMs: readonly (number | null)[] }>;

export function SoakPlot({ roundTripsMs }: Props) {
  const { t, count } = useWords();
  const shown = roundTripsMs.length;
  const bad = roundTripsMs.filter((ms) => ms === null).length;
  const topMs = roundUp(Math.max(1, ...roundTripsMs.map((ms) => ms ?? 0)));
  return (
    <figure className="soak" data-testid="soak-plot">
      <figcaption>{t('soak.plot', { shown: count(shown), bad: count(bad) })}</figcaption>
      <div className="soak-dots" aria-hidden="true">
        <div className="soak-scale">
          <span>{`${topMs} ms`}</span>
          <span>0 ms</span>
        </div>
        <svg aria-hidden="true">
          {roundTripsMs.map((ms, index) => (
            <circle
              // biome-ignore lint/suspicious/noArrayIndexKey: a dot is its place in the run.
              key={index}
              className={ms === null ? 'soak-bad' : 'soak-good'}
              cx={`${(100 * index) / Math.max(1, shown - 1)}%`}
              cy={`${100 - (100 * (ms ?? 0)) / topMs}%`}
              r={2}
            />
          ))}
        </svg>
        <div className="soak-run">
          <span>1</span>
          <span>{count(shown)}</span>
        </div>
      </div>
    </figure>
  );
}

/** The next 1, 2 or 5 with noughts, for the end of a scale. */
function roundUp(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5].find((times) => times * unit >= value) ?? 10) * unit;
}
