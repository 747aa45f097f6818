import { digits, type Result, type Summary, summarize } from './result.js';
import { GROUPS, type Row } from './rows.js';
import { BARE, SERIES } from './series.js';

type Column = Pick<(typeof SERIES)[number], 'key' | 'title'>;

/** The result as Markdown: a table for each group of rows, medians with half the distance of the quartiles in percent. */
export function markdownTables(result: Result): string {
  return GROUPS.flatMap(({ title, rows }) => {
    const columns = [...SERIES, ...BARE].filter(({ key }) =>
      rows.some((row) => summarize(result, row.key, key) !== undefined),
    );
    if (columns.length === 0) return [];
    const head = [`| ${title} |`, ...columns.map((column) => ` ${column.title} |`)].join('');
    const rule = `|---|${'---|'.repeat(columns.length)}`;
    return [[head, rule, ...rows.map((row) => line(result, row, columns))].join('\n')];
  }).join('\n\n');
}

const FROM = '<!-- figures: npm run bench -- compare -->';
const TO = '<!-- end of figures -->';

/** A page with its tables made anew, between the two comments. */
export function withTables(page: string, result: Result): string {
  const [before, rest] = page.split(FROM);
  const after = rest?.split(TO)[1];
  if (before === undefined || after === undefined) throw new Error(`the page has no lines ${FROM} and ${TO}`);
  return `${before}${FROM}\n\n${markdownTables(result)}\n\n${TO}${after}`;
}

function line(result: Result, row: Row, columns: readonly Column[]): string {
  const best = bestOf(result, row);
  const cells = columns.map(({ key }) => {
    const found = summarize(result, row.key, key);
    if (found === undefined) return '–';
    const isGuest = SERIES.some((each) => each.key === key);
    return cell(found, isGuest && best !== undefined && reaches(found, best));
  });
  return `| ${row.title}, ${row.unit} | ${cells.join(' | ')} |`;
}

function cell(found: Summary, best: boolean): string {
  const spread = Math.round(((found.high - found.low) / 2 / Math.abs(found.median)) * 100);
  const value = best ? `**${digits(found.median)}**` : digits(found.median);
  return found.count > 2 && Number.isFinite(spread) ? `${value} ±${spread} %` : value;
}

/** As good as the best one, as far as the samples tell: between the quartiles both have values in common. */
const reaches = (found: Summary, best: Summary) => found.low <= best.high && best.low <= found.high;

/** The best of the guests by its median; what is no guest is not in the race. */
export function bestOf(result: Result, { key, better }: Row): Summary | undefined {
  const sign = better === 'less' ? 1 : -1;
  return SERIES.flatMap((series) => summarize(result, key, series.key) ?? [])
    .sort((a, b) => sign * (a.median - b.median))
    .at(0);
}
