import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect, type Host } from 'vmwright';
import { Connect, Domain } from 'vmwright/libvirt';
import { uuidOf } from '#src/libvirt/metadata.js';
import { requireLibvirt } from '../native/support/libvirt-node.js';
import { plainSpec } from '../unit/support/plain-vm.js';

const URI = 'test:///default';

/** A VM of ours as its folder tells; its domain is one of libvirt's test driver. */
class ListedVm {
  readonly id: string;
  readonly run: string;

  constructor(number: number) {
    this.id = `vm-00000000000${number}`;
    this.run = join(process.env.VMWRIGHT_RUNTIME_DIR ?? '', this.id);
  }

  /** Nobody holds its life; `kept`: it lives on without. */
  async leave(kept: boolean): Promise<void> {
    await mkdir(this.run, { recursive: true, mode: 0o700 });
    const record = {
      version: 1,
      engine: 'libvirt',
      hypervisor: 'emulated',
      spec: { ...plainSpec, id: this.id, name: this.id, detached: kept },
    };
    const files = {
      'vm.json': JSON.stringify(record),
      pidfile: join(this.run, 'none'),
      uri: URI,
      alive: '',
      ...(kept ? { kept: '' } : {}),
    };
    for (const [name, text] of Object.entries(files)) await writeFile(join(this.run, name), `${text}\n`);
  }

  get xml(): string {
    return `<domain type='test'><name>${this.id}</name><uuid>${uuidOf(this.id)}</uuid><memory unit='MiB'>64</memory><os><type>hvm</type></os></domain>`;
  }
}

describe('VMs of ours that libvirt lists', function () {
  this.timeout(30_000);
  let host: Host;
  let other: Connect;
  before(async function () {
    requireLibvirt(this);
    host = await connect(`libvirt+${URI}`);
    other = await Connect.open(URI);
  });
  after(async () => {
    await host?.close();
    await other?.close();
  });
  const isListed = async ({ id }: ListedVm) => (await host.listVms()).some((each) => each.id === id);

  it('are those whose domain runs, or is between two boots as those of Xen are for a moment', async () => {
    const vm = new ListedVm(1);
    await vm.leave(true);
    const domain = await other.domainDefineXML(vm.xml); // known and not active
    assert.equal(await isListed(vm), true);
    assert.ok(existsSync(vm.run));
    await domain.create();
    assert.equal(await isListed(vm), true);
    await domain.destroy();
    await domain.undefine();
    assert.equal(await isListed(vm), false);
    assert.ok(!existsSync(vm.run));
  });

  it('are ended when nobody keeps them, even if they end by themselves just then', async () => {
    const vm = new ListedVm(2);
    await vm.leave(false);
    const domain = await other.domainCreateXML(vm.xml);
    const { destroy } = Domain.prototype;
    let asked = 0;
    Domain.prototype.destroy = async function (this: Domain) {
      asked += 1;
      await destroy.call(domain); // somebody was faster
      return destroy.call(this);
    };
    try {
      assert.equal(await isListed(vm), false);
    } finally {
      Domain.prototype.destroy = destroy;
    }
    assert.equal(asked, 1);
    assert.ok(!existsSync(vm.run));
    await assert.rejects(other.domainLookupByName(vm.id), { libvirtCode: 'NO_DOMAIN' });
  });
});
