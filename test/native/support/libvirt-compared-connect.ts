import {
  bytes,
  type Comparison,
  column,
  comparison,
  field,
  lines,
  names,
  type Scene,
  texts,
} from './libvirt-comparison.js';

const sorted = (all: readonly string[]): string[] => [...all].sort();
const rows = (output: string): string[] => sorted(lines(output));
const DOMAIN_UUID = '6695eb01-f6a4-8304-79aa-97f250240001';
const count = (output: string): number => lines(output).length;

/** Of the connection and its host. */
export const ABOUT_THE_HOST: readonly Comparison[] = [
  comparison(
    'Connect.getType Connect.getVersion Connect.getLibVersion',
    'version',
    async ({ connect }) => {
      const dotted = (version: number) =>
        [version / 1e6, (version / 1e3) % 1e3, version % 1e3].map(Math.trunc).join('.');
      return [
        `${await connect.getType()} ${dotted(await connect.getVersion())}`,
        dotted(await connect.getLibVersion()),
      ];
    },
    (output) => [
      field('Running hypervisor')(output),
      field('Using library')(output)?.replace('libvirt ', ''),
    ],
  ),
  comparison('Connect.getCapabilities', 'capabilities', ({ connect }) => connect.getCapabilities()),
  comparison('Connect.getSysinfo', 'sysinfo', ({ connect }) => connect.getSysinfo()),
  comparison('Connect.getHostname', 'hostname', ({ connect }) => connect.getHostname()),
  comparison('Connect.getURI', 'uri', ({ connect }) => connect.getURI()),
  comparison('Connect.getMaxVcpus', 'maxvcpus test', ({ connect }) => connect.getMaxVcpus('test')),
  comparison(
    'Connect.nodeGetInfo',
    'nodeinfo',
    async ({ connect }) => {
      const info = await connect.nodeGetInfo();
      return [
        info.model,
        info.cpus,
        info.mhz,
        info.sockets,
        info.cores,
        info.threads,
        info.nodes,
        info.memory,
      ].map(String);
    },
    (output) =>
      [
        'CPU model',
        'CPU(s)',
        'CPU frequency',
        'CPU socket(s)',
        'Core(s) per socket',
        'Thread(s) per core',
        'NUMA cell(s)',
        'Memory size',
      ].map((name) => field(name)(output)?.replace(/ (MHz|KiB)$/, '')),
  ),
  comparison(
    'Connect.nodeGetCPUMap',
    'nodecpumap',
    async ({ connect }) => {
      const { cpus, online } = await connect.nodeGetCPUMap();
      const map = Array.from({ length: cpus }, (_, cpu) => (online.includes(cpu) ? 'y' : '-')).join('');
      return [String(cpus), String(online.length), map];
    },
    (output) => ['CPUs present', 'CPUs online', 'CPU map'].map((name) => field(name)(output)),
  ),
  comparison(
    'Connect.nodeGetCPUStats',
    'nodecpustats',
    async ({ connect }) => {
      const { user, kernel, idle, iowait } = await connect.nodeGetCPUStats(-1);
      return texts({ user, system: kernel, idle, iowait });
    },
    (output) => Object.fromEntries(lines(output).map((line) => line.split(/:\s+/))),
  ),
  comparison(
    'Connect.nodeGetSecurityModel',
    'dominfo node-0',
    async ({ connect }) => Object.values(await connect.nodeGetSecurityModel()),
    (output) => [field('Security model')(output), field('Security DOI')(output)],
  ),
  comparison('Connect.getCPUModelNames', 'cpu-models x86_64', ({ connect }) =>
    connect.getCPUModelNames('x86_64'),
  ),
  comparison('Connect.baselineCPU', 'cpu-baseline @/cpu.xml', ({ connect, xml }) =>
    connect.baselineCPU([xml('cpu.xml')]),
  ),
  comparison('Connect.findStoragePoolSources', 'find-storage-pool-sources logical', ({ connect }) =>
    connect.findStoragePoolSources('logical'),
  ),
];

/** Of the host that has NUMA cells and devices. */
export const ABOUT_THE_DEFAULT_HOST: readonly Comparison[] = [
  comparison('Connect.nodeGetFreeMemory', 'freecell', async ({ connect }) => {
    return `Total: ${(await connect.nodeGetFreeMemory()) / 1024n} KiB`;
  }),
  comparison(
    'Connect.nodeGetCellsFreeMemory',
    'freecell --all',
    async ({ connect }) =>
      (await connect.nodeGetCellsFreeMemory(0, 2)).map((free, cell) => `${cell}: ${free / 1024n} KiB`),
    (output) =>
      lines(output)
        .slice(0, 2)
        .map((line) => line.replace(/\s+/g, ' ')),
  ),
  comparison(
    'Connect.nodeGetFreePages',
    'freepages --all',
    async ({ connect }) => {
      const sizes = [4, 8, 2048, 1_048_576];
      const free = [
        ...(await connect.nodeGetFreePages(sizes, 0, 1)),
        ...(await connect.nodeGetFreePages(sizes, 1, 1)),
      ];
      return free.map((pages, index) => `${sizes[index % sizes.length]}KiB: ${pages}`);
    },
    (output) => lines(output).filter((line) => !line.startsWith('Node')),
  ),
];

const list = (method: string, virsh: string, ours: (scene: Scene) => Promise<string[]>): Comparison =>
  comparison(`Connect.${method}`, virsh, async (scene) => sorted(await ours(scene)), rows);
const numbered = (method: string, virsh: string, ours: (scene: Scene) => Promise<number>): Comparison =>
  comparison(`Connect.${method}`, virsh, ours, count);
const noInterface = async ({ interface: find }: Scene): Promise<void> => (await find()).destroy();
const noNetwork = async ({ network }: Scene): Promise<void> => (await network()).destroy();
const noPool = async ({ pool }: Scene): Promise<void> => (await pool()).destroy();

/** Of what a connection has. */
export const LISTS: readonly Comparison[] = [
  list('listAllDomains', 'list --all --name', async ({ connect }) => names(await connect.listAllDomains())),
  list('listAllDomains', 'list --inactive --name', async ({ connect }) =>
    names(await connect.listAllDomains('INACTIVE')),
  ),
  list('listDomains', 'list --id', async ({ connect }) => (await connect.listDomains()).map(String)),
  list('listDefinedDomains', 'list --inactive --name', ({ connect }) => connect.listDefinedDomains()),
  numbered('numOfDomains', 'list --name', ({ connect }) => connect.numOfDomains()),
  numbered('numOfDefinedDomains', 'list --inactive --name', ({ connect }) => connect.numOfDefinedDomains()),
  list('listAllNetworks', 'net-list --all --name', async ({ connect }) =>
    names(await connect.listAllNetworks()),
  ),
  list('listNetworks', 'net-list --name', ({ connect }) => connect.listNetworks()),
  numbered('numOfNetworks', 'net-list --name', ({ connect }) => connect.numOfNetworks()),
  list('listDefinedNetworks', 'net-destroy blue; echo =====; net-list --inactive --name', async (scene) => {
    await noNetwork(scene);
    return scene.connect.listDefinedNetworks();
  }),
  numbered(
    'numOfDefinedNetworks',
    'net-destroy blue; echo =====; net-list --inactive --name',
    async (scene) => {
      await noNetwork(scene);
      return scene.connect.numOfDefinedNetworks();
    },
  ),
  comparison(
    'Connect.listAllInterfaces',
    'iface-list --all',
    async ({ connect }) => names(await connect.listAllInterfaces()),
    column(0),
  ),
  comparison('Connect.listInterfaces', 'iface-list', ({ connect }) => connect.listInterfaces(), column(0)),
  numbered('numOfInterfaces', 'iface-list', ({ connect }) => connect.numOfInterfaces()),
  comparison(
    'Connect.listDefinedInterfaces',
    'iface-destroy eth7; echo =====; iface-list --inactive',
    async (scene) => {
      await noInterface(scene);
      return scene.connect.listDefinedInterfaces();
    },
    column(0),
  ),
  numbered(
    'numOfDefinedInterfaces',
    'iface-destroy eth7; echo =====; iface-list --inactive',
    async (scene) => {
      await noInterface(scene);
      return scene.connect.numOfDefinedInterfaces();
    },
  ),
  list('listAllStoragePools', 'pool-list --all --name', async ({ connect }) =>
    names(await connect.listAllStoragePools()),
  ),
  list('listStoragePools', 'pool-list --name', ({ connect }) => connect.listStoragePools()),
  numbered('numOfStoragePools', 'pool-list --name', ({ connect }) => connect.numOfStoragePools()),
  list(
    'listDefinedStoragePools',
    'pool-destroy store; echo =====; pool-list --inactive --name',
    async (scene) => {
      await noPool(scene);
      return scene.connect.listDefinedStoragePools();
    },
  ),
  numbered(
    'numOfDefinedStoragePools',
    'pool-destroy store; echo =====; pool-list --inactive --name',
    async (scene) => {
      await noPool(scene);
      return scene.connect.numOfDefinedStoragePools();
    },
  ),
];

/** Of finding domains, and making them. */
export const DOMAINS_OF_A_CONNECTION: readonly Comparison[] = [
  comparison('Connect.domainLookupByID Domain.getName', 'domname 2', async ({ connect }) =>
    (await connect.domainLookupByID(2)).getName(),
  ),
  comparison('Connect.domainLookupByName Domain.getUUIDString', 'domuuid node-1', async ({ connect }) =>
    (await connect.domainLookupByName('node-1')).getUUIDString(),
  ),
  comparison('Connect.domainLookupByUUID', `domname ${DOMAIN_UUID}`, async ({ connect }) =>
    (await connect.domainLookupByUUID(bytes(DOMAIN_UUID))).getName(),
  ),
  comparison('Connect.domainLookupByUUIDString', `domname ${DOMAIN_UUID}`, async ({ connect }) =>
    (await connect.domainLookupByUUIDString(DOMAIN_UUID)).getName(),
  ),
  ...(['domainCreateXML', 'domainCreateLinux'] as const).map((method) =>
    comparison(
      `Connect.${method}`,
      'create @/domain.xml; echo =====; dumpxml new',
      async ({ connect, xml }) => (await connect[method](xml('domain.xml'))).getXMLDesc(),
    ),
  ),
  comparison(
    'Connect.domainCreateXMLWithFiles',
    'create @/domain.xml; echo =====; dumpxml new',
    async ({ connect, xml }) => (await connect.domainCreateXMLWithFiles(xml('domain.xml'), [])).getXMLDesc(),
  ),
  ...(['domainDefineXML', 'domainDefineXMLFlags'] as const).map((method) =>
    comparison(
      `Connect.${method}`,
      'define @/domain.xml; echo =====; dumpxml new',
      async ({ connect, xml }) => (await connect[method](xml('domain.xml'))).getXMLDesc(),
    ),
  ),
  ...(['domainRestore', 'domainRestoreFlags'] as const).map((method) =>
    comparison(
      `Domain.save Connect.${method}`,
      'save node-0 @/saved; echo =====; domstate node-0; restore @/saved; domstate node-0',
      async ({ connect, domain, file }) => {
        await (await domain()).save(file('saved'));
        const between = await (await domain()).isActive();
        await connect[method](file('saved'));
        return [between, await (await domain()).isActive()];
      },
      (output) => lines(output).map((state) => state === 'running'),
    ),
  ),
  comparison(
    'Domain.saveFlags Connect.domainSaveImageGetXMLDesc',
    'save node-0 @/saved; echo =====; save-image-dumpxml @/saved',
    async ({ connect, domain, file }) => {
      await (await domain()).saveFlags(file('saved'));
      return connect.domainSaveImageGetXMLDesc(file('saved'));
    },
  ),
  comparison(
    'Connect.domainSaveImageDefineXML',
    'save node-0 @/saved; save-image-define @/saved @/save.xml; echo =====; save-image-dumpxml @/saved',
    async ({ connect, domain, file, xml }) => {
      await (await domain()).save(file('saved'));
      await connect.domainSaveImageDefineXML(file('saved'), xml('save.xml'));
      return connect.domainSaveImageGetXMLDesc(file('saved'));
    },
  ),
  comparison(
    'Connect.getAllDomainStats',
    'domstats',
    async ({ connect }) =>
      (await connect.getAllDomainStats(0))
        .flatMap(({ domain, params }) => [
          `Domain: '${domain.getName()}'`,
          ...Object.entries(params).map(([name, value]) => `${name}=${value}`),
        ])
        .sort(),
    rows,
  ),
  comparison(
    'Connect.domainListGetStats',
    'domstats node-0 --vcpu --state',
    async ({ connect, domain }) => {
      const [own] = await connect.domainListGetStats([await domain()], ['VCPU', 'STATE']);
      return [
        "Domain: 'node-0'",
        ...Object.entries(own?.params ?? {}).map(([name, value]) => `${name}=${value}`),
      ].sort();
    },
    rows,
  ),
];
