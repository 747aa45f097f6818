import assert from 'node:assert/strict';
import {
  type EndFacts,
  type EndWords,
  endedEvent,
  endedUnseen,
  findFatal,
  findPanic,
  type Remains,
} from '#src/vm-process/end-reason.js';

const QEMU: EndWords = {
  title: 'QEMU',
  message: (stderr) => stderr.replace('qemu-system-x86_64: ', '').trim(),
};

const facts = (changes: Partial<EndFacts>): EndFacts => ({
  program: QEMU,
  destroyed: false,
  shutdown: undefined,
  panicked: false,
  failure: undefined,
  console: '',
  exit: undefined,
  stderr: '',
  ...changes,
});
const shutdown = (
  reason: NonNullable<EndFacts['shutdown']>['reason'],
  detail = '',
): EndFacts['shutdown'] => ({ type: 'SHUTDOWN', guest: true, reason, detail });
const PANIC = '[    1.0] Kernel panic - not syncing: VFS: Unable to mount root fs\r\n[    1.1] CPU: 0\r\n';

describe('end reason', () => {
  it('finds the last panic and the last fatal line', () => {
    assert.equal(
      findPanic(`Kernel panic - not syncing: old\r\n${PANIC}`),
      'Kernel panic - not syncing: VFS: Unable to mount root fs',
    );
    assert.equal(findPanic('no panic here'), undefined);
    assert.equal(findFatal('vmwright: fatal: no disk\r\nbye'), 'no disk');
  });

  const cases: [string, Partial<EndFacts>, [string, string, RegExp]][] = [
    [
      'destroyed by us',
      { destroyed: true, shutdown: shutdown('guest-shutdown') },
      ['stopped', 'destroyed', /./],
    ],
    [
      'migrated',
      { shutdown: shutdown('migrated', "it is VM 'b' of h now") },
      ['stopped', 'migrated', /VM 'b' of h/],
    ],
    ['power-off', { shutdown: shutdown('guest-shutdown') }, ['stopped', 'guest-shutdown', /./]],
    [
      'reboot that is not wanted',
      { shutdown: shutdown('guest-reset') },
      ['stopped', 'guest-shutdown', /rebooted/],
    ],
    [
      'boot failure',
      { shutdown: shutdown('guest-shutdown'), console: 'vmwright: fatal: no disk\r\n' },
      ['crashed', 'failed', /^no disk$/],
    ],
    ['panic', { panicked: true, console: PANIC }, ['crashed', 'panic', /^Kernel panic - not syncing: VFS/]],
    [
      'panic with a core dump',
      { panicked: true, console: PANIC, shutdown: shutdown('guest-panic', 'core dump in /d/c') },
      ['crashed', 'panic', /VFS.* \(core dump in \/d\/c\)$/],
    ],
    ['panic without console', { panicked: true }, ['crashed', 'panic', /reported a panic/]],
    ['quit by another program', { shutdown: shutdown('host-qmp-quit') }, ['stopped', 'destroyed', /another/]],
    ['SIGTERM', { shutdown: shutdown('host-signal') }, ['crashed', 'killed', /signal/]],
    ['SIGKILL', { exit: { exitCode: null, signal: 'SIGKILL' } }, ['crashed', 'killed', /SIGKILL/]],
    [
      'triple fault',
      { shutdown: shutdown('guest-triple-fault', 'CPU 1 at 0xffff') },
      ['crashed', 'panic', /triple fault: CPU 1 at 0xffff$/],
    ],
    [
      'failure of the hypervisor',
      { shutdown: shutdown('host-error', 'KVM_RUN: EFAULT') },
      ['crashed', 'failed', /^QEMU could not run the guest on: KVM_RUN: EFAULT$/],
    ],
    [
      'reset that was no reboot',
      { failure: 'no console', shutdown: shutdown('host-qmp-quit') },
      ['crashed', 'failed', /^no console$/],
    ],
    ['unseen end', {}, ['crashed', 'killed', /vanished/]],
    [
      'failure of QEMU',
      { exit: { exitCode: 1, signal: null }, stderr: 'qemu-system-x86_64: no memory\n' },
      ['crashed', 'failed', /exit status 1: no memory/],
    ],
  ];
  for (const [what, changes, [state, reason, detail]] of cases) {
    it(what, () => {
      const ended = endedEvent(facts(changes));
      assert.equal(ended.state, state);
      assert.equal(ended.reason, reason);
      assert.match(ended.detail, detail);
    });
  }
});

describe('end reason of a VM that nobody could watch', () => {
  const nothing: Remains = { program: QEMU, destroyed: false, rebooted: false, console: '', exit: undefined };
  const status = (exitCode: number | null, signal: string | null = null) => ({ exit: { exitCode, signal } });
  const cases: [string, Partial<Remains>, [string, string, RegExp]][] = [
    ['told to end before', { ...status(0), destroyed: true }, ['stopped', 'destroyed', /./]],
    ['panic', { ...status(0), console: PANIC }, ['crashed', 'panic', /VFS/]],
    ['reboot of the host', { rebooted: true }, ['crashed', 'killed', /host rebooted/]],
    ['nothing left', {}, ['crashed', 'host-lost', /gone/]],
    ['SIGKILL', status(null, 'SIGKILL'), ['crashed', 'killed', /SIGKILL/]],
    ['failure', status(1), ['crashed', 'killed', /exit status 1/]],
    [
      'boot failure',
      { ...status(0), console: 'vmwright: fatal: no disk\r\n' },
      ['crashed', 'failed', /^no disk$/],
    ],
    ['power-off', status(0), ['stopped', 'guest-shutdown', /good order/]],
  ];
  for (const [what, changes, [state, reason, detail]] of cases) {
    it(what, () => {
      const ended = endedUnseen({ ...nothing, ...changes });
      assert.deepEqual([ended.state, ended.reason], [state, reason]);
      assert.match(ended.detail, detail);
    });
  }
});
