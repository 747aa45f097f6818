import assert from 'node:assert/strict';
import { Connect, ConnectCredentialType, type Domain, DomainState } from 'vmwright/libvirt';
import { openNodeXml, requireLibvirt, temporaryNode, virsh, virshTable } from './support/libvirt-node.js';

const DOMAINS = 3;

/** virsh prints XML with an empty line after it. */
const sameXml = (actual: string, expected: string) => assert.equal(actual.trim(), expected.trim());
const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

describe('libvirt binding: the same as virsh says', () => {
  let node: ReturnType<typeof temporaryNode>;
  let connect: Connect;
  let domain: Domain;
  before(async function () {
    requireLibvirt(this);
    node = temporaryNode(openNodeXml(DOMAINS));
    connect = await Connect.open(node.uri);
    domain = await connect.domainLookupByName('node-1');
  });
  after(async () => {
    await connect?.close();
    node?.[Symbol.dispose]();
  });

  it('of the host', async () => {
    const info = virshTable(node.uri, 'nodeinfo');
    const { model, cpus, mhz, nodes, cores, threads, memory } = await connect.nodeGetInfo();
    assert.equal(model, info.get('CPU model'));
    assert.equal(String(cpus), info.get('CPU(s)'));
    assert.equal(`${mhz} MHz`, info.get('CPU frequency'));
    assert.equal(String(cores), info.get('Core(s) per socket'));
    assert.equal(String(threads), info.get('Thread(s) per core'));
    assert.equal(String(nodes), info.get('NUMA cell(s)'));
    assert.equal(`${memory} KiB`, info.get('Memory size'));
    assert.equal(await connect.getHostname(), virsh(node.uri, 'hostname'));
    assert.equal(await connect.getURI(), virsh(node.uri, 'uri'));
    sameXml(await connect.getCapabilities(), virsh(node.uri, 'capabilities'));
    sameXml(await connect.getSysinfo(), virsh(node.uri, 'sysinfo'));
    const { cpus: present, online } = await connect.nodeGetCPUMap();
    const map = virshTable(node.uri, 'nodecpumap --pretty');
    assert.equal(String(present), map.get('CPUs present'));
    assert.equal(String(online.length), map.get('CPUs online'));
    assert.equal(String(await connect.getMaxVcpus('test')), virsh(node.uri, 'maxvcpus test'));
  });

  it('of memory and CPU time of the host', async () => {
    assert.deepEqual(Object.keys(await connect.nodeGetCPUStats(-1)).sort(), [
      'idle',
      'iowait',
      'kernel',
      'user',
    ]);
    await using standard = await Connect.open('test:///default'); // the file names no cells
    const cells = await standard.nodeGetCellsFreeMemory(0, 2);
    const table = virshTable('test:///default', 'freecell --all');
    assert.deepEqual(
      cells.map((bytes) => `${bytes / 1024n} KiB`),
      [table.get('0'), table.get('1')],
    );
    const counts = await standard.nodeGetFreePages([4, 2048], 0, 2);
    assert.equal(counts.length, 4);
    assert.ok((await standard.nodeGetFreeMemory()) > 0n);
  });

  it('of lists', async () => {
    const names = (await connect.listAllDomains()).map((each) => each.getName()).sort();
    assert.deepEqual(names, lines(virsh(node.uri, 'list --all --name')).sort());
    assert.deepEqual(await connect.listNetworks(), lines(virsh(node.uri, 'net-list --name')));
    assert.deepEqual(
      (await connect.listAllNetworks('ACTIVE')).map((each) => each.getName()),
      ['blue'],
    );
    assert.deepEqual(await connect.listStoragePools(), lines(virsh(node.uri, 'pool-list --name')));
    // virsh 9.0 passes a flag that the test driver of 9.0 does not know: no nodedev-list to compare with
    assert.deepEqual(
      (await connect.listAllNodeDevices()).map((each) => each.getName()).sort(),
      (await connect.nodeListDevices(null)).sort(),
    );
    assert.deepEqual((await connect.listInterfaces()).length, 1);
    assert.equal(await connect.numOfDomains(), DOMAINS);
    assert.deepEqual((await connect.listDomains()).sort(), [1, 2, 3]);
    assert.deepEqual(await connect.listDefinedDomains(), []);
  });

  it('of a domain', async () => {
    const info = virshTable(node.uri, 'dominfo node-1');
    const { state, maxMem, memory, nrVirtCpu } = await domain.getInfo();
    assert.equal(state, DomainState.RUNNING);
    assert.equal(info.get('State'), 'running');
    assert.equal(`${maxMem} KiB`, info.get('Max memory'));
    assert.equal(`${memory} KiB`, info.get('Used memory'));
    assert.equal(String(nrVirtCpu), info.get('CPU(s)'));
    assert.equal(domain.getUUIDString(), info.get('UUID'));
    assert.equal(Buffer.from(domain.getUUID()).toString('hex'), info.get('UUID')?.replaceAll('-', ''));
    assert.equal(String(domain.getID()), virsh(node.uri, 'domid node-1'));
    assert.equal(await domain.getOSType(), info.get('OS Type'));
    assert.equal(await domain.isPersistent(), info.get('Persistent') === 'yes');
    assert.equal(await domain.getAutostart(), info.get('Autostart') === 'enable');
    assert.equal(await domain.hasManagedSaveImage(), info.get('Managed save') === 'yes');
    assert.equal(await domain.getMaxMemory(), maxMem);
    sameXml(await domain.getXMLDesc(), virsh(node.uri, 'dumpxml node-1'));
    sameXml(
      await domain.getXMLDesc(['SECURE', 'INACTIVE']),
      virsh(node.uri, 'dumpxml --security-info --inactive node-1'),
    );
    assert.deepEqual(await domain.getState(), { state: DomainState.RUNNING, reason: 0 });
    sameXml(
      await domain.getMetadata(2, 'http://example.org/note'),
      virsh(node.uri, 'metadata node-1 --uri http://example.org/note'),
    );
  });

  it('of typed parameters and structs', async () => {
    const scheduler = virshTable(node.uri, 'schedinfo node-1');
    assert.equal(await domain.getSchedulerType().then(({ type }) => type), scheduler.get('Scheduler'));
    assert.deepEqual(await domain.getSchedulerParameters(), { weight: Number(scheduler.get('weight')) });
    const tuned = Object.entries(await domain.getBlockIoTune('vda')).map(([name, value]) => [
      name,
      String(value),
    ]);
    assert.deepEqual(
      Object.fromEntries(tuned),
      Object.fromEntries(virshTable(node.uri, 'blkdeviotune node-1 vda')),
    );
    const addresses = await domain.interfaceAddresses(0);
    assert.match(virsh(node.uri, 'domifaddr node-1'), new RegExp(addresses[0]?.addrs[0]?.addr ?? 'none'));
    assert.match(virsh(node.uri, 'domifaddr node-1'), new RegExp(addresses[0]?.hwaddr ?? 'none'));
    const [first] = await domain.getVcpus();
    assert.deepEqual(first?.cpumap.length, (await connect.nodeGetCPUMap()).cpus);
    const stats = await domain.memoryStats();
    assert.equal(stats.length, lines(virsh(node.uri, 'dommemstat node-1')).length);
    assert.deepEqual(
      (await domain.getFSInfo()).map(({ mountpoint }) => mountpoint),
      lines(virsh(node.uri, 'domfsinfo node-1'))
        .map((row) => row.split(/\s+/)[0])
        .filter((name) => name?.startsWith('/')),
    );
    const bulk = await connect.getAllDomainStats(0);
    assert.equal(bulk.length, DOMAINS);
    const own = bulk.find((each) => each.domain.getName() === 'node-1');
    assert.equal(own?.params['state.state'], DomainState.RUNNING);
    assert.deepEqual(
      (await connect.domainListGetStats([domain], 'STATE')).map((each) => each.domain.getName()),
      ['node-1'],
    );
  });

  it('of networks, interfaces, pools and volumes', async () => {
    const network = await connect.networkLookupByName('blue');
    sameXml(await network.getXMLDesc(), virsh(node.uri, 'net-dumpxml blue'));
    assert.equal(await network.getBridgeName(), virshTable(node.uri, 'net-info blue').get('Bridge'));
    sameXml(
      await (await connect.interfaceLookupByName('eth7')).getXMLDesc(),
      virsh(node.uri, 'iface-dumpxml eth7'),
    );
    const pool = await connect.storagePoolLookupByName('store');
    sameXml(await pool.getXMLDesc(), virsh(node.uri, 'pool-dumpxml store'));
    const info = virshTable(node.uri, 'pool-info --bytes store');
    assert.equal(`${(await pool.getInfo()).capacity}`, info.get('Capacity')?.replace(' bytes', ''));
    const volume = await pool.storageVolLookupByName('first');
    sameXml(await volume.getXMLDesc(), virsh(node.uri, 'vol-dumpxml first --pool store'));
    assert.equal(await volume.getPath(), virsh(node.uri, 'vol-path first --pool store'));
    assert.equal(volume.getKey(), virsh(node.uri, 'vol-key first --pool store'));
    assert.equal(
      `${(await volume.getInfo()).capacity} bytes`,
      virshTable(node.uri, 'vol-info --bytes first --pool store').get('Capacity'),
    );
    assert.equal((await volume.storagePoolLookupByVolume()).getUUIDString(), pool.getUUIDString());
    await using standard = await Connect.open('test:///default');
    const device = await standard.nodeDeviceLookupByName('computer');
    sameXml(await device.getXMLDesc(), virsh('test:///default', 'nodedev-dumpxml computer'));
    await assert.rejects(device.getParent(), { libvirtDomain: 'TEST', message: /no parent for this device/ });
  });

  it('of what calls change', async () => {
    await domain.setMemory(1024n);
    assert.equal((await domain.getInfo()).memory, 1024n);
    await domain.setSchedulerParameters({ weight: 77 }); // which the driver checks, and forgets
    await assert.rejects(domain.setSchedulerParameters({ weight: { type: 'STRING', value: 'x' } }), {
      libvirtCode: 'INVALID_ARG',
    });
    await domain.setBlockIoTune('vda', { total_bytes_sec: 5000n, total_bytes_sec_max: 9000n }, 'LIVE');
    assert.equal((await domain.getBlockIoTune('vda', 'LIVE')).total_bytes_sec, 5000n);
    await domain.pinVcpu(0, [0, 2]);
    assert.deepEqual((await domain.getVcpuPinInfo())[0], [0, 2]);
    await domain.setMetadata(2, '<note>1</note>', 'x', 'urn:z', 'LIVE');
    assert.match(await domain.getMetadata(2, 'urn:z', 'LIVE'), />1</);
    await domain.setAutostart(true);
    assert.equal(await domain.getAutostart(), true);
    await domain.suspend();
    assert.equal((await domain.getState()).state, DomainState.PAUSED);
    await domain.resume();
  });

  it('of snapshots', async () => {
    const one = await domain.snapshotCreateXML('<domainsnapshot><name>one</name></domainsnapshot>');
    const two = await domain.snapshotCreateXML('<domainsnapshot><name>two</name></domainsnapshot>');
    assert.deepEqual((await domain.snapshotListNames()).sort(), ['one', 'two']);
    assert.equal((await two.getParent()).getName(), 'one');
    assert.deepEqual(
      (await one.listAllChildren()).map((each) => each.getName()),
      ['two'],
    );
    assert.equal((await one.getDomain()).getUUIDString(), domain.getUUIDString());
    assert.equal(await two.isCurrent(), true);
    await one.revert();
    assert.equal((await domain.snapshotCurrent()).getName(), 'one');
    await one.delete('CHILDREN');
    assert.equal(await domain.snapshotNum(), 0);
  });

  it('of checkpoints', async () => {
    const make = 'checkpoint-create-as node-2 one first; checkpoint-create-as node-2 two second';
    const asked = (command: string) => {
      const made = virsh(node.uri, make); // each virsh has a driver of its own
      return virsh(node.uri, `${make}; ${command}`).slice(made.length).trim();
    };
    const other = await connect.domainLookupByName('node-2');
    const xml = (name: string, text: string) =>
      `<domaincheckpoint><name>${name}</name><description>${text}</description></domaincheckpoint>`;
    const one = await other.checkpointCreateXML(xml('one', 'first'));
    const two = await other.checkpointCreateXML(xml('two', 'second'));
    const names = (all: { getName(): string }[]) => all.map((each) => each.getName());
    assert.deepEqual(
      names(await other.listAllCheckpoints('TOPOLOGICAL')),
      lines(asked('checkpoint-list node-2 --name --topological')),
    );
    assert.deepEqual(
      names(await other.listAllCheckpoints('ROOTS')),
      lines(asked('checkpoint-list node-2 --name --roots')),
    );
    assert.equal((await two.getParent()).getName(), asked('checkpoint-parent node-2 two'));
    await assert.rejects(one.getParent(), { libvirtCode: 'NO_DOMAIN_CHECKPOINT' });
    assert.deepEqual(names(await one.listAllChildren()), ['two']);
    assert.equal((await two.getDomain()).getUUIDString(), other.getUUIDString());
    const timeless = (text: string) => text.replace(/<creationTime>\d+</, '<creationTime><');
    sameXml(timeless(await two.getXMLDesc()), timeless(asked('checkpoint-dumpxml node-2 two')));
    sameXml(
      timeless(await two.getXMLDesc('NO_DOMAIN')),
      timeless(asked('checkpoint-dumpxml node-2 two --no-domain')),
    );
    assert.equal((await other.checkpointLookupByName('one')).getName(), 'one');
    await one.delete('CHILDREN_ONLY');
    assert.deepEqual(names(await other.listAllCheckpoints()), ['one']);
    await one.delete();
    assert.deepEqual(await other.listAllCheckpoints(), []);
  });
});

describe('libvirt binding: errors', () => {
  let connect: Connect;
  before(async function () {
    requireLibvirt(this);
    connect = await Connect.open('test:///default');
  });
  after(() => connect?.close());

  it('have code, domain, level, message and call', async () => {
    await assert.rejects(connect.domainLookupByName('nobody'), {
      name: 'LibvirtError',
      code: 'LIBVIRT_ERROR',
      libvirtCode: 'NO_DOMAIN',
      libvirtDomain: 'TEST',
      level: 'ERROR',
      call: 'virDomainLookupByName',
      message: 'Domain not found',
    });
  });

  it('stay with their calls when many fail at once', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 300 }, (_, i) =>
        i % 2 === 0 ? connect.domainLookupByName(`n${i}`) : connect.networkLookupByName(`n${i}`),
      ),
    );
    for (const [i, result] of results.entries()) {
      assert.equal(result.status, 'rejected');
      assert.equal(
        (result as PromiseRejectedResult).reason.libvirtCode,
        i % 2 === 0 ? 'NO_DOMAIN' : 'NO_NETWORK',
      );
    }
  });

  it('of impossible arguments name function and parameter', async () => {
    const [domain] = await connect.listAllDomains();
    assert.ok(domain !== undefined);
    const wrong = domain as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
    for (const [call, message] of [
      [() => wrong.setMemory?.(-1), /virDomainSetMemory: memory/],
      [() => wrong.setMemory?.(2n ** 64n), /virDomainSetMemory: memory/],
      [() => wrong.rename?.(7), /virDomainRename: newName: expected a string/],
      [() => wrong.rename?.('a\0b'), /null characters/],
      [() => wrong.setAutostart?.(1), /autostart: expected a boolean/],
      [() => wrong.setVcpus?.(1.5), /nvcpus: expected an integer/],
    ] as const) {
      await assert.rejects(async () => call(), { code: 'OPTION_INVALID', message });
    }
    assert.throws(() => domain.getXMLDesc('SECUR' as 'SECURE'), {
      code: 'OPTION_INVALID',
      message: /did you mean SECURE\?/,
    });
  });

  it('of a connection that cannot be opened', async () => {
    await assert.rejects(Connect.open('test:///no/such/file.xml'), {
      code: 'LIBVIRT_ERROR',
      libvirtDomain: 'TEST',
    });
    await assert.rejects(Connect.open('test:///default', { signal: AbortSignal.abort() }), {
      code: 'ABORTED',
    });
  });
});

describe('libvirt binding: logging in', () => {
  let node: ReturnType<typeof temporaryNode>;
  before(function () {
    requireLibvirt(this);
    node = temporaryNode(
      openNodeXml(1).replace('</node>', "<auth><user password='123456'>admin</user></auth></node>"),
    );
  });
  after(() => node?.[Symbol.dispose]());

  it('with a name and a password', async () => {
    await using connect = await Connect.open(node.uri, {
      credentials: { username: 'admin', password: '123456' },
    });
    assert.equal(await connect.numOfDomains(), 1);
  });

  it('with a wrong password, or none', async () => {
    const wrong = Connect.open(node.uri, { credentials: { username: 'admin', password: 'x' } });
    await assert.rejects(wrong, { libvirtCode: 'AUTH_FAILED' });
    await assert.rejects(Connect.open(node.uri), { code: 'LIBVIRT_ERROR' });
  });

  it('with a function that asks', async () => {
    const asked: number[] = [];
    const authenticate = async (questions: readonly { type: number; prompt: string }[]) => {
      asked.push(...questions.map(({ type }) => type));
      await new Promise((resolve) => setTimeout(resolve, 10));
      return questions.map(({ type }) => (type === ConnectCredentialType.AUTHNAME ? 'admin' : '123456'));
    };
    await using connect = await Connect.open(node.uri, { authenticate });
    assert.equal(await connect.numOfDomains(), 1);
    assert.deepEqual(asked, [ConnectCredentialType.AUTHNAME, ConnectCredentialType.PASSPHRASE]);
  });

  it('with a function that fails', async () => {
    const authenticate = () => {
      throw new Error('mine');
    };
    await assert.rejects(Connect.open(node.uri, { authenticate }), { message: 'mine' });
  });
});
