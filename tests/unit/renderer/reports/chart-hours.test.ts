import { describe, expect, it } from 'vitest';
import { shownHours } from '../../../../renderer/reports/chart-hours.ts';

const takings = (byHour: Readonly<Record<number, number>>): number[] =>
  Array.from({ length: 24 }, (_, hour) => byHour[hour] ?? 0);
const named = (byHour: Readonly<Record<number, number>>, cutOver: string): string =>
  shownHours(takings(byHour), cutOver)
    .map(({ hour, minor }) => (minor === 0 ? hour : `${hour}=${minor}`))
    .join(' ');

describe('the hours of a chart', () => {
  it.each([
    ['an empty day', {}, '04:00', '08 09 10 11 12 13 14 15 16 17 18 19 20 21'],
    [
      'sales after midnight stand last',
      { 20: 5, 2: 7 },
      '04:00',
      '08 09 10 11 12 13 14 15 16 17 18 19 20=5 21 22 23 00 01 02=7',
    ],
    [
      'sales right after the cut-over stand first',
      { 4: 3 },
      '04:00',
      '04=3 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21',
    ],
    [
      'a day that begins at midnight',
      { 0: 1, 23: 2 },
      '00:00',
      '00=1 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23=2',
    ],
    [
      'a day that begins between its usual hours',
      { 11: 4 },
      '12:00',
      '21 22 23 00 01 02 03 04 05 06 07 08 09 10 11=4',
    ],
  ])('%s', (_, byHour, cutOver, shown) => {
    expect(named(byHour, cutOver)).toBe(shown);
  });
});
