/** Paper as it will come out of the printer. */
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
    case 'rule':
      return <hr />;
  }
}
