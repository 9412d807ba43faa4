/** Round trips of a soak, one dot each; what failed stands red at the foot. */
import { ResponsiveContainer, Scatter, ScatterChart, XAxis, YAxis } from 'recharts';
import { useWords } from '../../words/i18n.tsx';

type Props = Readonly<{ roundTripsMs: readonly (number | null)[] }>;

export function SoakPlot({ roundTripsMs }: Props) {
  const { t, count } = useWords();
  const points = roundTripsMs.map((ms, index) => ({ exchange: index + 1, ms }));
  const good = points.filter((point) => point.ms !== null);
  const bad = points.filter((point) => point.ms === null).map((point) => ({ ...point, ms: 0 }));
  return (
    <figure className="soak" data-testid="soak-plot">
      <figcaption>
        {t('soak.plot', { shown: count(points.length), bad: count(bad.length) })}
      </figcaption>
      <div className="soak-dots" aria-hidden="true">
        <ResponsiveContainer width="100%" height="100%">
          <ScatterChart
            margin={{ top: 6, right: 6, bottom: 0, left: 0 }}
            accessibilityLayer={false}
          >
            <XAxis
              dataKey="exchange"
              type="number"
              tickLine={false}
              height={18}
              domain={[1, 'dataMax']}
            />
            <YAxis dataKey="ms" type="number" unit=" ms" tickLine={false} width={64} />
            <Scatter data={good} className="soak-good" isAnimationActive={false} shape={dot} />
            <Scatter data={bad} className="soak-bad" isAnimationActive={false} shape={dot} />
          </ScatterChart>
        </ResponsiveContainer>
      </div>
    </figure>
  );
}

function dot({ cx, cy }: Readonly<{ cx?: number | undefined; cy?: number | undefined }>) {
  return <circle cx={cx} cy={cy} r={2} />;
}
