import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { createVm, type Host, isVmError } from 'vmwright';
import { connectTo, onEveryTarget, type Target } from '../support/targets.js';

const withCode = (code: string) => (error: unknown) => isVmError(error) && error.code === code;

/** Runs the body of an async function in another Node process, as a program of its own; gives what it printed. */
async function inAnotherProcess(target: Target, body: string): Promise<string> {
  const source = `import { connect, createVm } from 'vmwright';
    const options = ${JSON.stringify(target.options)};
    ${body}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  assert.equal(code, 0);
  return printed.trim();
}

onEveryTarget('list and reattach', (target) => {
  const name = `kept-${process.pid}`;
  let host: Host;
  let id = '';

  before('another process creates a detached VM', async function () {
    this.timeout(180_000);
    host = await connectTo(target);
    id = await inAnotherProcess(
      target,
      `const vm = await createVm({ ...options, name: '${name}', detached: true, labels: { by: 'another' } });
      await vm.writeFile('/tmp/note', 'from the creator');
      console.log(vm.id);
      await vm.detach();`,
    );
  });
  after(async () => {
    await host?.getVm(id, { ready: false }).then(
      (vm) => vm.destroy(),
      () => {}, // a test destroyed it
    );
    await host?.close();
  });

  it('lists it with all that is known of it', async () => {
    const info = (await host.listVms()).find((each) => each.id === id);
    assert.deepEqual([info?.name, info?.detached, info?.labels], [name, true, { by: 'another' }]);
    assert.ok(Math.abs(Date.now() - (info?.createdAt.getTime() ?? 0)) < 600_000);
  });

  it('attaches to it by its name and by its id, at the same time', async () => {
    const [byName, byId] = await Promise.all([host.getVm(name), host.getVm(id)]);
    assert.deepEqual([byName.id, byId.name], [id, name]);
    const notes = await Promise.all(
      [byName, byId].map((vm) => vm.readFile('/tmp/note', { encoding: 'utf8' })),
    );
    assert.deepEqual(notes, ['from the creator', 'from the creator']);
    await Promise.all([byName.detach(), byId.detach()]);
  });

  it('refuses its name to another VM', async () => {
    await assert.rejects(createVm({ ...target.options, name }), withCode('VM_NAME_TAKEN'));
  });

  it('says that there is no such VM', async () => {
    await assert.rejects(host.getVm('nobody'), withCode('VM_NOT_FOUND'));
  });

  it('tells one program that another one destroyed it', async () => {
    const vm = await host.getVm(id);
    const types: string[] = [];
    const following = (async () => {
      for await (const { type } of vm.events()) types.push(type);
    })();
    const { host: url, ssh } = target.options;
    await inAnotherProcess(
      target,
      `const host = await connect(${JSON.stringify(url)}, ${JSON.stringify(ssh)});
      await (await host.getVm('${name}')).destroy();
      await host.close();`,
    );
    await following;
    assert.ok(['stopped', 'crashed'].includes(types.at(-1) ?? ''), String(types));
    assert.deepEqual(
      (await host.listVms()).filter((each) => each.id === id),
      [],
    );
    await assert.rejects(host.getVm(id), withCode('VM_NOT_FOUND'));
  });
});
