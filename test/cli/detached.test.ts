import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../support/leaks.js';
import { assertNothingLeft } from '../support/root-hooks.js';
import { cli, endStarted, startCli } from './support/cli.js';

describe('cli with a detached VM', function () {
  this.timeout(120_000);
  const name = 'cli-detached';
  let id = '';
  let folder = '';

  before('run -d prints the id and ends', async () => {
    folder = await mkdtemp(join(tmpdir(), 'vmwright-cli-'));
    const { code, stdout, stderr } = await cli(['run', '-d', '--name', name, '--label', 'k=v', 'base']);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^vm-[0-9a-f]+\n$/);
    id = stdout.trim();
  });

  after('rm ends it', async () => {
    const { code, stderr } = await cli(['rm', '-f', name]);
    await rm(folder, { recursive: true, force: true });
    assert.equal(code, 0, stderr);
    await assertNothingLeft();
  });

  afterEach('ends what a failed test left', endStarted);

  it('ls lists it', async () => {
    const { stdout } = await cli(['ls']);
    const [titles = '', ...rows] = stdout.trimEnd().split('\n');
    assert.deepEqual(titles.split(/ {2,}/), [
      'NAME',
      'ID',
      'IMAGE',
      'ENGINE',
      'CPUS',
      'MEMORY',
      'AGE',
      'STATE',
    ]);
    assert.equal(rows.length, 1);
    assert.deepEqual(rows[0]?.split(/ {2,}/).slice(0, 3), [name, id, 'base']);
    assert.equal((await cli(['ls', '-q'])).stdout, `${id}\n`);
  });

  it('ls --json gives every field', async () => {
    const vms = JSON.parse((await cli(['--json', 'ls'])).stdout) as Record<string, unknown>[];
    assert.equal(vms.length, 1);
    const { createdAt, pid, engine, hypervisor, ...rest } = vms[0] ?? {};
    assert.deepEqual(rest, {
      id,
      name,
      image: 'base',
      cpus: 1,
      memory: 512 * 2 ** 20,
      detached: true,
      foreign: false,
      labels: { k: 'v' },
    });
    assert.ok(Date.parse(String(createdAt)) <= Date.now());
    assert.ok(Number(pid) > 1);
    assert.equal(typeof engine, 'string');
    assert.equal(typeof hypervisor, 'string');
  });

  it('exec runs commands in it, by name and by id', async () => {
    const first = await cli(['exec', name, '--', 'sh', '-c', 'echo kept >/tmp/kept; echo e >&2; exit 5']);
    assert.deepEqual([first.code, first.stdout, first.stderr], [5, '', 'e\n']);
    const second = await cli(
      ['exec', '--cwd', '/tmp', '--env', 'A=b c', id, '--', 'sh', '-c', 'cat kept -; echo $A'],
      {
        input: 'input\n',
      },
    );
    assert.equal(second.stdout, 'kept\ninput\nb c\n');
    assert.equal((await cli(['exec', name, '--', 'no-such'])).code, 127);
  });

  it('exec ends the command, and only it, on SIGINT', async () => {
    const running = startCli(['exec', name, '--', 'sh', '-c', 'echo up; sleep 4711']);
    await running.saw('up\n');
    running.child.kill('SIGINT');
    assert.equal((await running.result).code, 130);
    await eventually(
      'the command is killed',
      async () => !(await cli(['ps', name])).stdout.includes('sleep 4711'),
      10_000,
    );
  });

  it('ps shows its processes', async () => {
    const running = startCli(['exec', name, '--', 'sh', '-c', 'echo up; exec sleep 815']);
    await running.saw('up\n');
    const { code, stdout } = await cli(['ps', name]);
    assert.equal(code, 0);
    assert.match(stdout, /^ *PID +PPID +USER +STATE +CPU +MEMORY +COMMAND$/m);
    assert.match(stdout, /^ *\d+ +\d+ +root +S .* sleep 815$/m);
    assert.doesNotMatch(stdout, /\[kthreadd\]/);
    assert.match((await cli(['ps', '--all', name])).stdout, /\[kthreadd\]/);
    running.child.kill('SIGINT');
    await running.result;
  });

  it('logs prints the console, all of it, its tail, and what follows', async () => {
    const all = await cli(['logs', name]);
    assert.equal(all.code, 0);
    assert.match(all.stdout, /Linux version/);
    await cli(['exec', name, '--', 'sh', '-c', 'printf "one\\ntwo\\n" >/dev/console']);
    assert.match((await cli(['logs', '--tail', '2', name])).stdout, /^one\r?\ntwo\r?\n$/);
    const following = startCli(['logs', '-f', '--tail', '1', name]);
    await following.saw('two');
    await cli(['exec', name, '--', 'sh', '-c', 'echo three >/dev/console']);
    await following.saw('three');
    following.child.kill('SIGINT');
    const { code, stdout } = await following.result;
    assert.equal(code, 130);
    assert.match(stdout, /^two\r?\nthree\r?\n$/);
  });

  it('cp copies files and trees both ways', async () => {
    await mkdir(join(folder, 'tree/sub'), { recursive: true });
    await writeFile(join(folder, 'tree/sub/file'), 'deep');
    await writeFile(join(folder, 'one'), 'single');
    assert.deepEqual(await brief(['cp', join(folder, 'tree'), `${name}:/tmp/`]), [0, '', '']);
    assert.deepEqual(await brief(['cp', join(folder, 'one'), `${name}:/tmp/renamed`]), [0, '', '']);
    const { stdout } = await cli(['exec', name, '--', 'cat', '/tmp/tree/sub/file', '/tmp/renamed']);
    assert.equal(stdout, 'deepsingle');
    assert.deepEqual(await brief(['cp', `${name}:/tmp/tree`, join(folder, 'back')]), [0, '', '']);
    assert.equal(await readFile(join(folder, 'back/sub/file'), 'utf8'), 'deep');
    assert.deepEqual(await brief(['cp', `${name}:/tmp/renamed`, folder]), [0, '', '']);
    assert.equal(await readFile(join(folder, 'renamed'), 'utf8'), 'single');
    const missing = await cli(['cp', `${name}:/tmp/none`, folder]);
    assert.equal(missing.code, 125);
    assert.match(missing.stderr, /\/tmp\/none/);
  });

  it('forward carries connections until it is interrupted', async () => {
    const server = startCli(['exec', name, '--', 'busybox', 'httpd', '-f', '-p', '8088', '-h', '/etc']);
    const running = startCli(['forward', name, '8088']);
    const port = await running.saw(/127\.0\.0\.1:(\d+) -> 8088/);
    const response = await fetchSoon(`http://127.0.0.1:${port}/passwd`);
    assert.match(response, /^root:/);
    running.child.kill('SIGINT');
    assert.equal((await running.result).code, 130);
    server.child.kill('SIGINT');
    await server.result;
  });

  it('refuses a second VM of the same name', async () => {
    const { code, stderr } = await cli(['run', '--name', name, 'base', '--', 'true']);
    assert.equal(code, 125);
    assert.match(stderr, new RegExp(name));
  });

  it('says when there is no such VM', async () => {
    for (const args of [
      ['exec', 'nobody', '--', 'true'],
      ['stop', 'nobody'],
      ['rm', 'nobody'],
      ['logs', 'nobody'],
    ]) {
      const { code, stderr } = await cli(args);
      assert.equal(code, 125);
      assert.match(stderr, /^vmwright: no VM 'nobody'.*\n {2}what to do: .*vmwright ls/, args.join(' '));
    }
    assert.equal((await cli(['rm', '-f', 'nobody'])).code, 0);
    const two = await cli(['--json', 'rm', 'nobody', 'noone']);
    assert.equal(two.stderr.trimEnd().split('\n').length, 2);
  });

  async function brief(args: string[]): Promise<unknown[]> {
    const { code, stdout, stderr } = await cli(args);
    return [code, stdout, stderr];
  }

  /** The server in the guest needs a moment. */
  async function fetchSoon(url: string): Promise<string> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await (await fetch(url)).text();
      } catch (error) {
        if (attempt === 50) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }
});

describe('cli stop', function () {
  this.timeout(120_000);

  it('shuts VMs down in order, and nothing is left', async () => {
    const started = await cli(['--json', 'run', '-d', 'base']);
    const { id } = JSON.parse(started.stdout) as { id: string };
    const { code, stdout, stderr } = await cli(['stop', id]);
    assert.equal(code, 0, stderr);
    assert.equal(stdout, `${id}\n`);
    await assertNothingLeft();
    assert.equal((await cli(['ls', '-q'])).stdout, '');
  });
});
