import { plainText } from './plain-text.js';

/** One column of a table. */
export interface Column {
  readonly title: string;
  /** Numbers line up on the right. @default 'left' */
  readonly align?: 'left' | 'right';
}

const GAP = '  ';

/** Lines of a table whose columns are as wide as their widest cell; the first line holds the titles. */
export function tableLines(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const cells = [columns.map((column) => column.title), ...rows].map((row) => row.map(plainText));
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => (row[index] ?? '').length)));
  return cells.map((row) => {
    const padded = columns.map((column, index) => {
      const cell = row[index] ?? '';
      const width = widths[index] ?? 0;
      return column.align === 'right' ? cell.padStart(width) : cell.padEnd(width);
    });
    return padded.join(GAP).trimEnd();
  });
}
