/** What a report of a pad says that failed one soak of two. */
import type { ReportInput } from '../../drivers/index.ts';

const madeAt = Date.UTC(2026, 10, 22, 8, 40);
const result = {
  device: 'pin-pad',
  outcome: 'passed',
  problems: [],
  roundTripsMs: [],
  tookMs: 12,
} as const;

export const reportInput = (locale: ReportInput['locale']): ReportInput => ({
  locale,
  zone: 'Asia/Shanghai',
  madeAt,
  shop: '东门店 East Gate',
  technician: 'Li Wei',
  place: 'Till 2',
  seals: ['A1001', 'A1002'],
  device: {
    device: 'pin-pad',
    family: 'pin-pad',
    protocol: 'visa',
    address: 'serial:///dev/ttyUSB0?baud=9600&frame=8N1',
  },
  identity: { model: 'PP791', serialNumber: 'VP5-0087123', firmware: '3.1' },
  registered: null,
  results: [
    {
      ...result,
      test: 'soak',
      at: madeAt - 1_000,
      roundTripsMs: [3, null, 4, 5],
      outcome: 'failed',
    },
    { ...result, test: 'health-internal', at: madeAt - 9_000, facts: { serial: 'VP5-0087123' } },
    { ...result, test: 'kcv', at: madeAt - 5_000, outcome: 'failed' },
    { ...result, test: 'kcv', at: madeAt - 4_000, facts: { kcv: 'A13F4AAB' } },
  ].map(
    (each) => ({ facts: {}, ...each, problems: [], roundTripsMs: [...each.roundTripsMs] }) as never,
  ),
  statistics: null,
  trace: Array.from({ length: 50 }, (_, index) => ({
    index,
    at: madeAt + index,
    direction: index % 2 === 0 ? 'out' : 'in',
    hex: `0F 31 31 0E ${String(index).padStart(2, '0')}`,
    meaning: 'connection test',
    faulty: index === 7,
  })),
  sentence: ({ kind }) => kind,
});
