import type { Context } from 'mocha';

/** Skips the running test or hook and says why, in the report of the run. */
export function skipBecause(context: Context, reason: string): never {
  const runnable = context.test;
  if (runnable !== undefined) runnable.title += ` (skipped: ${reason})`;
  console.log(`      skipped: ${reason}`);
  return context.skip() as never;
}
