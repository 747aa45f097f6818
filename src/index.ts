import { type HostScheme, makeApi } from './api/connect.js';
import type { Vm } from './api/vm.js';
import { VmError } from './core/errors.js';
import type { Domain } from './native/libvirt/generated/domain.js';

const loadQemu = async () => {
  const [{ createQemuEngine }, { probeKvmOn }] = await Promise.all([
    import('./qemu/index.js'),
    import('./engine/probe-kvm.js'),
  ]);
  return createQemuEngine({ probeKvm: probeKvmOn });
};

const loadKvm = async () => (await import('./kvm/index.js')).createKvmEngine();

const loadXen = async () => (await import('./xen/index.js')).createXenEngine();

const loadLibvirt = async (choice: { uri: string; foreign: true } | undefined = undefined) => {
  const [{ createLibvirtEngine }, { probeKvmOn }] = await Promise.all([
    import('./libvirt/index.js'),
    import('./engine/probe-kvm.js'),
  ]);
  return createLibvirtEngine({ probeKvm: probeKvmOn, ...choice });
};

/** `libvirt+qemu:///system` and the like. */
const libvirtHosts: HostScheme = {
  matches: (host) => host.startsWith('libvirt+'),
  async resolve(host) {
    const { parseLibvirtUrl } = await import('./libvirt/host-uri.js');
    const { ssh, uri } = parseLibvirtUrl(host);
    return { ssh, engines: [{ name: 'libvirt', load: () => loadLibvirt({ uri, foreign: true }) }] };
  },
};

const api = makeApi(
  [
    { name: 'kvm', load: loadKvm },
    { name: 'xen', load: loadXen },
    { name: 'qemu', load: loadQemu },
    { name: 'libvirt', lastResort: true, load: () => loadLibvirt() },
  ],
  [libvirtHosts],
);

/**
 * The domain of a VM of engine `libvirt`: snapshots, managed save and all else that libvirt can do with it and `Vm` does not
 * have. `domain.connect` is the connection to its host, with networks, pools and volumes. Both belong to the VM: do not
 * close them; they are of use as long as it runs and is not let go of. VM_UNSUPPORTED for VMs of other engines.
 */
export function domainOf(vm: Vm): Domain {
  const { native } = vm;
  if (vm.engine === 'libvirt' && native !== undefined) return native as Domain;
  throw new VmError('VM_UNSUPPORTED', `VM '${vm.name}' is no domain of libvirt but of engine ${vm.engine}`);
}

/** {@inheritDoc Api.createVm} */
export const createVm = api.createVm;
/** {@inheritDoc Api.connect} */
export const connect = api.connect;

export type { CloudInitOptions } from './api/cloud-init.js';
export type { Api, ConnectOptions } from './api/connect.js';
export type { ExecResult } from './api/exec.js';
export type { PortForward } from './api/forward.js';
export { type GetVmOptions, Host, type HostCapabilities, type VmInfo } from './api/host.js';
export type { MigrateOptions } from './api/migrate.js';
export type {
  BridgeOptions,
  CommandOptions,
  CpuAffinity,
  DiskOptions,
  ExecOptions,
  NetworkOption,
  PortOptions,
  SpawnOptions,
  StopOptions,
  VmOptions,
} from './api/options.js';
export type { RestoreOptions } from './api/restore.js';
export type { GuestStats, VmStats } from './api/stats.js';
export { Vm } from './api/vm.js';
export type { VmEvent, VmState } from './api/vm-events.js';
export type { CopyOptions, VmFiles, WriteOptions } from './api/vm-files.js';
export type { SaveOptions, VmDevices } from './api/vm-live.js';
export type { VmProcess } from './api/vm-process.js';
export type { WaitCondition } from './api/wait.js';
export {
  ERROR_CODES,
  isVmError,
  OptionError,
  VmError,
  type VmErrorCode,
  type VmErrorDetails,
} from './core/errors.js';
export type { CallOptions } from './core/operation.js';
export type { ProgressEvent, ProgressListener } from './core/progress.js';
export type { Size } from './core/size.js';
export type {
  ChannelDevice,
  DeviceList,
  DiskDevice,
  NetworkDevice,
  PciDevice,
} from './engine/device-list.js';
export type { Capability, EngineReport, Feature, JailReport } from './engine/engine.js';
export type { HypervisorReport, XenGuestType, XenResources } from './engine/hypervisor-report.js';
export type { CpuShare } from './engine/live-controls.js';
export type { EngineChoice } from './engine/select.js';
export type { EngineName, Hypervisor, StopAction } from './engine/vm-spec.js';
export type { CopyResult } from './guest/index.js';
export type { GuestDirEntry, GuestExit, GuestStat } from './guest/types.js';
export { buildImage, type ImageSummary, listImages, removeImage } from './image/index.js';
export type { ImageSource } from './image/types.js';
export type { SshOptions } from './remote/index.js';
