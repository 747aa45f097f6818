import assert from 'node:assert/strict';
import { reportError, UsageError } from '#src/cli/report-error.js';
import { OptionError, VmError } from '#src/core/errors.js';

/** What reportError writes and returns. */
function report(error: unknown, json = false): { code: number; text: string } {
  const original = process.stderr.write;
  let text = '';
  process.stderr.write = (chunk: string | Uint8Array) => {
    text += String(chunk);
    return true;
  };
  try {
    return { code: reportError(error, json), text };
  } finally {
    process.stderr.write = original;
  }
}

describe('cli error report', () => {
  it('says what happened, what to do, and what the console showed', () => {
    const consoleTail = `${Array.from({ length: 30 }, (_, i) => `line ${i}`).join('\r\n')}\r\n\x1b[31mpanic\x1b[0m\x07\r\n`;
    const { code, text } = report(
      new VmError('VM_CRASHED', 'the guest panicked', { remedy: 'Look.', consoleTail }),
    );
    assert.equal(code, 125);
    const lines = text.trimEnd().split('\n');
    assert.equal(lines[0], 'vmwright: the guest panicked');
    assert.equal(lines[1], '  what to do: Look.');
    assert.equal(lines[2], '  last lines of the console:');
    assert.equal(lines.length, 23);
    assert.equal(lines.at(-1), '    panic?');
  });

  it('maps errors to exit codes', () => {
    assert.equal(report(new UsageError('x', 'y')).code, 2);
    assert.equal(report(new OptionError('x')).code, 2);
    assert.equal(report(new VmError('GUEST_COMMAND_NOT_FOUND', 'x')).code, 127);
    assert.equal(report(new VmError('GUEST_EXEC_FAILED', 'x')).code, 126);
    assert.equal(report(new VmError('ENGINE_UNAVAILABLE', 'x')).code, 125);
    const bug = report(new RangeError('oops'));
    assert.equal(bug.code, 125);
    assert.match(bug.text, /internal error: RangeError: oops\n.*report-error\.test/);
  });

  it('writes one JSON object with --json', () => {
    const error = new VmError('TIMEOUT', 'late', { vmId: 'vm-1', consoleTail: 'c' });
    Object.assign(error, { cleanupErrors: ['disk stuck'] });
    const { error: parsed } = JSON.parse(report(error, true).text) as { error: Record<string, unknown> };
    assert.deepEqual(parsed, {
      code: 'TIMEOUT',
      message: 'late',
      remedy: error.remedy,
      exitCode: 125,
      vm: 'vm-1',
      consoleTail: 'c',
      cleanupErrors: ['disk stuck'],
    });
  });
});
