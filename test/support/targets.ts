import type { Context } from 'mocha';
import {
  connect,
  type EngineName,
  type Host,
  type Hypervisor,
  type Vm,
  type VmOptions,
  type XenGuestType,
} from 'vmwright';
import { BOOT_LIMIT, bootVm, parseRealHost, sshOptions } from '../hosts/support/real-host.js';
import { watchRemains } from '../hosts/support/remains.js';
import { skipBecause } from './skip.js';

/** One place to run the suite: a host and an engine on it. */
export interface Target {
  readonly name: string;
  readonly options: Pick<VmOptions, 'host' | 'ssh' | 'engine' | 'hypervisor' | 'machine' | 'timeout'>;
}

/**
 * Where the parameterised suite runs. `VMWRIGHT_TEST_TARGETS` lists `[host/]engine[:hypervisor[:machine]]`,
 * separated by commas; without it the suite runs on whatever this machine's automatic choice is.
 */
export function targets(): Target[] {
  const list = process.env.VMWRIGHT_TEST_TARGETS;
  if (list === undefined || list === '') return [{ name: 'local, automatic choice', options: {} }];
  return list.split(',').map(parseTarget);
}

function parseTarget(text: string): Target {
  const slash = text.lastIndexOf('/');
  const host = slash < 0 ? undefined : text.slice(0, slash);
  const [engine, hypervisor, machine] = text.slice(slash + 1).split(':');
  return {
    name: text,
    options: {
      ...(host === undefined ? {} : { host, ssh: sshOptions(), timeout: BOOT_LIMIT }),
      ...(engine === undefined || engine === '' ? {} : { engine: engine as EngineName }),
      ...(hypervisor === undefined ? {} : { hypervisor: hypervisor as Hypervisor }),
      ...(machine === undefined ? {} : { machine: machine as XenGuestType }),
    },
  };
}

/** The host of a target, to be closed by the caller. */
export function connectTo({ options }: Target): Promise<Host> {
  return connect(options.host, options.ssh);
}

/** Skips what kills the process of a VM, for VMs that have none. */
export function needsProcess(context: Context, { options: { engine, hypervisor } }: Target): void {
  if (engine === 'libvirt' && hypervisor === 'xen')
    skipBecause(context, 'a domain that libvirt makes of Xen is no process of the host');
}

/** Runs a suite once per target. On a remote host nothing may be left by it. */
export function onEveryTarget(title: string, suite: (target: Target) => void): void {
  for (const target of targets()) {
    describe(`${title} (${target.name})`, () => {
      const { host } = target.options;
      const nothingIsLeft = watchRemains(() => (host === undefined ? undefined : parseRealHost(host)));
      suite(target);
      nothingIsLeft();
    });
  }
}

/** A VM that the tests of one suite share; ended after the last. */
export function sharedVm(target: Target, options: VmOptions = {}): () => Vm {
  let vm: Vm | undefined;
  before('boots the VM', async function () {
    this.timeout(BOOT_LIMIT * 3);
    vm = await bootVm({ ...target.options, ...options });
  });
  after('destroys the VM', async () => {
    await vm?.destroy();
  });
  return () => {
    if (vm === undefined) throw new Error('the shared VM did not boot');
    return vm;
  };
}
