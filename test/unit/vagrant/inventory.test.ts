import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

interface Inventory {
  ownHosts(env: Readonly<Record<string, string>>, file: string): Record<string, string>;
}

const ABSENT = '/nonexistent/hosts.json';

describe('scripts/hosts/inventory', () => {
  let inventory: Inventory;
  let folder: string;

  before(async () => {
    inventory = await import(pathToFileURL(resolve('scripts/hosts/inventory.mjs')).href);
    folder = await mkdtemp(join(tmpdir(), 'vmwright-inventory-'));
  });

  after(() => rm(folder, { recursive: true, force: true }));

  async function fromFile(text: string): Promise<Record<string, string>> {
    const file = join(folder, 'hosts.json');
    await writeFile(file, text);
    return inventory.ownHosts({}, file);
  }

  it('has no own hosts when nothing says so', () => {
    assert.deepEqual(inventory.ownHosts({}, ABSENT), {});
  });

  it('reads VMWRIGHT_TEST_HOSTS', () => {
    const env = { VMWRIGHT_TEST_HOSTS: 'kvm=ssh://root@a:2222, xen = ssh://b' };
    assert.deepEqual(inventory.ownHosts(env, ABSENT), { kvm: 'ssh://root@a:2222', xen: 'ssh://b' });
  });

  it('reads hosts.json', async () => {
    assert.deepEqual(await fromFile('{"kvm": "ssh://root@server"}'), { kvm: 'ssh://root@server' });
  });

  it('prefers the environment to the file', async () => {
    await fromFile('{"kvm": "ssh://file"}');
    const env = { VMWRIGHT_TEST_HOSTS: 'kvm=ssh://env' };
    assert.deepEqual(inventory.ownHosts(env, join(folder, 'hosts.json')), { kvm: 'ssh://env' });
  });

  it('does not take what hosts:env printed for own hosts', () => {
    const config = resolve('vagrant/.state/ssh_config');
    const env = { VMWRIGHT_TEST_HOSTS: 'kvm=ssh://root@192.0.2.1', VMWRIGHT_SSH_CONFIG: config };
    assert.deepEqual(inventory.ownHosts(env, ABSENT), {});
  });

  for (const [text, message] of [
    ['kvm', /write kvm=ssh/],
    ['=ssh://a', /write kvm=ssh/],
    ['kvm=http://a', /must be a URL like ssh/],
    ['kvm=', /must be a URL like ssh/],
  ] as const) {
    it(`refuses VMWRIGHT_TEST_HOSTS=${text}`, () => {
      assert.throws(() => inventory.ownHosts({ VMWRIGHT_TEST_HOSTS: text }, ABSENT), message);
    });
  }

  for (const [text, message] of [
    ['{', /is not JSON/],
    ['[]', /must be an object/],
    ['null', /must be an object/],
    ['{"kvm": 1}', /must be a URL like ssh/],
  ] as const) {
    it(`refuses hosts.json with ${text}`, async () => {
      await assert.rejects(fromFile(text), message);
    });
  }
});
