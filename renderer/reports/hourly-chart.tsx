/** Takings by hour, from the hour on in which the business day begins. The busiest hour stands out: people look for it first. */
import { useWords } from '../words/i18n.tsx';
import { shownHours } from './chart-hours.ts';

type Props = Readonly<{
  /** By the hour of the wall clock. */
  byHourMinor: readonly number[];
  /** `HH:MM`, where the business day begins. */
  cutOver: string;
}>;

/** Percent of the plot that the lowest bar with takings has: it must be seen. */
const barMin = 3;
/** Every so many hours one is named. */
const namedEvery = 4;

export function HourlyChart({ byHourMinor, cutOver }: Props) {
  const words = useWords();
  const hours = shownHours(byHourMinor, cutOver);
  const peak = Math.max(...byHourMinor);
  const busiest = hours.find(({ minor }) => minor === peak && peak > 0);
  const summary = busiest
    ? words.t('chart.busiest', { hour: busiest.hour, amount: words.money(peak) })
    : words.t('chart.empty');
  const step = 100 / hours.length;
  return (
    <figure className="chart" data-testid="hourly-chart">
      <figcaption>{summary}</figcaption>
      <div className="chart-plot" aria-hidden="true">
        <svg className="chart-bars" aria-hidden="true">
          {hours.map((bar, index) => {
            const high = bar.minor > 0 ? Math.max((bar.minor / peak) * 100, barMin) : 0;
            return (
              <rect
                key={bar.hour}
                className={bar === busiest ? 'chart-bar chart-peak' : 'chart-bar'}
                x={`${(index + 0.1) * step}%`}
                y={`${100 - high}%`}
                width={`${0.8 * step}%`}
                height={`${high}%`}
                rx={3}
              />
            );
          })}
        </svg>
        <svg className="chart-hours" aria-hidden="true">
          {hours.map(({ hour }, index) =>
            index % namedEvery === 0 ? (
              <text key={hour} x={`${(index + 0.5) * step}%`} y="16" textAnchor="middle">
                {hour}
              </text>
            ) : null,
          )}
        </svg>
      </div>
    </figure>
  );
}
