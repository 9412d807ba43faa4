/** A report on A4, as PDF. The one place that imports `pdfkit`; Chinese prints on any machine, its font is inside. */
import PDFDocument from 'pdfkit';
import { assertNever } from '../../domain/basics/assert.ts';
import type { Report, ReportPart } from './report.ts';
import { plainFont } from './woff.ts';

/** Points, 1/72 inch. */
const margin = 48;
const bottom = 60;
const small = 8;
const normal = 9.5;
const ink = '#1d2a33';
const pale = '#6b767e';
const rule = '#d9d3c6';
const verdictColours = {
  passed: '#1f6f54',
  'needs-look': '#9a6a00',
  failed: '#b3261e',
  stopped: '#9a6a00',
  untested: pale,
} as const;

type Page = InstanceType<typeof PDFDocument>;

/** `font`: a WOFF 1.0 font with Latin and Chinese characters. Throws an Error when it is none. */
export async function renderReport(
  report: Report,
  look: Readonly<{ font: Uint8Array; madeAt: number }>,
): Promise<Buffer> {
  const page = new PDFDocument({
    size: 'A4',
    margins: { top: margin, left: margin, right: margin, bottom },
    bufferPages: true,
    info: { Title: report.title, Creator: 'Rollcall', CreationDate: new Date(look.madeAt) },
    // Without this, pdfkit would look for Helvetica's measures beside its own source.
    font: plainFont(look.font) as unknown as string,
  });
  const pieces: Buffer[] = [];
  page.on('data', (piece: Buffer) => pieces.push(piece));
  const ended = new Promise<void>((resolve, reject) => {
    page.once('end', () => resolve());
    page.once('error', reject);
  });
  page.fillColor(ink).fontSize(20).text(report.title);
  page.moveDown(0.5);
  for (const part of report.parts) drawPart(page, part);
  numberPages(page, report);
  page.end();
  await ended;
  return Buffer.concat(pieces);
}

function drawPart(page: Page, part: ReportPart): void {
  switch (part.kind) {
    case 'heading':
      drawHeading(page, part.text);
      break;
    case 'verdict':
      drawVerdict(page, part);
      break;
    case 'rows':
      drawRows(page, part.rows);
      break;
    case 'table':
      drawTable(page, part);
      break;
    case 'plot':
      drawPlot(page, part);
      break;
    case 'lines':
      drawLines(page, part.lines);
      break;
    case 'signatures':
      drawSignatures(page, part);
      break;
    default:
      assertNever(part);
  }
}

const widthOf = (page: Page): number => page.page.width - 2 * margin;

/** A new page where `height` would not fit any more. */
function need(page: Page, height: number): void {
  if (page.y + height > page.page.height - bottom) page.addPage();
}

function drawHeading(page: Page, text: string): void {
  need(page, 60);
  page.moveDown(0.8);
  page.fillColor(ink).fontSize(13).text(text, margin);
  page.moveDown(0.3);
}

function drawVerdict(
  page: Page,
  { label, text, verdict }: Extract<ReportPart, { kind: 'verdict' }>,
) {
  const height = 34;
  need(page, height + 10);
  page.moveDown(0.5);
  const top = page.y;
  page.roundedRect(margin, top, widthOf(page), height, 6).lineWidth(1.5);
  page.stroke(verdictColours[verdict]);
  page
    .fillColor(pale)
    .fontSize(normal)
    .text(label, margin + 12, top + 11, { lineBreak: false });
  page.fillColor(verdictColours[verdict]).fontSize(16);
  page.text(text, margin + 130, top + 7, { lineBreak: false });
  page.x = margin;
  page.y = top + height + 4;
}

function drawRows(page: Page, rows: Extract<ReportPart, { kind: 'rows' }>['rows']): void {
  const labelWidth = 130;
  for (const [label, value] of rows) {
    page.fontSize(normal);
    const height = page.heightOfString(value, { width: widthOf(page) - labelWidth });
    need(page, height);
    const top = page.y;
    page.fillColor(pale).text(label, margin, top, { width: labelWidth - 8 });
    page
      .fillColor(ink)
      .text(value, margin + labelWidth, top, { width: widthOf(page) - labelWidth });
    page.x = margin;
    page.y = top + height + 2;
  }
}

function drawTable(
  page: Page,
  { head, widths, rows }: Extract<ReportPart, { kind: 'table' }>,
): void {
  const gap = 6;
  const columns = widths.map((share) => share * widthOf(page));
  const drawRow = (cells: readonly string[], colour: string): void => {
    page.fontSize(small);
    const heights = cells.map((cell, index) =>
      page.heightOfString(cell || ' ', { width: (columns[index] ?? 0) - gap }),
    );
    const height = Math.max(...heights);
    need(page, height + 6);
    const top = page.y;
    let left = margin;
    for (const [index, cell] of cells.entries()) {
      const width = columns[index] ?? 0;
      page.fillColor(colour).text(cell, left, top, { width: width - gap });
      left += width;
    }
    page.x = margin;
    page.y = top + height + 3;
    page.moveTo(margin, page.y).lineTo(margin + widthOf(page), page.y);
    page.lineWidth(0.5).stroke(rule);
    page.y += 3;
  };
  drawRow(head, pale);
  for (const row of rows) drawRow(row, ink);
}

/** A vector line from exchange to exchange; a failed one is a red stroke from top to bottom. */
function drawPlot(page: Page, { values, x, failed }: Extract<ReportPart, { kind: 'plot' }>): void {
  const height = 130;
  const axis = 44;
  need(page, height + 30);
  const top = page.y + 4;
  const left = margin + axis;
  const width = widthOf(page) - axis;
  const highest = Math.max(1, ...values.map((value) => value ?? 0)) * 1.1;
  const xOf = (index: number): number => left + (width * (index + 0.5)) / values.length;
  const yOf = (ms: number): number => top + height - (height * ms) / highest;
  page.fontSize(small).fillColor(pale);
  for (const share of [0, 0.5, 1]) {
    const at = yOf(highest * share);
    page
      .moveTo(left, at)
      .lineTo(left + width, at)
      .lineWidth(0.5)
      .stroke(rule);
    const label = `${(highest * share).toFixed(highest < 20 ? 1 : 0)} ms`;
    page.text(label, margin, at - 5, { width: axis - 6, align: 'right', lineBreak: false });
  }
  for (const [index, value] of values.entries()) {
    if (value !== null) continue;
    page
      .moveTo(xOf(index), top)
      .lineTo(xOf(index), top + height)
      .lineWidth(0.7);
    page.stroke(verdictColours.failed);
  }
  let drawing = false;
  for (const [index, value] of values.entries()) {
    if (value === null) drawing = false;
    else if (drawing) page.lineTo(xOf(index), yOf(value));
    else {
      page.moveTo(xOf(index), yOf(value));
      drawing = true;
    }
  }
  page.lineWidth(0.8).stroke(verdictColours.passed);
  const lost = values.filter((value) => value === null).length;
  const under = `${values.length} ${x}${lost > 0 ? `, ${lost} ${failed}` : ''}`;
  page.fillColor(pale).text(under, left, top + height + 4, { lineBreak: false });
  page.x = margin;
  page.y = top + height + 20;
}

function drawLines(page: Page, lines: readonly string[]): void {
  page.fontSize(7).fillColor(ink);
  for (const line of lines) {
    need(page, 10);
    page.text(line, margin, page.y, { width: widthOf(page) });
  }
}

function drawSignatures(
  page: Page,
  { labels, under }: Extract<ReportPart, { kind: 'signatures' }>,
): void {
  const height = 70;
  need(page, height + 20);
  const top = page.y + 20;
  const width = widthOf(page) / labels.length - 16;
  for (const [index, label] of labels.entries()) {
    const left = margin + index * (width + 32);
    page.fillColor(ink).fontSize(normal).text(label, left, top, { lineBreak: false });
    page
      .moveTo(left, top + 48)
      .lineTo(left + width, top + 48)
      .lineWidth(0.7)
      .stroke(ink);
    page
      .fillColor(pale)
      .fontSize(small)
      .text(under, left, top + 52, { lineBreak: false });
  }
  page.x = margin;
  page.y = top + height;
}

/** Below the margin, where text would otherwise begin another page. */
function numberPages(page: Page, report: Report): void {
  const { count } = page.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    page.switchToPage(index);
    page.page.margins.bottom = 0;
    const number = report.page(index + 1, count);
    page.fontSize(small).fillColor(pale);
    page.text(number, margin, page.page.height - 40, { width: widthOf(page), align: 'right' });
  }
}
