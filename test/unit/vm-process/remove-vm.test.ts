import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalRunner } from '#src/remote/local-runner.js';
import { removeVm } from '#src/vm-process/list-script.js';
import { vmFolder } from '#src/vm-process/vm-folder.js';

/** Holds the lock of a VM, runs a program for it, and notes its end a while later, as the supervisor of start-script.ts does. */
const SUPERVISOR = `cd "$1"
exec 9>alive
flock 9
sleep 1000 9>&- &
echo "$!" >pid
echo supervises
wait "$!"
sleep 0.5
for i in 1 2 3 4 5 6 7 8 9; do echo 137 >"ended$i" || exit 1; done
echo noted`;

describe('removing a VM', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vmwright-remove-'));
  const runner = new LocalRunner();
  const facts = { platform: 'linux', arch: 'x64', uid: 0, cpus: 1, memoryBytes: 1 };
  const vm = vmFolder(
    { ...facts, runtimeDir: join(folder, 'run'), stateDir: join(folder, 'state') },
    'id',
    'id',
  );
  beforeEach(() => mkdirSync(vm.run, { recursive: true }));
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** What the supervisor said, to its end. */
  async function supervised(): Promise<{ text(): string; over: Promise<unknown> }> {
    const child = spawn('sh', ['-c', SUPERVISOR, 'supervisor', vm.run], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += String(chunk);
    });
    const over = once(child, 'close');
    await once(child.stdout, 'data');
    return { text: () => text, over };
  }

  it('lets the supervisor of a kept one note the end first, so that nothing of it stays', async () => {
    const supervisor = await supervised();
    writeFileSync(vm.kept, '');
    await removeVm(runner, vm);
    assert.equal(existsSync(vm.run), false);
    await supervisor.over;
    assert.equal(supervisor.text(), 'supervises\nnoted\n');
    assert.equal(existsSync(vm.run), false);
  });

  it('waits for nobody where the creator still has it', async () => {
    const supervisor = await supervised();
    await removeVm(runner, vm);
    assert.equal(supervisor.text(), 'supervises\n');
    assert.equal(existsSync(vm.run), false);
    await supervisor.over;
  });

  it('is done again without harm', async () => {
    await removeVm(runner, vm);
    await removeVm(runner, vm);
    assert.equal(existsSync(vm.run), false);
  });
});
