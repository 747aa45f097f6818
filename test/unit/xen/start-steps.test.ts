import assert from 'node:assert/strict';
import type { VmSpec } from '#src/engine/vm-spec.js';
import { toolstackConfig } from '#src/xen/config.js';
import { startSteps } from '#src/xen/start-steps.js';
import { folder, plan, spec } from './support.js';

const config = toolstackConfig(spec, plan);
const argsOf = (changes: Partial<VmSpec> = {}) => startSteps({ ...spec, ...changes }, config, folder).args;

describe('xen start steps', () => {
  it('pass the configuration and make nothing without a need', () => {
    assert.deepEqual(argsOf(), [JSON.stringify(config), '', '', '', '', '0']);
  });

  it('check the bridge', () => {
    const network = { type: 'bridge', bridge: 'xenbr0', mac: '52:54:00:00:00:01' } as const;
    assert.equal(argsOf({ network })[1], 'xenbr0');
  });

  it('start passt for a user network', () => {
    const [, , , home, options] = argsOf({ network: { type: 'user', restrict: true } });
    assert.equal(home, '/tmp/vmwright-vm-1');
    assert.match(options ?? '', /--no-tcp/);
  });

  it('leave the overlays of a saved VM to the toolstack, in a folder that there is', () => {
    const disks = [{ path: '/d', format: 'raw', access: 'overlay' }] as const;
    const saved = toolstackConfig({ ...spec, disks }, { ...plan, saved: '/s' });
    assert.deepEqual(startSteps({ ...spec, disks }, saved, folder).args.slice(2), ['restore', '', '', '0']);
  });

  it('make the overlays', () => {
    const disks = [{ path: '/d', format: 'raw', access: 'overlay', size: 4096 }] as const;
    assert.deepEqual(argsOf({ disks }).slice(5), ['1', '/d', 'raw', '/var/v/vm-1/disk.0.qcow2', '4096']);
  });
});
