import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isVmError } from '#src/core/errors.js';
import { LocalRunner } from '#src/remote/index.js';

const withCode = (code: string) => (error: unknown) => isVmError(error) && error.code === code;

describe('LocalRunner', () => {
  const runner = new LocalRunner();
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vmwright-runner-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  describe('run', () => {
    it('gives output, exit code and input', async () => {
      const result = await runner.run(['sh', '-c', 'cat; echo $X >&2; exit 3'], {
        input: 'in',
        env: { X: 'e' },
      });
      assert.deepEqual(result, { exitCode: 3, signal: null, stdout: 'in', stderr: 'e\n' });
    });

    it('finds programs of administrators without them in PATH', async () => {
      assert.match((await runner.run(['sh', '-c', 'echo $PATH'])).stdout, /\/usr\/sbin/);
    });

    it('says which program is missing', async () => {
      await assert.rejects(runner.run(['vmwright-no-such']), withCode('HOST_COMMAND_NOT_FOUND'));
    });

    it('refuses more output than asked for', async () => {
      const run = runner.run(['sh', '-c', 'yes'], { maxBuffer: 1000 });
      await assert.rejects(run, /longer than 1000 bytes/);
    });

    it('kills the whole process group on abort', async () => {
      const pidFile = join(folder, 'pid');
      const abort = new AbortController();
      const script = `mkfifo '${folder}/f'; sh -c 'echo $$ >"${pidFile}"; echo >"${folder}/f"; exec sleep 600' & cat '${folder}/f'; wait`;
      const child = runner.run(['sh', '-c', script], { signal: abort.signal });
      while (!(await readFile(pidFile, 'utf8').catch(() => '')).endsWith('\n')) await pause(5);
      abort.abort();
      await assert.rejects(child, withCode('ABORTED'));
      const pid = Number(await readFile(pidFile, 'utf8'));
      await waitUntil(() => !alive(pid));
    });

    it('gives up at its timeout', async () => {
      await assert.rejects(runner.run(['sleep', '600'], { timeout: 20 }), withCode('TIMEOUT'));
    });
  });

  describe('spawn', () => {
    it('streams both ways and tells the signal', async () => {
      const child = await runner.spawn(['cat']);
      child.stdin.write('ping');
      const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
      assert.equal(chunk.toString(), 'ping');
      child.stderr.resume();
      child.kill('SIGTERM');
      assert.deepEqual(await child.exited, { exitCode: null, signal: 'SIGTERM' });
      child.kill(); // nothing happens any more
    });
  });

  it('finds programs by name and path', async () => {
    assert.match((await runner.which('sh')) ?? '', /\/sh$/);
    assert.equal(await runner.which('/bin/sh'), '/bin/sh');
    assert.equal(await runner.which('vmwright-no-such'), undefined);
    assert.equal(await runner.which(folder), undefined);
  });

  describe('connectUnix', () => {
    it('connects, and says why it cannot', async () => {
      const path = join(folder, 'socket');
      await assert.rejects(runner.connectUnix(path), /does not exist/);
      const server = createServer((socket) => socket.end('hello')).listen(path);
      await once(server, 'listening');
      const stream = await runner.connectUnix(path);
      const [chunk] = (await once(stream, 'data')) as [Buffer];
      assert.equal(chunk.toString(), 'hello');
      stream.destroy();
      server.close();
      await once(server, 'close');
      await writeFile(path, '');
      await assert.rejects(runner.connectUnix(path), /nothing listens/);
    });
  });

  describe('lock', () => {
    it('is exclusive until it is released', async () => {
      const path = join(folder, 'lock');
      const first = await runner.lock(path, { wait: false });
      assert.ok(first);
      assert.equal(await runner.lock(path, { wait: false }), undefined);
      const waiting = runner.lock(path, { wait: true });
      await first.release();
      const second = await waiting;
      assert.ok(second);
      await second.release();
    });

    it('leaves nobody waiting after an abort', async () => {
      const path = join(folder, 'lock');
      const first = await runner.lock(path, { wait: true });
      await assert.rejects(runner.lock(path, { wait: true, timeout: 30 }), withCode('TIMEOUT'));
      await first?.release();
      await waitUntil(async () => {
        const lock = await runner.lock(path, { wait: false });
        await lock?.release();
        return lock !== undefined;
      });
    });

    it('is freed when its holder is killed', async () => {
      const path = join(folder, 'lock');
      const source = `import { LocalRunner } from '#src/remote/index.js';
        await new LocalRunner().lock(${JSON.stringify(path)}, { wait: true });
        process.kill(process.pid, 'SIGKILL');`;
      const node = promisify(execFile)(process.execPath, ['--input-type=module', '-e', source]);
      await assert.rejects(node, { signal: 'SIGKILL' });
      const lock = await runner.lock(path, { wait: true, timeout: 1000 });
      assert.ok(lock);
      await lock.release();
    });

    it('tells why it cannot lock', async () => {
      const lock = runner.lock(join(folder, 'no', 'such'), { wait: false });
      await assert.rejects(lock, withCode('HOST_COMMAND_FAILED'));
    });
  });

  describe('files', () => {
    it('writes, reads, lists and removes', async () => {
      const path = join(folder, 'a', 'b', 'file');
      await runner.files.mkdir(join(folder, 'a', 'b'));
      await runner.files.write(path, 'hello world');
      assert.equal((await runner.files.read(path)).toString(), 'hello world');
      assert.equal((await runner.files.readTail(path, 5)).toString(), 'world');
      assert.deepEqual(await runner.files.list(join(folder, 'a', 'b')), ['file']);
      assert.equal((await runner.files.stat(path))?.size, 11);
      await runner.files.remove(join(folder, 'a'));
      await runner.files.remove(join(folder, 'a'));
      assert.equal(await runner.files.stat(path), undefined);
      assert.deepEqual(await runner.files.list(join(folder, 'a')), []);
    });

    it('makes a folder exclusively, with its parents', async () => {
      const path = join(folder, 'x', 'y');
      await runner.files.mkdir(path, { exclusive: true });
      await assert.rejects(runner.files.mkdir(path, { exclusive: true }), { code: 'EEXIST' });
    });
  });

  describe('facts', () => {
    const runtimeDir = process.env.VMWRIGHT_RUNTIME_DIR;
    afterEach(() => {
      if (runtimeDir === undefined) delete process.env.VMWRIGHT_RUNTIME_DIR;
      else process.env.VMWRIGHT_RUNTIME_DIR = runtimeDir;
    });

    it('makes the runtime folder private', async () => {
      process.env.VMWRIGHT_RUNTIME_DIR = join(folder, 'run');
      const facts = await new LocalRunner().facts();
      assert.equal(facts.runtimeDir, join(folder, 'run'));
      assert.equal(facts.platform, process.platform);
    });

    it('does not trust a runtime folder that others could have made', async () => {
      process.env.VMWRIGHT_RUNTIME_DIR = join(folder, 'link');
      await symlink('/', join(folder, 'link'));
      await assert.rejects(new LocalRunner().facts(), withCode('HOST_UNSUPPORTED'));
    });
  });
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function waitUntil(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 2000;
  while (!(await condition())) {
    assert.ok(Date.now() < deadline, 'did not happen within 2 s');
    await pause(5);
  }
}

/** A killed process may stay a zombie for a while; that is up to PID 1 of this machine. */
function alive(pid: number): boolean {
  try {
    return !/\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
