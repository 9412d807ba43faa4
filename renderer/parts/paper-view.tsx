/** Paper as it will come out of the printer. */
import { encodeQR } from 'qr';
import type { Block, Paper } from '../../domain/paper/paper.ts';

/** A long receipt scrolls, so it must be reachable by keyboard. */
const scrollable = { tabIndex: 0 };

type Props = Readonly<{ paper: Paper; id: string; label: string }>;

export function ReceiptView({ paper, id, label }: Props) {
  const numbered = paper.map((block, number) => ({ number, block }));
  return (
    <section className="receipt" data-testid={id} aria-label={label} {...scrollable}>
      {numbered.map(({ number, block }) => (
        <ReceiptBlock key={number} block={block} />
      ))}
    </section>
  );
}

function ReceiptBlock({ block }: Readonly<{ block: Block }>) {
  switch (block.kind) {
    case 'heading':
      return <p className="receipt-heading">{block.text}</p>;
    case 'centre':
      return <p className="receipt-centre">{block.text}</p>;
    case 'text':
      return <p>{block.text}</p>;
    case 'row':
      return (
        <p className={block.strong ? 'receipt-row receipt-strong' : 'receipt-row'}>
          <span>{block.left}</span>
          <span>{block.right}</span>
        </p>
      );
    case 'qr':
      return <QrCode text={block.text} />;
    case 'rule':
      return <hr />;
  }
}

/** Dark on white in either theme: it is there to be scanned. */
function QrCode({ text }: Readonly<{ text: string }>) {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: quietModules });
  const path = rows.flatMap((row, y) =>
    row.flatMap((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : [])),
  );
  return (
    <svg className="receipt-qr" viewBox={`0 0 ${rows.length} ${rows.length}`} aria-hidden="true">
      <rect width={rows.length} height={rows.length} fill="#fff" />
      <path d={path.join('')} fill="#000" />
    </svg>
  );
}

/** Empty around it, ISO/IEC 18004. */
const quietModules = 4;
