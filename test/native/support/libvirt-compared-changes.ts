import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import {
  type Domain,
  DomainLifecycle,
  DomainLifecycleAction,
  DomainMetadataType,
  DomainProcessSignal,
  KeycodeSet,
} from 'vmwright/libvirt';
import { pins, processors } from './libvirt-compared-domain.js';
import {
  type Comparison,
  column,
  comparison,
  field,
  lines,
  names,
  type Scene,
  table,
  texts,
} from './libvirt-comparison.js';

type Change = (domain: Domain, scene: Scene) => Promise<unknown>;

/** `ours` changes the domain of that name, as the first commands do, and tells what became of it. */
const changed = (
  method: string,
  virsh: readonly [change: string, show: string],
  ours: Change,
  read?: Comparison['read'],
  name: 'node-0' | 'off' = 'node-0',
): Comparison =>
  comparison(
    method
      .split(' ')
      .map((each) => `Domain.${each}`)
      .join(' '),
    virsh.join('; echo =====; '),
    async (scene) => ours(await scene.domain(name), scene),
    read,
  );
const stateAfter = (
  method: string,
  change: string,
  ours: Change,
  name: 'node-0' | 'off' = 'node-0',
): Comparison =>
  changed(
    method,
    [change, `domstate ${name} --reason`],
    async (domain, scene) => {
      await ours(domain, scene);
      const { state, reason } = await domain.getState();
      return `${state} ${reason}`;
    },
    (output) => REASONS[output.trim()] ?? output,
    name,
  );
/** What virsh calls states and their reasons. */
const REASONS: Readonly<Record<string, string>> = {
  'running (unknown)': '1 0',
  'running (booted)': '1 1',
  'running (unpaused)': '1 5',
  'paused (user)': '3 1',
  'shut off (shutdown)': '5 1',
  'shut off (destroyed)': '5 2',
  'shut off (crashed)': '5 3',
};
const xmlAfter = (
  method: string,
  change: string,
  ours: Change,
  name: 'node-0' | 'off' = 'node-0',
  inactive = name === 'off',
): Comparison =>
  changed(
    method,
    [change, `dumpxml ${name}${inactive ? ' --inactive' : ''}`],
    async (domain, scene) => {
      await ours(domain, scene);
      return domain.getXMLDesc(inactive ? 'INACTIVE' : 0);
    },
    undefined,
    name,
  );

/** Of changes of its state. */
export const STATE_CHANGES: readonly Comparison[] = [
  stateAfter('suspend', 'suspend node-0', (domain) => domain.suspend()),
  stateAfter('resume', 'suspend node-0; resume node-0', async (domain) => {
    await domain.suspend();
    await domain.resume();
  }),
  stateAfter('shutdown', 'shutdown node-0', (domain) => domain.shutdown()),
  stateAfter('shutdownFlags', 'shutdown node-0', (domain) => domain.shutdownFlags()),
  stateAfter('reboot', 'reboot node-0', (domain) => domain.reboot()),
  stateAfter('reset', 'reset node-0', (domain) => domain.reset()),
  stateAfter('destroy', 'destroy node-0', (domain) => domain.destroy()),
  stateAfter('destroyFlags', 'destroy node-0 --graceful', (domain) => domain.destroyFlags('GRACEFUL')),
  stateAfter('create', 'start off', (domain) => domain.create(), 'off'),
  stateAfter('createWithFlags', 'start off', (domain) => domain.createWithFlags(), 'off'),
  stateAfter('createWithFiles', 'start off', (domain) => domain.createWithFiles([]), 'off'),
  stateAfter('injectNMI', 'inject-nmi node-0', (domain) => domain.injectNMI()),
  stateAfter('sendKey', 'send-key node-0 KEY_A', (domain) => domain.sendKey(KeycodeSet.LINUX, 0, [30])),
  stateAfter('sendProcessSignal', 'send-process-signal node-0 1 sigkill', (domain) =>
    domain.sendProcessSignal(1, DomainProcessSignal.KILL),
  ),
  stateAfter('setUserPassword', 'set-user-password node-0 me secret', (domain) =>
    domain.setUserPassword('me', 'secret'),
  ),
  stateAfter('coreDump', 'dump node-0 @/core --crash', (domain, { file }) =>
    domain.coreDump(file('core'), 'CRASH'),
  ),
  stateAfter('coreDumpWithFormat', 'dump node-0 @/core', (domain, { file }) =>
    domain.coreDumpWithFormat(file('core'), 0),
  ),
  stateAfter('fsTrim', 'domfstrim node-0', (domain) => domain.fsTrim(null, 0)),
  changed(
    'managedSave',
    ['managedsave node-0', 'dominfo node-0'],
    async (domain) => {
      await domain.managedSave();
      return (await domain.hasManagedSaveImage()) ? 'yes' : 'no';
    },
    field('Managed save'),
  ),
  changed(
    'managedSaveRemove',
    ['managedsave node-0; managedsave-remove node-0', 'dominfo node-0'],
    async (domain) => {
      await domain.managedSave();
      await domain.managedSaveRemove();
      return (await domain.hasManagedSaveImage()) ? 'yes' : 'no';
    },
    field('Managed save'),
  ),
  ...(['undefine', 'undefineFlags'] as const).map((method) =>
    changed(
      method,
      ['undefine off', 'list --all --name'],
      async (domain, { connect }) => {
        await domain[method]();
        return names(await connect.listAllDomains()).sort();
      },
      (output) => lines(output).sort(),
      'off',
    ),
  ),
  changed(
    'rename',
    ['domrename off other', 'list --all --name'],
    async (domain, { connect }) => {
      await domain.rename('other');
      return names(await connect.listAllDomains()).sort();
    },
    (output) => lines(output).sort(),
    'off',
  ),
];

const frozen = (output: string): number => Number(/\d+/.exec(output)?.[0]);

/** Of changes of its settings. */
export const SETTINGS: readonly Comparison[] = [
  xmlAfter('setMemory', 'setmem node-0 900', (domain) => domain.setMemory(900)),
  xmlAfter(
    'setMemoryFlags',
    'setmem off 3000 --config',
    (domain) => domain.setMemoryFlags(3000, 'CONFIG'),
    'off',
  ),
  xmlAfter('setMaxMemory', 'setmaxmem off 9000', (domain) => domain.setMaxMemory(9000), 'off'),
  xmlAfter(
    'setMemoryStatsPeriod',
    'dommemstat off --period 7 --config',
    (domain) => domain.setMemoryStatsPeriod(7, 'CONFIG'),
    'off',
  ),
  xmlAfter('setVcpus', 'setvcpus node-0 1', (domain) => domain.setVcpus(1)),
  xmlAfter('setVcpusFlags', 'setvcpus off 3 --config', (domain) => domain.setVcpusFlags(3, 'CONFIG'), 'off'),
  xmlAfter('setLifecycleAction', 'set-lifecycle-action node-0 crash restart', (domain) =>
    domain.setLifecycleAction(DomainLifecycle.CRASH, DomainLifecycleAction.RESTART),
  ),
  xmlAfter('setMetadata', 'desc node-0 --live --new-desc other', (domain) =>
    domain.setMetadata(DomainMetadataType.DESCRIPTION, 'other', null, null, 'LIVE'),
  ),
  xmlAfter('setMemoryParameters', 'memtune node-0 --hard-limit 5000', (domain) =>
    domain.setMemoryParameters({ hard_limit: 5000n }),
  ),
  xmlAfter('setNumaParameters', 'numatune node-0 --nodeset 0 --mode preferred', (domain) =>
    domain.setNumaParameters({ numa_nodeset: '0', numa_mode: 1 }),
  ),
  xmlAfter('setBlkioParameters', 'blkiotune node-0 --weight 500', (domain) =>
    domain.setBlkioParameters({ weight: 500 }),
  ),
  xmlAfter('setInterfaceParameters', 'domiftune node-0 testnet0 --inbound 5,6,7', (domain) =>
    domain.setInterfaceParameters('testnet0', {
      'inbound.average': 5,
      'inbound.peak': 6,
      'inbound.burst': 7,
    }),
  ),
  xmlAfter(
    'setBlockIoTune',
    'blkdeviotune node-0 vda --total-bytes-sec 5000 --total-bytes-sec-max 9000',
    (domain) => domain.setBlockIoTune('vda', { total_bytes_sec: 5000n, total_bytes_sec_max: 9000n }),
  ),
  xmlAfter('setPerfEvents', 'perf node-0 --enable cmt', (domain) => domain.setPerfEvents({ cmt: true })),
  changed(
    'setSchedulerParameters',
    ['schedinfo node-0 --set weight=7', 'schedinfo node-0'],
    async (domain) => {
      await domain.setSchedulerParameters({ weight: 7 });
      return texts({ Scheduler: 'fair', ...(await domain.getSchedulerParameters()) });
    },
    table(),
  ),
  changed(
    'setSchedulerParametersFlags',
    ['schedinfo node-0 --set weight=7', 'schedinfo node-0'],
    async (domain) => {
      await domain.setSchedulerParametersFlags({ weight: 7 });
      return texts({ Scheduler: 'fair', ...(await domain.getSchedulerParameters()) });
    },
    table(),
  ),
  changed(
    'setAutostart',
    ['autostart node-0', 'dominfo node-0'],
    async (domain) => {
      await domain.setAutostart(true);
      return (await domain.getAutostart()) ? 'enable' : 'disable';
    },
    field('Autostart'),
  ),
  changed('setTime', ['domtime node-0 --time 1000', 'domtime node-0'], async (domain) => {
    await domain.setTime(1000, 0);
    return `Time: ${(await domain.getTime()).seconds}`;
  }),
  changed(
    'pinVcpu',
    ['vcpupin node-0 1 2-3', 'vcpupin node-0'],
    async (domain) => {
      await domain.pinVcpu(1, [2, 3]);
      return domain.getVcpuPinInfo();
    },
    pins,
  ),
  changed(
    'pinVcpuFlags',
    ['vcpupin node-0 1 2-3', 'vcpupin node-0'],
    async (domain) => {
      await domain.pinVcpuFlags(1, [2, 3]);
      return domain.getVcpuPinInfo();
    },
    pins,
  ),
  changed(
    'pinEmulator',
    ['emulatorpin node-0 1,3', 'emulatorpin node-0'],
    async (domain) => {
      await domain.pinEmulator([1, 3]);
      return domain.getEmulatorPinInfo();
    },
    (output) => processors(output.trim()),
  ),
  changed(
    'pinIOThread',
    ['iothreadpin off 2 1 --config', 'iothreadinfo off'],
    async (domain) => {
      await domain.pinIOThread(2, [1], 'CONFIG');
      return (await domain.getIOThreadInfo()).map(({ cpumap }) => cpumap);
    },
    pins,
    'off',
  ),
  changed(
    'addIOThread',
    ['iothreadadd off 7 --config', 'iothreadinfo off'],
    async (domain) => {
      await domain.addIOThread(7, 'CONFIG');
      return (await domain.getIOThreadInfo()).map(({ iothreadId }) => String(iothreadId));
    },
    column(0),
    'off',
  ),
  changed(
    'delIOThread',
    ['iothreaddel off 1 --config', 'iothreadinfo off'],
    async (domain) => {
      await domain.delIOThread(1, 'CONFIG');
      return (await domain.getIOThreadInfo()).map(({ iothreadId }) => String(iothreadId));
    },
    column(0),
    'off',
  ),
  changed(
    'setIOThreadParams',
    ['iothreadadd node-0 3; iothreadset node-0 3 --poll-max-ns 77', 'domstats node-0 --iothread'],
    async (domain, { connect }) => {
      await domain.addIOThread(3, 'LIVE');
      await domain.setIOThreadParams(3, { poll_max_ns: 77n }, 'LIVE');
      const [own] = await connect.domainListGetStats([domain], 'IOTHREAD');
      return { "Domain: 'node-0'": '', ...texts(own?.params ?? {}) };
    },
    table(/=|$/),
  ),
  changed('fsFreeze', ['+echo', 'domfsfreeze node-0'], (domain) => domain.fsFreeze(), frozen),
  changed(
    'fsFreeze fsThaw',
    ['+domfsfreeze node-0', 'domfsthaw node-0'],
    async (domain) => {
      await domain.fsFreeze();
      return domain.fsThaw();
    },
    frozen,
  ),
  comparison(
    'Domain.screenshot',
    '+screenshot node-0 @/shot',
    async ({ connect, domain, file }) => {
      const stream = connect.streamNew();
      const type = await (await domain()).screenshot(stream, 0);
      const picture = await buffer(stream);
      return { type, same: picture.equals(readFileSync(file('shot'))) }; // virsh has been there before
    },
    (output) => ({ type: /with type of (\S+)/.exec(output)?.[1], same: true }),
  ),
];
