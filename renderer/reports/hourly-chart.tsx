/** Takings by hour. The busiest hour in seal red, as people look for it first. */
import { Bar, BarChart, Cell, ResponsiveContainer, XAxis } from 'recharts';
import { useWords } from '../words/i18n.tsx';

type Props = Readonly<{ byHourMinor: readonly number[] }>;

/** An empty shop still shows its usual hours. */
const usualOpening = 8;
const usualClosing = 21;

export function HourlyChart({ byHourMinor }: Props) {
  const words = useWords();
  const busy = byHourMinor.flatMap((minor, hour) => (minor > 0 ? [hour] : []));
  const first = Math.min(usualOpening, ...busy);
  const last = Math.max(usualClosing, ...busy);
  const peak = Math.max(...byHourMinor);
  const data = byHourMinor.slice(first, last + 1).map((minor, index) => ({
    hour: String(first + index).padStart(2, '0'),
    minor,
  }));
  const busiest = data.find((bar) => bar.minor === peak && peak > 0);
  const summary = busiest
    ? words.t('chart.busiest', { hour: busiest.hour, amount: words.money(peak) })
    : words.t('chart.empty');
  return (
    <figure className="chart" data-testid="hourly-chart">
      <figcaption>{summary}</figcaption>
      <div className="chart-plot" aria-hidden="true">
        <ResponsiveContainer width="100%" height="100%">
          <BarChart
            data={data}
            margin={{ top: 4, right: 0, bottom: 0, left: 0 }}
            accessibilityLayer={false}
          >
            <XAxis dataKey="hour" tickLine={false} axisLine={false} interval={3} height={20} />
            <Bar dataKey="minor" radius={[3, 3, 0, 0]} isAnimationActive={false} minPointSize={2}>
              {data.map((bar) => (
                <Cell
                  key={bar.hour}
                  className={bar === busiest ? 'chart-bar chart-peak' : 'chart-bar'}
                />
              ))}
            </Bar>
          </BarChart>
        </ResponsiveContainer>
      </div>
    </figure>
  );
}
