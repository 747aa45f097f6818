import { quantile } from '../measure.js';
import type { HostName } from './series.js';

/** What is known of a host, in words. */
export type HostFacts = Readonly<Record<string, string>>;

/** By row and series: what was measured in each round, which is one VM. */
export type Samples = Record<string, Record<string, number[][]>>;

/** Everything that one run of bench/compare.ts found: a JSON file. */
export interface Result {
  readonly takenAt: string;
  /** How it was taken: rounds and lengths. */
  readonly settings: Readonly<Record<string, number>>;
  readonly hosts: Readonly<Record<HostName, HostFacts>>;
  /** Of the machine that drives, which emulated hosts share, one for each round: loads of the last minute. */
  readonly loads: number[];
  /** What went wrong and was tried again. */
  readonly retries: string[];
  readonly samples: Samples;
}

export interface Summary {
  readonly median: number;
  /** Quarters of the samples lie below the one and above the other. */
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

export function summarize(result: Result, row: string, series: string): Summary | undefined {
  const values = (result.samples[row]?.[series] ?? []).flat();
  if (values.length === 0) return undefined;
  const [low, median, high] = [0.25, 0.5, 0.75].map((q) => quantile(values, q));
  return { median: median ?? 0, low: low ?? 0, high: high ?? 0, count: values.length };
}

/** Adds what one round found: values by row. */
export function addRound(samples: Samples, series: string, found: ReadonlyMap<string, number[]>): void {
  for (const [row, values] of found) {
    const bySeries = samples[row] ?? {};
    bySeries[series] = [...(bySeries[series] ?? []), values.map((value) => Number(value.toPrecision(5)))];
    samples[row] = bySeries;
  }
}

/** As text with a line for each series of each row. */
export function toText({ samples, ...rest }: Result): string {
  const line = ([series, rounds]: [string, number[][]]) =>
    `   ${JSON.stringify(series)}: ${JSON.stringify(rounds)}`;
  const rows = Object.entries(samples).map(
    ([row, each]) => `  ${JSON.stringify(row)}: {\n${Object.entries(each).map(line).join(',\n')}\n  }`,
  );
  return `${JSON.stringify(rest, undefined, 1).slice(0, -2)},\n "samples": {\n${rows.join(',\n')}\n }\n}\n`;
}

/** Three digits that count. */
export function digits(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toFixed(value >= 10 ? 1 : 2);
}
