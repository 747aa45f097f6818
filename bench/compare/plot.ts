import { digits, type Result, summarize } from './result.js';
import { GROUPS, type Row } from './rows.js';
import { SERIES } from './series.js';
import { bestOf } from './table.js';

/** All in pixels. */
const WIDTH = 880;
const LEFT = 210;
const RIGHT = 110;
const TOP = 64;
const BAR = 9;
const ROW_GAP = 9;
const HEADING = 26;
const BOTTOM = 12;
/** So that the best is seen, too. */
const LEAST = 3;

const STYLE = `text { font: 12px system-ui, sans-serif; fill: #1f2328 }
.value { font-size: 9px } .scale { font-size: 10px; fill: #59636e } .heading { font-weight: 600 }
.grid { stroke: #d1d9e0 } .best { stroke: #59636e }
.pv { fill: #8a3b12 } .pvh { fill: #d9691e } .hvm { fill: #f0a75a } .vmm { fill: #17569b } .qemu { fill: #6aaee0 }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc } .scale { fill: #9198a1 } .grid { stroke: #3d444d } .best { stroke: #9198a1 }
.pv { fill: #c4622d } .pvh { fill: #f08a3c } .hvm { fill: #ffc98a } .vmm { fill: #3f8ae0 } .qemu { fill: #a5d4fa }
}`;

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const text = (x: number, y: number, kind: string, words: string, anchor = 'start') =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" class="${kind}" text-anchor="${anchor}">${escaped(words)}</text>`;

/** How many times worse than the best, on a logarithmic scale; the length of a bar. */
class Scale {
  /** The greatest, a power of ten. */
  readonly end: number;

  constructor(worst: number) {
    this.end = 10 ** Math.max(1, Math.ceil(Math.log10(worst)));
  }

  length(times: number): number {
    const full = WIDTH - LEFT - RIGHT;
    return Math.max(LEAST, (Math.log10(times) / Math.log10(this.end)) * full);
  }

  ticks(): number[] {
    const ticks: number[] = [];
    for (let power = 1; power <= this.end; power *= 10) ticks.push(power, 2 * power, 5 * power);
    return ticks.filter((tick) => tick <= this.end);
  }
}

interface Bar {
  readonly series: string;
  readonly times: number;
  readonly label: string;
}

function barsOf(result: Result, row: Row): Bar[] {
  const best = bestOf(result, row);
  if (best === undefined) return [];
  return SERIES.flatMap(({ key }) => {
    const found = summarize(result, row.key, key);
    if (found === undefined) return [];
    const times = row.better === 'less' ? found.median / best.median : best.median / found.median;
    return [{ series: key, times, label: `${digits(found.median)} ${row.unit}` }];
  });
}

/** The result as a picture: a group of bars for each row. */
export function plot(result: Result): string {
  const groups = GROUPS.map(({ title, rows }) => ({
    title,
    rows: rows
      .map((row) => ({ title: row.title, bars: barsOf(result, row) }))
      .filter(({ bars }) => bars.length > 0),
  })).filter(({ rows }) => rows.length > 0);
  const scale = new Scale(
    Math.max(...groups.flatMap(({ rows }) => rows.flatMap(({ bars }) => bars.map(({ times }) => times)))),
  );
  const parts: string[] = [];
  let y = TOP;
  for (const { title, rows } of groups) {
    parts.push(text(8, y + HEADING - 9, 'heading', title));
    y += HEADING;
    for (const row of rows) {
      parts.push(...drawRow(row.title, row.bars, y, scale));
      y += row.bars.length * BAR + ROW_GAP;
    }
  }
  return svg(y + BOTTOM, [...legend(), ...grid(scale, y), ...parts]);
}

function drawRow(title: string, bars: readonly Bar[], y: number, scale: Scale): string[] {
  const middle = y + (bars.length * BAR) / 2 + 4;
  return [
    text(LEFT - 8, middle, 'row', title, 'end'),
    ...bars.flatMap(({ series, times, label }, index) => {
      const top = y + index * BAR;
      const width = scale.length(times);
      return [
        `<rect x="${LEFT}" y="${top}" width="${width.toFixed(1)}" height="${BAR - 1}" class="${series}"/>`,
        text(LEFT + width + 4, top + BAR - 1.5, 'value', label),
      ];
    }),
  ];
}

function legend(): string[] {
  const words = 'times worse than the best of the row; the shorter the better';
  const each = (WIDTH - 16) / SERIES.length;
  return [
    text(LEFT, 38, 'scale', words),
    ...SERIES.flatMap(({ key, title }, index) => {
      const x = 8 + index * each;
      return [
        `<rect x="${x.toFixed(1)}" y="8" width="12" height="12" class="${key}"/>`,
        text(x + 18, 18, 'name', title),
      ];
    }),
  ];
}

function grid(scale: Scale, bottom: number): string[] {
  return scale.ticks().flatMap((tick) => {
    const x = LEFT + (tick === 1 ? 0 : scale.length(tick));
    const kind = tick === 1 ? 'best' : 'grid';
    return [
      `<line x1="${x.toFixed(1)}" x2="${x.toFixed(1)}" y1="${TOP}" y2="${bottom}" class="${kind}"/>`,
      text(x, TOP - 8, 'scale', `${tick} ×`, 'middle'),
    ];
  });
}

function svg(height: number, parts: readonly string[]): string {
  const label = SERIES.map(({ title }) => title).join(', ');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${label}: the same work">
<style>${STYLE}</style>
${parts.join('\n')}
</svg>
`;
}
