import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { VmSpec } from '#src/engine/vm-spec.js';
import { vmmConfig } from '#src/kvm/config.js';
import { startSteps } from '#src/kvm/start-steps.js';
import { plainFolder as folder, plainBoot, plainSpec as spec } from '../support/plain-vm.js';

const config = vmmConfig(spec, plainBoot, folder, '/tmp/vmwright-vm-1/socket');
const argsOf = (changes: Partial<VmSpec>) => startSteps({ ...spec, ...changes }, config).args;

describe('kvm start steps', () => {
  it('pass the configuration, and neither make folders nor start passt without a need', () => {
    assert.deepEqual(argsOf({}), [JSON.stringify(config), '', '', '']);
  });

  it('make the folder of the overlays', () => {
    assert.equal(argsOf({ disks: [{ path: '/d', format: 'raw', access: 'overlay' }] })[1], 'overlays');
    assert.equal(argsOf({ disks: [{ path: '/d', format: 'raw', access: 'write' }] })[1], '');
  });

  it('start passt with the addresses that the guest is told', () => {
    assert.deepEqual(argsOf({ network: { type: 'user', restrict: false } }).slice(2), [
      '/tmp/vmwright-vm-1',
      [
        '--quiet --one-off --socket /tmp/vmwright-vm-1/socket --pid /tmp/vmwright-vm-1/pid',
        '--address 10.0.2.15 --netmask 24 --gateway 10.0.2.2 --dns-forward 10.0.2.3',
      ].join(' '),
    ]);
  });

  it('let an isolated guest reach nothing', () => {
    const options = argsOf({ network: { type: 'user', restrict: true } })[3] ?? '';
    assert.match(options, / --no-tcp --no-udp --no-icmp$/);
  });

  it('are understood by every shell at hand', async () => {
    for (const shell of ['dash', 'bash', 'busybox']) {
      const args = shell === 'busybox' ? ['sh', '-n'] : ['-n'];
      const checked = promisify(execFile)(shell, [...args, '-c', startSteps(spec, config).script]);
      await checked.catch((error: { code?: unknown }) => assert.equal(error.code, 'ENOENT'));
    }
  });
});
