/** Paper as text, for a golden file that a person can read. */
import type { Block, Paper } from '../../domain/paper/paper.ts';

const columns = 42;

/** Columns a text takes on paper: a Chinese character takes two. */
const width = (text: string): number =>
  [...text].reduce((sum, char) => sum + (/[ᄀ-￯]/.test(char) && char !== '×' ? 2 : 1), 0);

export function paperText(paper: Paper): string {
  return `${paper.map(lineOf).join('\n')}\n`;
}

function lineOf(block: Block): string {
  switch (block.kind) {
    case 'rule':
      return '-'.repeat(columns);
    case 'row': {
      const gap = Math.max(1, columns - width(block.left) - width(block.right));
      return `${block.left}${' '.repeat(gap)}${block.right}${block.strong ? ' *' : ''}`;
    }
    case 'text':
      return block.text;
    default:
      return ' '.repeat(Math.max(0, Math.floor((columns - width(block.text)) / 2))) + block.text;
  }
}
