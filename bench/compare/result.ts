import { quantile } from '../measure.js';
import type { HostName } from './series.js';

/** What is known of a host, in words. */
export type HostFacts = Readonly<Record<string, string>>;

/** One value of one row; `round`: which VM it is from. */
export interface Sample {
  readonly row: string;
  readonly series: string;
  readonly round: number;
  readonly value: number;
}

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
  readonly samples: Sample[];
}

export interface Summary {
  readonly median: number;
  /** Quarters of the samples lie below the one and above the other. */
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

export function summarize(result: Result, row: string, series: string): Summary | undefined {
  const values = result.samples
    .filter((sample) => sample.row === row && sample.series === series)
    .map(({ value }) => value);
  if (values.length === 0) return undefined;
  const [low, median, high] = [0.25, 0.5, 0.75].map((q) => quantile(values, q));
  return { median: median ?? 0, low: low ?? 0, high: high ?? 0, count: values.length };
}

/** Three digits that count. */
export function digits(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toFixed(value >= 10 ? 1 : 2);
}
