import assert from 'node:assert/strict';
import type { HostFacts } from '#src/remote/runner.js';
import { checkSocketPaths, parseRecord, vmFolder } from '#src/vm-process/vm-folder.js';

const facts: HostFacts = {
  platform: 'linux',
  arch: 'x64',
  uid: 0,
  cpus: 1,
  memoryBytes: 1,
  runtimeDir: '/run/v',
  stateDir: '/var/v',
};

describe('vm folder', () => {
  it('has a link for a name that was chosen, safe for any name', () => {
    assert.equal(vmFolder(facts, 'id', 'id').name, undefined);
    assert.equal(vmFolder(facts, 'id', 'bob').name, '/run/v/names/=bob');
    assert.equal(vmFolder(facts, 'id', '..').name, '/run/v/names/=..');
    assert.equal(vmFolder(facts, 'id', 'a/b').name, '/run/v/names/=a%2Fb');
  });

  it('accepts socket paths up to the limit of the kernel', () => {
    const folder = (length: number) =>
      vmFolder({ ...facts, runtimeDir: `/${'x'.repeat(length)}` }, 'id', 'id');
    const rest = '/id/agent.0'.length + 1;
    checkSocketPaths(folder(107 - rest));
    assert.throws(() => checkSocketPaths(folder(108 - rest)), /has 108 bytes; the limit is 107/);
  });

  it('reads only records of this engine and version', () => {
    const record = { version: 1, engine: 'qemu', hypervisor: 'kvm', spec: {} };
    assert.deepEqual(parseRecord(JSON.stringify(record), 'qemu'), record);
    for (const other of ['', 'null', '{', '{"version":2}', JSON.stringify({ ...record, engine: 'kvm' })]) {
      assert.equal(parseRecord(other, 'qemu'), undefined, other);
    }
  });
});
