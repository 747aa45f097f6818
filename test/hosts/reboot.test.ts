import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createVm, type Host, isVmError, type Vm, type VmEvent } from 'vmwright';
import { outcome, withCode } from '../remote/support/ssh-bench.js';
import { eventually } from '../support/leaks.js';
import {
  BOOT_LIMIT,
  type RealHost,
  realHosts,
  requireHost,
  runOnHost,
  sshOptions,
} from './support/real-host.js';
import { watchRemains } from './support/remains.js';

const SILENCE = 8000;
/** Milliseconds until an emulated host answers again. */
const BOOT = 180_000;

describe('a real host reboots', function () {
  this.timeout(500_000);
  let folder = '';
  const nothingIsLeft = watchRemains(() => realHosts().get('kvm'));
  before(function () {
    requireHost(this, 'kvm');
    folder = mkdtempSync(join(tmpdir(), 'vmwright-reboot-'));
    writeFileSync(join(folder, 'data.raw'), Buffer.alloc(1 << 20));
  });
  after(() => {
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
  });
  nothingIsLeft();

  /** With a disk, so that there is something on the host's own disk too. */
  const vmOn = (real: RealHost, events: VmEvent[], detached: boolean) =>
    createVm({
      host: real.url,
      ssh: { ...sshOptions(), keepAlive: SILENCE },
      hypervisor: 'kvm',
      memory: '192MiB',
      timeout: BOOT_LIMIT,
      disks: [{ path: join(folder, 'data.raw') }],
      detached,
      onEvent: (event) => events.push(event),
    });

  async function connectWhenUp(real: RealHost): Promise<Host> {
    let host: Host | undefined;
    await eventually(
      'the host answers again',
      async () => {
        host = await connect(real.url, sshOptions()).catch((error: unknown) => {
          assert.ok(isVmError(error) && error.code === 'HOST_UNREACHABLE', String(error));
          return undefined;
        });
        return host !== undefined;
      },
      BOOT,
    );
    assert.ok(host !== undefined);
    return host;
  }

  it('calls fail with HOST_LOST, every VM is told to be gone, and nothing is left of them', async function () {
    const real = requireHost(this, 'kvm');
    const told: [VmEvent[], VmEvent[]] = [[], []];
    const vms = [await vmOn(real, told[0], true), await vmOn(real, told[1], false)];
    const running = vms.map((vm: Vm) => outcome(vm.exec('sleep', ['1000'])));
    await runOnHost(real, 'sync; systemctl reboot --force').catch(() => {}); // it takes the connection along
    const since = performance.now();
    for (const { error, at } of await Promise.all(running)) {
      withCode('HOST_LOST')(error);
      assert.ok(at - since < 60_000, `told after ${at - since} ms`);
    }
    await using again = await connectWhenUp(real);
    for (const [index, vm] of vms.entries()) {
      await eventually('its end is told', () => vm.state === 'crashed', BOOT);
      const last = told[index]?.at(-1);
      assert.ok(last?.type === 'crashed', JSON.stringify(last));
      if (vm.detached) assert.match(`${last.reason}: ${last.detail}`, /^killed: .*rebooted/);
      else assert.equal(last.reason, 'host-lost');
      await vm.destroy();
    }
    assert.deepEqual(await again.listVms(), []);
    await using vm = await again.createVm({ hypervisor: 'kvm', memory: '192MiB', timeout: BOOT_LIMIT });
    assert.equal((await vm.exec('echo', ['again'])).stdout, 'again\n');
  });
});
