/** A page that shows what a printer can: Chinese, ￥, both columns, strong and plain, every printable character. */
import type { Paper } from '../../../domain/receipt.ts';
import { type BenchPorts, type Found, needs } from '../run.ts';

const printable = String.fromCharCode(...Array.from({ length: 0x7f - 0x20 }, (_, at) => 0x20 + at));
const charactersPerLine = 48;

const page: Paper = [
  { kind: 'heading', text: '打印测试 TEST' },
  { kind: 'centre', text: 'Rollcall 收银台 · bench' },
  { kind: 'rule' },
  { kind: 'row', left: '合计 total', right: '￥1,234.56', strong: true },
  { kind: 'row', left: '签到 简体 龘靐齉爩', right: '0123456789', strong: false },
  { kind: 'text', text: '中文标点：，。、；「」《》（）……——' },
  { kind: 'rule' },
  { kind: 'text', text: printable.slice(0, charactersPerLine) },
  { kind: 'text', text: printable.slice(charactersPerLine) },
  { kind: 'text', text: '█'.repeat(charactersPerLine / 2) },
  { kind: 'rule' },
];

export async function testPrint(ports: BenchPorts): Promise<Found> {
  const { signal } = ports;
  return ports.use(async (driver): Promise<Found> => {
    const printer = needs(driver.printer, ports);
    await printer.print({ paper: page, openDrawer: false }, signal);
    // Paper that is nearly at its end prints all the same; a technician wants to know.
    const { state, problems, facts } = await printer.health('internal', signal);
    return {
      outcome: state === 'healthy' ? 'passed' : 'needs-look',
      problems,
      facts: { ...facts, printed: 'page of Chinese with ￥' },
    };
  });
}
