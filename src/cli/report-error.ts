import { isVmError, messageOf, OptionError, VmError, type VmErrorCode } from '../core/errors.js';
import { EXIT } from './exit-codes.js';
import { plainText } from './plain-text.js';
import { styleFor } from './style.js';

/** A command line that makes no sense. */
export class UsageError extends Error {
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.name = 'UsageError';
    this.remedy = remedy;
  }
}

const EXIT_OF_CODE: Partial<Record<VmErrorCode, number>> = {
  OPTION_INVALID: EXIT.usage,
  GUEST_COMMAND_NOT_FOUND: EXIT.notFound,
  GUEST_EXEC_FAILED: EXIT.cannotStart,
};

/** Lines of guest console shown with an error. */
const CONSOLE_LINES = 20;

interface Report {
  readonly code: VmErrorCode | 'USAGE';
  readonly message: string;
  readonly remedy: string;
  readonly exitCode: number;
  readonly vm?: string | undefined;
  readonly host?: string | undefined;
  readonly errno?: string | undefined;
  readonly consoleTail?: string | undefined;
  readonly cleanupErrors?: readonly string[] | undefined;
}

/** Writes an error to stderr, for people or as JSON, and returns the exit code that goes with it. */
export function reportError(error: unknown, json: boolean): number {
  const report = describe(error);
  process.stderr.write(json ? `${JSON.stringify({ error: report })}\n` : asText(report));
  return report.exitCode;
}

function describe(error: unknown): Report {
  if (error instanceof UsageError) {
    return { code: 'USAGE', message: error.message, remedy: error.remedy, exitCode: EXIT.usage };
  }
  if (!isVmError(error)) return describeBug(error);
  const { code, message, remedy } = error;
  const { cleanupErrors } = error as { cleanupErrors?: readonly string[] };
  const exitCode = EXIT_OF_CODE[code] ?? EXIT.failed;
  if (error instanceof OptionError || !(error instanceof VmError)) return { code, message, remedy, exitCode };
  const { vmId: vm, hostId: host, errno, consoleTail } = error;
  return { code, message, remedy, exitCode, vm, host, errno, consoleTail, cleanupErrors };
}

function describeBug(error: unknown): Report {
  const stack = error instanceof Error && error.stack !== undefined ? error.stack : messageOf(error);
  return {
    code: 'INTERNAL',
    message: `internal error: ${stack}`,
    remedy: 'Please report it with the lines above.',
    exitCode: EXIT.failed,
  };
}

function asText(report: Report): string {
  const style = styleFor(process.stderr);
  const lines = [`${style.red('vmwright:')} ${report.message}`, `  what to do: ${report.remedy}`];
  for (const failure of report.cleanupErrors ?? []) lines.push(`  could not be cleaned up: ${failure}`);
  const tail = report.consoleTail?.trimEnd().split(/\r?\n/).slice(-CONSOLE_LINES) ?? [];
  if (tail.length > 0 && tail.join('') !== '') {
    lines.push('  last lines of the console:', ...tail.map((line) => style.dim(`    ${plainText(line)}`)));
  }
  return `${lines.join('\n')}\n`;
}
