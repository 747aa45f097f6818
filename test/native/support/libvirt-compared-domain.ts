import { type Domain, DomainMetadataType, DomainState } from 'vmwright/libvirt';
import {
  type Comparison,
  column,
  comparison,
  field,
  lines,
  nearly,
  refusal,
  table,
  texts,
} from './libvirt-comparison.js';

const STATES = ['no state', 'running', 'idle', 'paused', 'in shutdown', 'shut off', 'crashed', 'pmsuspended'];
const UNLIMITED = 9_007_199_254_740_991n;
const yes = (said: string | undefined): boolean => said === 'yes' || said === 'enable';
/** `0,2-4` as virsh prints processors. */
const processors = (text: string): number[] =>
  text.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
const pins = (output: string): number[][] => column(1)(output).map(processors);
const info = (calls: string, name: string, ours: (domain: Domain) => unknown): Comparison =>
  comparison(calls, 'dominfo node-0', async ({ domain }) => String(await ours(await domain())), field(name));
const flag = (calls: string, name: string, ours: (domain: Domain) => unknown): Comparison =>
  comparison(
    calls,
    'dominfo node-0',
    async ({ domain }) => ours(await domain()),
    (output) => yes(field(name)(output)),
  );
/** Typed parameters, as the command prints them. */
const parameters = (method: string, virsh: string, ours: (domain: Domain) => Promise<object>): Comparison =>
  comparison(`Domain.${method}`, virsh, async ({ domain }) => texts(await ours(await domain())), table());

/** Of the identity and the state of a domain. */
export const ABOUT_A_DOMAIN: readonly Comparison[] = [
  info('Domain.getName', 'Name', (domain) => domain.getName()),
  info('Domain.getID', 'Id', (domain) => domain.getID()),
  info('Domain.getUUIDString', 'UUID', (domain) => domain.getUUIDString()),
  comparison(
    'Domain.getUUID',
    'domuuid node-0',
    async ({ domain }) => Buffer.from((await domain()).getUUID()).toString('hex'),
    (output) => output.trim().replaceAll('-', ''),
  ),
  info('Domain.getOSType', 'OS Type', (domain) => domain.getOSType()),
  info('Domain.getMaxMemory', 'Max memory', async (domain) => `${await domain.getMaxMemory()} KiB`),
  comparison(
    'Domain.getInfo',
    'dominfo node-0',
    async ({ domain }) => {
      const { state, maxMem, memory, nrVirtCpu } = await (await domain()).getInfo();
      return [STATES[state], String(nrVirtCpu), `${maxMem} KiB`, `${memory} KiB`];
    },
    (output) => ['State', 'CPU(s)', 'Max memory', 'Used memory'].map((name) => field(name)(output)),
  ),
  flag('Domain.isPersistent', 'Persistent', (domain) => domain.isPersistent()),
  flag('Domain.getAutostart', 'Autostart', (domain) => domain.getAutostart()),
  flag('Domain.hasManagedSaveImage', 'Managed save', (domain) => domain.hasManagedSaveImage()),
  info('Domain.getSecurityLabel', 'Security label', async (domain) => {
    const { label, enforcing } = await domain.getSecurityLabel();
    return `${label} (${enforcing ? 'enforcing' : 'permissive'})`;
  }),
  comparison(
    'Domain.getState',
    'domstate node-0',
    async ({ domain }) => STATES[(await (await domain()).getState()).state],
  ),
  comparison(
    'Domain.isActive',
    'domstate off',
    async ({ domain }) => (await domain('off')).isActive(),
    (output) => output.trim() === STATES[DomainState.RUNNING],
  ),
  comparison('Domain.getXMLDesc', 'dumpxml node-0', async ({ domain }) => (await domain()).getXMLDesc()),
  comparison('Domain.getMetadata', 'desc node-0', async ({ domain }) =>
    (await domain()).getMetadata(DomainMetadataType.DESCRIPTION),
  ),
  comparison(
    'Domain.getControlInfo',
    'domcontrol node-0',
    async ({ domain }) =>
      ['ok', 'background job', 'occupied', 'error'][(await (await domain()).getControlInfo()).state],
  ),
  comparison('Domain.getHostname', 'domhostname node-0', async ({ domain }) =>
    (await domain()).getHostname(),
  ),
  comparison(
    'Domain.getTime',
    'domtime node-0',
    async ({ domain }) => `Time: ${(await (await domain()).getTime()).seconds}`,
  ),
  comparison(
    'Domain.getMessages',
    'dominfo node-0',
    async ({ domain }) => (await domain()).getMessages(),
    (output) => lines(output).filter((line) => line.startsWith('Messages')),
  ),
];

/** Of its processors. */
export const PROCESSORS: readonly Comparison[] = [
  comparison('Domain.getMaxVcpus', 'vcpucount node-0 --maximum --live', async ({ domain }) =>
    (await domain()).getMaxVcpus(),
  ),
  comparison('Domain.getVcpusFlags', 'vcpucount off --current --config', async ({ domain }) =>
    (await domain('off')).getVcpusFlags('CONFIG'),
  ),
  comparison(
    'Domain.getVcpuPinInfo',
    'vcpupin node-0',
    async ({ domain }) => (await domain()).getVcpuPinInfo(),
    pins,
  ),
  comparison(
    'Domain.getVcpus',
    'vcpuinfo node-0',
    async ({ domain }) =>
      (await (await domain()).getVcpus()).map(({ number, cpu, state, cpumap }) => [
        String(number),
        String(cpu),
        state === 1 ? 'running' : String(state),
        cpumap.length,
      ]),
    (output) =>
      output
        .trim()
        .split('\n\n')
        .map((each) => [
          field('VCPU')(each),
          field('CPU')(each),
          field('State')(each),
          field('CPU Affinity')(each)?.length,
        ]),
  ),
  comparison(
    'Domain.getEmulatorPinInfo',
    'emulatorpin node-0',
    async ({ domain }) => (await domain()).getEmulatorPinInfo(),
    (output) => processors(output.trim()),
  ),
  comparison(
    'Domain.getIOThreadInfo',
    'iothreadinfo off',
    async ({ domain }) =>
      (await (await domain('off')).getIOThreadInfo()).map(({ iothreadId, cpumap }) => [iothreadId, cpumap]),
    (output) => pins(output).map((cpus, index) => [Number(column(0)(output)[index]), cpus]),
  ),
  comparison(
    'Domain.getCPUStats',
    'cpu-stats node-0',
    async ({ domain }) => {
      const all = [
        ...(await (await domain()).getCPUStats(0, 4)),
        ...(await (await domain()).getCPUStats(-1, 1)),
      ];
      return all.flatMap((each) => Object.entries(each).map(([name, value]) => `${name} ${value}`));
    },
    (output) =>
      lines(output)
        .filter((line) => !line.endsWith(':'))
        .map((line) =>
          line
            .replace(/\s+/, ' ')
            .replace(/0*(\d+)\.(\d+) seconds/, '$1$2')
            .replace(/ 0+/, ' '),
        ),
  ),
  comparison(
    'Domain.getSchedulerType Domain.getSchedulerParameters',
    'schedinfo node-0',
    async ({ domain }) => {
      const { type } = await (await domain()).getSchedulerType();
      return texts({ Scheduler: type, ...(await (await domain()).getSchedulerParameters()) });
    },
    table(),
  ),
  // The driver of 9.0 refuses a flag that libvirt itself adds.
  comparison('Domain.getSchedulerParametersFlags', 'schedinfo node-0 --live', async ({ domain }) =>
    refusal((await domain()).getSchedulerParametersFlags('LIVE')),
  ),
  comparison('Domain.getLaunchSecurityInfo', 'domlaunchsecinfo node-0', async ({ domain }) =>
    refusal((await domain()).getLaunchSecurityInfo()),
  ),
];

const limits = (values: object): object =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value === UNLIMITED ? 'unlimited' : value]),
  );
const NUMA_MODES = ['strict', 'preferred', 'interleave', 'restrictive'];

/** Of its memory and devices. */
export const MEMORY_AND_DEVICES: readonly Comparison[] = [
  comparison(
    'Domain.memoryStats',
    'dommemstat node-0',
    async ({ domain }) => (await (await domain()).memoryStats()).map(({ val }) => String(val)),
    column(1),
  ),
  parameters('getMemoryParameters', 'memtune node-0', async (domain) =>
    limits(await domain.getMemoryParameters()),
  ),
  parameters('getNumaParameters', 'numatune node-0', async (domain) => {
    const { numa_mode, ...others } = await domain.getNumaParameters();
    return { numa_mode: NUMA_MODES[Number(numa_mode)], ...others };
  }),
  parameters('getBlkioParameters', 'blkiotune node-0', (domain) => domain.getBlkioParameters()),
  parameters('getInterfaceParameters', 'domiftune node-0 testnet0', (domain) =>
    domain.getInterfaceParameters('testnet0'),
  ),
  parameters('getBlockIoTune', 'blkdeviotune node-0 vda', (domain) => domain.getBlockIoTune('vda')),
  parameters('getBlockInfo', 'domblkinfo node-0 vda', async (domain) => {
    const { capacity, allocation, physical } = await domain.getBlockInfo('vda');
    return { Capacity: capacity, Allocation: allocation, Physical: physical };
  }),
  comparison(
    'Domain.getPerfEvents',
    'perf node-0',
    async ({ domain }) =>
      Object.entries(await (await domain()).getPerfEvents())
        .filter(([, enabled]) => enabled)
        .map(([name]) => name),
    column(0),
  ),
  comparison(
    'Domain.blockStats',
    'domblkstat node-0 vda',
    async ({ domain }) => {
      const { rdReq, rdBytes, wrReq, wrBytes, errs } = await (await domain()).blockStats('vda');
      return { rd_req: rdReq, rd_bytes: rdBytes, wr_req: wrReq, wr_bytes: wrBytes, errs };
    },
    (output) => Object.fromEntries(lines(output).map((line) => line.split(' ').slice(1))),
    nearly,
  ),
  comparison(
    'Domain.interfaceStats',
    'domifstat node-0 testnet0',
    async ({ domain }) => {
      const stats = Object.entries(await (await domain()).interfaceStats('testnet0'));
      return Object.fromEntries(
        stats.map(([name, value]) => [name.replace(/[A-Z]/, (big) => `_${big.toLowerCase()}`), value]),
      );
    },
    (output) => Object.fromEntries(lines(output).map((line) => line.split(' ').slice(1))),
    nearly,
  ),
  comparison(
    'Domain.getDiskErrors',
    'domblkerror node-0',
    async ({ domain }) =>
      (await (await domain()).getDiskErrors()).map(
        ({ disk, error }) => `${disk}: ${['no error', 'unspecified error', 'no space'][error]}`,
      ),
    lines,
  ),
  comparison(
    'Domain.getFSInfo',
    'domfsinfo node-0',
    async ({ domain }) =>
      (await (await domain()).getFSInfo()).map(({ mountpoint, name, fstype, devAlias }) =>
        [mountpoint, name, fstype, devAlias.join(',')].join(' '),
      ),
    (output) => lines(output).map((line) => line.replace(/\s+/g, ' ')),
  ),
  comparison(
    'Domain.interfaceAddresses',
    'domifaddr node-0',
    async ({ domain }) =>
      (await (await domain()).interfaceAddresses(0)).flatMap(({ name, hwaddr, addrs }) =>
        addrs.map(({ type, addr, prefix }) =>
          [name, hwaddr, ['ipv4', 'ipv6'][type], `${addr}/${prefix}`].join(' '),
        ),
      ),
    (output) => lines(output).map((line) => line.replace(/\s+/g, ' ')),
  ),
];
export { pins, processors };
