/**
 * `/catalogue/import`: a CSV file, looked at first and then applied, all of it or only its right lines.
 *
 * Between the two the browser keeps the file, packed, in the form: nothing is stored for a preview, any server of
 * several can go on with it, and what comes back is read and compared as strictly as the first time.
 */
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { html } from 'hono/html';
import type { Item } from '../../../domain/goods/item.ts';
import { decodeCsv, type Encoding, encodings } from '../../basics/encoding.ts';
import { readCsv } from '../../basics/read-csv.ts';
import { type Comparison, compareItems, rowsMax } from '../../goods/compare-items.ts';
import type { AskedRow, WrongRow } from '../../goods/item-row.ts';
import { itemColumns, writeItem } from '../../goods/item-text.ts';
import {
  type Answer,
  changePage,
  type GoTo,
  type Page,
  type PageAnswer,
  readPage,
} from '../entry/pages.ts';
import { currencyDigits } from '../frame/days.ts';
import {
  changeForm,
  errorNote,
  fileField,
  hiddenField,
  selectField,
  submitButton,
} from '../frame/forms.ts';
import { heading, inShop, type Markup, stats } from '../frame/page.ts';
import { table } from '../frame/table.ts';
import type { ShopVisit } from '../frame/visit.ts';
import { columnTitle, columnWrong } from './columns.ts';

const route = { section: 'catalogue', right: 'change', scope: 'one' } as const;
/** 50,000 items with long names take about six of them. */
const fileBytesMax = 12 * 1024 * 1024;
const rowsShown = 100;

const pack = promisify(gzip);
const unpack = promisify(gunzip);

export const catalogueImportPages: readonly Page[] = [
  readPage({ path: '/catalogue/import', ...route }, async (visit) => uploadPage(visit)),
  changePage(
    { path: '/catalogue/import', ...route, bytesMax: fileBytesMax + 64 * 1024 },
    async (visit, form) => {
      const file = form.get('csv');
      if (!(file instanceof File) || file.size === 0) {
        return uploadPage(visit, visit.say('import.no-file'));
      }
      const bytes = new Uint8Array(await file.arrayBuffer());
      return preview(visit, { bytes, encoding: encodingOf(form) }, false);
    },
  ),
  changePage(
    { path: '/catalogue/import/apply', ...route, bytesMax: 2 * fileBytesMax },
    async (visit, form) => {
      const bytes = await unpacked(form.get('packed'));
      if (!bytes) return uploadPage(visit, visit.say('import.no-file'));
      const file = { bytes, encoding: encodingOf(form) };
      return apply(visit, file, String(form.get('mark') ?? ''), String(form.get('which') ?? ''));
    },
  ),
];

/** Null where it is not what a preview packed. */
async function unpacked(field: unknown): Promise<Uint8Array | null> {
  if (typeof field !== 'string') return null;
  try {
    return await unpack(Buffer.from(field, 'base64'), { maxOutputLength: fileBytesMax });
  } catch {
    return null;
  }
}

/** `encoding` null: by the file itself, where that leaves no doubt. */
type CsvFile = Readonly<{ bytes: Uint8Array; encoding: Encoding | null }>;

function encodingOf(form: FormData): Encoding | null {
  return encodings.find((one) => one === form.get('encoding')) ?? null;
}

type Looked = Readonly<{
  comparison: Comparison;
  unknownColumns: readonly string[];
  mark: string;
  encoding: Encoding;
}>;

/** The file beside the catalogue of now; a sentence where it cannot be read. */
async function look(
  { desk, shop, say }: ShopVisit,
  file: CsvFile,
  asIs: boolean,
): Promise<Looked | string> {
  const decoded = decodeCsv(file.bytes, file.encoding);
  if (decoded === 'unsure') return say('import.which-encoding');
  if (decoded === 'no-text') return say('import.not-text');
  const { text, encoding } = decoded;
  const { rows, problem } = await readCsv(text);
  if (problem) return say(`import.${problem.why}`, { line: problem.line });
  if (rows.length - 1 > rowsMax) {
    return say('import.too-many', { count: rows.length - 1, rows: rowsMax });
  }
  // The mark first: what changes after it is noticed when the file is applied.
  const mark = await desk.admin.catalogueMark(shop.store);
  const catalogue = await desk.admin.allItems(shop.store);
  const compared = await compareItems(
    rows,
    catalogue,
    {
      fractionDigits: currencyDigits(shop.settings.currency),
      categories: await desk.admin.categories(shop.store),
    },
    asIs,
  );
  if (compared.problem) {
    return say(`import.${compared.problem.why}`, { column: compared.problem.column });
  }
  const { comparison, unknownColumns } = compared;
  return { comparison, unknownColumns, mark, encoding };
}

async function preview(visit: ShopVisit, file: CsvFile, isStale: boolean): Promise<PageAnswer> {
  const looked = await look(visit, file, false);
  if (typeof looked === 'string') return uploadPage(visit, looked);
  return previewPage(visit, looked, (await pack(file.bytes)).toString('base64'), isStale);
}

async function apply(
  visit: ShopVisit,
  file: CsvFile,
  mark: string,
  which: string,
): Promise<Answer | GoTo> {
  const looked = await look(visit, file, which === 'as-is');
  if (typeof looked === 'string') return uploadPage(visit, looked);
  const { added, changed, wrong, asked } = looked.comparison;
  const items = [...added, ...changed.map(({ after }) => after)];
  const isDecided = looked.mark === mark && (wrong.length + asked.length === 0 || which !== '');
  const values = { added: added.length, changed: changed.length };
  const params = { ...values, wrong: wrong.length + asked.length };
  const { admin } = visit.desk;
  const isApplied =
    isDecided &&
    (await admin.putItemsSeen(visit.shop.store, items, mark, (work) =>
      visit.note('catalogue-imported', params, work),
    ));
  if (!isApplied) return preview(visit, file, looked.mark !== mark || isDecided);
  return { goTo: '/catalogue', said: { word: 'import.done', values } };
}

function uploadPage(visit: ShopVisit, error?: string): PageAnswer {
  const { say } = visit;
  return {
    title: say('import.title'),
    status: error ? 422 : 200,
    content: html`${heading(say('import.title'), say('import.lead'))}
<section class="panel narrow">${errorNote(visit, error ? { csv: error } : {})}${changeForm(
      visit,
      { action: inShop(visit, '/catalogue/import'), upload: true, testId: 'upload' },
      html`${fileField({ name: 'csv', label: say('import.file'), hint: say('import.hint', { rows: rowsMax }), error, accept: '.csv,.txt,.tsv,text/csv', required: true })}
${selectField({ name: 'encoding', label: say('import.encoding'), value: '', choices: [{ value: '', label: say('import.encoding.by-file') }, ...encodings.map((value) => ({ value, label: say(`import.encoding.${value}`) }))] })}
${submitButton(say('import.preview'), { testId: 'preview' })}`,
    )}
<p>${say('import.columns', { columns: itemColumns.join(', ') })}</p></section>
<p class="foot"><a href="${inShop(visit, '/catalogue')}">${say('back')}</a></p>`,
  };
}

function previewPage(
  visit: ShopVisit,
  { comparison, unknownColumns, mark, encoding }: Looked,
  packed: string,
  isStale: boolean,
): PageAnswer {
  const { say } = visit;
  const { added, changed, same, wrong, asked } = comparison;
  const count = added.length + changed.length;
  return {
    title: say('import.preview'),
    status: isStale ? 409 : 200,
    content: html`${heading(say('import.preview'), say('import.lead'))}
${isStale ? html`<p class="said bad" role="alert" data-testid="stale">${say('import.stale')}</p>` : ''}
${stats([
  { id: 'added', label: say('import.new'), value: String(added.length) },
  { id: 'changed', label: say('import.changed'), value: String(changed.length) },
  { id: 'same', label: say('import.same'), value: String(same) },
  {
    id: 'wrong',
    label: say('import.wrong'),
    value: String(wrong.length),
    tone: wrong.length ? 'bad' : '',
  },
  {
    id: 'asked',
    label: say('import.asked'),
    value: String(asked.length),
    tone: asked.length ? 'bad' : '',
  },
])}
<p data-testid="encoding">${say('import.read-as', { encoding: say(`import.encoding.${encoding}`) })}</p>
${unknownColumns.length > 0 ? html`<p class="said bad">${say('import.unknown', { columns: unknownColumns.join(', ') })}</p>` : ''}
<section class="panel">${
      count + asked.length === 0
        ? html`<p data-testid="nothing">${say('import.nothing')}</p>`
        : changeForm(
            visit,
            { action: inShop(visit, '/catalogue/import/apply'), upload: true, testId: 'apply' },
            html`${hiddenField('packed', packed)}${hiddenField('mark', mark)}${hiddenField('encoding', encoding)}${applyButtons(visit, comparison)}`,
          )
    }<p><a href="${inShop(visit, '/catalogue/import')}">${say('import.again')}</a></p></section>
${askedTable(visit, asked)}${wrongTable(visit, wrong)}${changedTable(visit, changed)}${addedTable(visit, added)}`,
  };
}

/** What is asked about goes in only by a button of its own. */
function applyButtons({ say }: ShopVisit, { added, changed, wrong, asked }: Comparison): Markup {
  const count = added.length + changed.length;
  const button = (which: string, label: string) =>
    submitButton(label, { testId: `apply-${which}`, name: 'which', value: which });
  if (wrong.length + asked.length === 0) {
    return submitButton(say('import.apply', { count }), { testId: 'apply-all' });
  }
  return html`${count > 0 ? button('right', say('import.apply.right', { count })) : ''}${
    asked.length > 0
      ? button('as-is', say('import.apply.as-is', { count: count + asked.length }))
      : ''
  }`;
}

function askedTable(visit: ShopVisit, asked: Comparison['asked']): Markup {
  const { say } = visit;
  if (asked.length === 0) return html``;
  const doubt = ({ kind, ...values }: AskedRow['doubts'][number]) =>
    'percent' in values
      ? say('import.doubt.tax', { text: values.text, percent: values.percent / 100 })
      : say(`import.doubt.${kind}`, values);
  return html`<h2>${say('import.asked.table')}</h2>${table(
    say('import.asked.table'),
    [{ title: say('import.line') }, { title: say('item.sku') }, { title: say('import.why') }],
    asked.slice(0, rowsShown).map((row) => ({
      testId: `asked-${row.line}`,
      cells: [
        row.line,
        row.sku,
        html`<ul class="plain">${row.doubts.map((one) => html`<li>${doubt(one)}</li>`)}</ul>`,
      ],
    })),
  )}${more(visit, asked.length)}`;
}

function wrongTable(visit: ShopVisit, wrong: Comparison['wrong']): Markup {
  const { say } = visit;
  if (wrong.length === 0) return html``;
  return html`<h2>${say('import.wrong.table')}</h2>${table(
    say('import.wrong.table'),
    [{ title: say('import.line') }, { title: say('item.sku') }, { title: say('import.why') }],
    wrong.slice(0, rowsShown).map((row) => ({
      testId: `wrong-${row.line}`,
      cells: [
        row.line,
        row.sku,
        html`<ul class="plain">${row.reasons.map((reason) => html`<li>${sentence(visit, reason)}</li>`)}</ul>`,
      ],
    })),
  )}${more(visit, wrong.length)}`;
}

function sentence(visit: ShopVisit, reason: WrongRow['reasons'][number]): Markup {
  switch (reason.kind) {
    case 'column': {
      const { column, text } = reason;
      return html`${columnTitle(visit, column)}${text === '' ? '' : html` “${text}”`}: ${columnWrong(visit, column, text)}`;
    }
    default: {
      const { kind, ...values } = reason;
      return html`${visit.say(`item.wrong.${kind}`, values)}`;
    }
  }
}

function changedTable(visit: ShopVisit, changed: Comparison['changed']): Markup {
  const { say, shop } = visit;
  if (changed.length === 0) return html``;
  const digits = currencyDigits(shop.settings.currency);
  const rows = changed.slice(0, rowsShown).flatMap(({ before, after }) => {
    const [old, now] = [writeItem(before, digits), writeItem(after, digits)];
    return itemColumns
      .filter((column) => old[column] !== now[column])
      .map((column) => ({
        testId: `changed-${after.sku}`,
        cells: [after.sku, columnTitle(visit, column), old[column], now[column]],
      }));
  });
  return html`<h2>${say('import.changed.table')}</h2>${table(
    say('import.changed.table'),
    [
      { title: say('item.sku') },
      { title: say('import.column') },
      { title: say('import.before') },
      { title: say('import.after') },
    ],
    rows,
  )}${more(visit, changed.length)}`;
}

function addedTable(visit: ShopVisit, added: readonly Item[]): Markup {
  const { say, shop } = visit;
  if (added.length === 0) return html``;
  const digits = currencyDigits(shop.settings.currency);
  const names = itemColumns.filter((column) => column.startsWith('name_'));
  const columns = ['sku', ...names, 'barcode', 'price'] as const;
  return html`<h2>${say('import.new.table')}</h2>${table(
    say('import.new.table'),
    columns.map((column) => ({ title: columnTitle(visit, column) })),
    added.slice(0, rowsShown).map((item) => {
      const texts = writeItem(item, digits);
      return { testId: `added-${item.sku}`, cells: columns.map((column) => texts[column]) };
    }),
  )}${more(visit, added.length)}`;
}

function more({ say }: ShopVisit, count: number): Markup {
  return count > rowsShown
    ? html`<p class="foot">${say('import.more', { count: count - rowsShown })}</p>`
    : html``;
}
