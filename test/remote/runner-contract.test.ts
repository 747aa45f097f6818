import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isVmError } from '#src/core/errors.js';
import type { Runner } from '#src/remote/index.js';
import { eventually, processesMentioning } from '../support/leaks.js';
import { skipBecause } from '../support/skip.js';
import { collect, connections, places, randomText } from './support/places.js';

const withCode = (code: string) => (error: unknown) => isVmError(error) && error.code === code;

/** Names and arguments on which careless quoting breaks. */
const WEIRD = [
  '',
  ' ',
  "'",
  '"',
  '\\',
  '$HOME',
  '`id`',
  '$(id)',
  '*',
  '~',
  '!',
  '!!',
  '#',
  '&',
  ';',
  '|',
  '-n',
  '--',
  '%s',
  '\n',
  '\n\n',
  'a\nb\n',
  '\t',
  '\r',
  '\u0001\u0081\u0088',
  'ü€𝄞',
  '"$__n"',
  "it's",
  'x'.repeat(5000),
  '\\n',
  "'\\''",
];

for (const place of places) {
  describe(`Runner contract: ${place.name}`, function () {
    this.timeout(30_000);
    let runner: Runner;
    let folder: string;
    let close: () => Promise<void>;
    before(async function () {
      if (place.missing !== undefined) skipBecause(this, place.missing);
      ({ runner, folder, close } = await place.open());
    });
    after(() => close?.());

    describe('run', () => {
      it('gives output, exit code and input', async () => {
        const result = await runner.run(['sh', '-c', 'cat; echo $X >&2; exit 3'], {
          input: 'in',
          env: { X: 'e' },
        });
        assert.deepEqual(result, { exitCode: 3, signal: null, stdout: 'in', stderr: 'e\n' });
      });

      it('passes every argument as it is', async () => {
        const { stdout } = await runner.run(['printf', '<%s>\\0', ...WEIRD]);
        assert.deepEqual(
          stdout.split('\0').slice(0, -1),
          WEIRD.map((text) => `<${text}>`),
        );
      });

      it('passes random arguments and environment values as they are', async () => {
        const random = () => randomText(1 + Math.floor(Math.random() * 40));
        for (let round = 0; round < 20; round += 1) {
          const argv = Array.from({ length: 5 }, random);
          const value = random();
          const script = 'printf "%s\\0" "$@" "$VALUE"';
          const { stdout } = await runner.run(['sh', '-c', script, 'sh', ...argv], { env: { VALUE: value } });
          assert.deepEqual(stdout.split('\0').slice(0, -1), [...argv, value]);
        }
      });

      it('takes an argument of 100 KiB', async () => {
        const long = 'a'.repeat(100 * 1024);
        assert.equal((await runner.run(['printf', '%s', long])).stdout, long);
      });

      it('runs in the folder asked for', async () => {
        const strange = join(folder, "a 'b\n$c");
        await runner.files.mkdir(strange);
        assert.equal((await runner.run(['pwd'], { cwd: strange })).stdout, `${strange}\n`);
        await assert.rejects(
          runner.run(['pwd'], { cwd: join(folder, 'none') }),
          withCode('HOST_COMMAND_NOT_FOUND'),
        );
      });

      it('carries binary input and output', async () => {
        const script = 'cat >"$1"; cat "$1"';
        const bytes = randomBytes(300_000);
        const child = await runner.spawn(['sh', '-c', script, 'sh', join(folder, 'bytes')]);
        const output = collect(child.stdout);
        child.stdin.end(bytes);
        assert.ok((await output).equals(bytes));
        assert.equal((await child.exited).exitCode, 0);
      });

      it('sees the end of programs that are over before they were seen to begin', async () => {
        const short = async () => {
          for (let i = 0; i < 25; i += 1) {
            assert.equal((await runner.run(['true'])).exitCode, 0);
            assert.equal((await runner.run(['sh', '-c', 'echo x; exit 3'])).exitCode, 3);
          }
        };
        await Promise.all([short(), short(), short(), short()]);
      });

      it('tells the signal that ended a program', async () => {
        const { exitCode, signal } = await runner.run(['sh', '-c', 'kill -USR1 $$']);
        assert.deepEqual({ exitCode, signal }, { exitCode: null, signal: 'SIGUSR1' });
      });

      it('finds programs of administrators', async () => {
        assert.match((await runner.run(['sh', '-c', 'echo $PATH'])).stdout, /\/usr\/sbin/);
      });

      it('says which program is missing', async () => {
        await assert.rejects(runner.run(['vmwright-no-such']), withCode('HOST_COMMAND_NOT_FOUND'));
      });

      it('refuses more output than asked for', async () => {
        await assert.rejects(runner.run(['sh', '-c', 'yes'], { maxBuffer: 1000 }), /longer than 1000 bytes/);
      });

      it('kills the whole process group on abort and at the timeout', async () => {
        const mark = `vmwright-mark-${randomBytes(6).toString('hex')}`;
        const argv = ['sh', '-c', `sh -c 'sleep 600; : ${mark}' & sleep 600; : ${mark}`];
        const abort = new AbortController();
        const running = runner.run(argv, { signal: abort.signal });
        await eventually('the programs run', () => processesMentioning(mark).length >= 2, 5000);
        abort.abort();
        await assert.rejects(running, withCode('ABORTED'));
        await eventually('the programs are gone', () => processesMentioning(mark).length === 0, 5000);
        await assert.rejects(runner.run(argv, { timeout: 300 }), withCode('TIMEOUT'));
        await eventually('the programs are gone', () => processesMentioning(mark).length === 0, 5000);
      });

      it('runs many at once', async () => {
        const results = await Promise.all(
          Array.from({ length: 25 }, (_, i) => runner.run(['sh', '-c', `sleep 0.1; echo ${i}`])),
        );
        assert.deepEqual(
          results.map(({ stdout }) => Number(stdout)),
          [...results.keys()],
        );
      });
    });

    describe('spawn', () => {
      it('streams both ways and kills by signal', async () => {
        const child = await runner.spawn(['cat']);
        child.stdin.write('ping');
        const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
        assert.equal(chunk.toString(), 'ping');
        child.stderr.resume();
        child.kill('SIGTERM');
        assert.deepEqual(await child.exited, { exitCode: null, signal: 'SIGTERM' });
        child.kill(); // nothing happens any more
      });

      it('tells the pid of the group leader', async () => {
        const child = await runner.spawn(['sh', '-c', 'echo $$; exec cat']);
        const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
        assert.equal(Number(chunk.toString()), child.pid);
        const { stdout } = await runner.run(['ps', '-o', 'pgid=', '-p', String(child.pid)]);
        assert.equal(Number(stdout), child.pid);
        child.stderr.resume();
        child.stdin.end();
        assert.equal((await child.exited).exitCode, 0);
      });

      it('keeps stdout and stderr apart and in order', async () => {
        const script = 'i=0; while [ $i -lt 500 ]; do echo out$i; echo err$i >&2; i=$((i+1)); done';
        const { stdout, stderr } = await runner.run(['sh', '-c', script]);
        const expected = (word: string) => Array.from({ length: 500 }, (_, i) => `${word}${i}\n`).join('');
        assert.equal(stdout, expected('out'));
        assert.equal(stderr, expected('err'));
      });

      it('ends when its output is not read', async () => {
        const child = await runner.spawn(['sh', '-c', 'echo something; echo else >&2']);
        assert.equal((await child.exited).exitCode, 0);
      });

      it('holds a program back whose output is not read, and loses nothing', async () => {
        const total = 100 * 2 ** 20;
        const progress = join(folder, 'progress');
        const script = `head -c ${total} /dev/zero | tee /dev/stderr 2>'${progress}' | cat`;
        const child = await runner.spawn(['sh', '-c', script]);
        child.stderr.resume();
        await new Promise((resolve) => setTimeout(resolve, 500));
        const written = readFileSync(progress).length;
        assert.ok(written < 30 * 2 ** 20, `${written} bytes were written though nobody reads`);
        let size = 0;
        child.stdout.on('data', (chunk: Buffer) => {
          size += chunk.length;
        });
        assert.equal((await child.exited).exitCode, 0);
        assert.equal(size, total);
      });

      it('takes a lot of input', async () => {
        const child = await runner.spawn(['wc', '-c']);
        const output = collect(child.stdout);
        const chunk = Buffer.alloc(2 ** 20);
        for (let i = 0; i < 40; i += 1) if (!child.stdin.write(chunk)) await once(child.stdin, 'drain');
        child.stdin.end();
        assert.equal(Number((await output).toString()), 40 * 2 ** 20);
        await child.exited;
      });

      it('lets a program run on that is detached', async () => {
        const mark = `vmwright-mark-${randomBytes(6).toString('hex')}`;
        const child = await runner.spawn(['sh', '-c', `sleep 600; : ${mark}`], { detached: true });
        child.release();
        await new Promise((resolve) => setTimeout(resolve, 200));
        assert.equal(processesMentioning(mark).length, 1);
        await runner.run(['kill', '-s', 'KILL', '--', `-${child.pid}`]);
        await eventually('it is gone', () => processesMentioning(mark).length === 0);
      });

      it('survives a program that does not take its input', async () => {
        const child = await runner.spawn(['true']);
        child.stdin.write(Buffer.alloc(4 * 2 ** 20));
        assert.equal((await child.exited).exitCode, 0);
      });
    });

    it('finds programs by name and path', async () => {
      assert.match((await runner.which('sh')) ?? '', /\/sh$/);
      assert.match((await runner.which('echo')) ?? '', /\/echo$/);
      assert.equal(await runner.which('/bin/sh'), '/bin/sh');
      assert.equal(await runner.which('vmwright-no-such'), undefined);
      assert.equal(await runner.which(folder), undefined);
    });

    describe('connectUnix', () => {
      it('connects, half closes and says why it cannot', async () => {
        const path = join(folder, 'socket');
        await assert.rejects(runner.connectUnix(path), { code: 'HOST_COMMAND_FAILED', errno: 'ENOENT' });
        const server = createServer((socket) => socket.pipe(socket)).listen(path);
        await once(server, 'listening');
        chmodSync(path, 0o777);
        const stream = await runner.connectUnix(path);
        const bytes = randomBytes(3_000_000);
        const echoed = collect(stream);
        stream.end(bytes);
        assert.ok((await echoed).equals(bytes));
        const other = await runner.connectUnix(path);
        other.destroy();
        await once(other, 'close');
        await eventually('the server lost its clients', async () => (await connections(server)) === 0);
        server.close();
        await once(server, 'close');
        writeFileSync(path, '');
        await assert.rejects(runner.connectUnix(path), {
          code: 'HOST_COMMAND_FAILED',
          errno: 'ECONNREFUSED',
        });
      });

      it('serves many at once', async () => {
        const path = join(folder, 'many');
        const server = createServer((socket) => socket.pipe(socket)).listen(path);
        await once(server, 'listening');
        chmodSync(path, 0o777);
        const answers = Array.from({ length: 15 }, async (_, i) => {
          const stream = await runner.connectUnix(path);
          stream.end(String(i));
          return Number((await collect(stream)).toString());
        });
        assert.deepEqual(await Promise.all(answers), [...answers.keys()]);
        server.close();
        await once(server, 'close');
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
        await assert.rejects(runner.lock(path, { wait: true, timeout: 100 }), withCode('TIMEOUT'));
        await second.release();
        await assert.rejects(
          runner.lock(join(folder, 'no', 'such'), { wait: false }),
          withCode('HOST_COMMAND_FAILED'),
        );
      });
    });

    describe('files', () => {
      it('writes, reads, lists and removes', async () => {
        const base = join(folder, "f 'ü\n");
        const path = join(base, 'b', 'file');
        await runner.files.mkdir(join(base, 'b'));
        await runner.files.write(path, 'hello world', { mode: 0o640 });
        assert.equal((await runner.files.read(path)).toString(), 'hello world');
        assert.equal((await runner.files.readTail(path, 5)).toString(), 'world');
        assert.equal((await runner.files.readTail(path, 500)).toString(), 'hello world');
        await runner.files.write(path, 'other');
        assert.equal((await runner.files.read(path)).toString(), 'other');
        assert.deepEqual(await runner.files.list(join(base, 'b')), ['file']);
        const { kind, size, mtimeMs } = (await runner.files.stat(path)) ?? {};
        assert.deepEqual({ kind, size }, { kind: 'file', size: 5 });
        assert.ok(Math.abs(Date.now() - (mtimeMs ?? 0)) < 60_000);
        assert.equal((await runner.files.stat(base))?.kind, 'directory');
        await runner.files.remove(base);
        await runner.files.remove(base);
        assert.equal(await runner.files.stat(path), undefined);
        assert.deepEqual(await runner.files.list(base), []);
      });

      it('reads what has no size and what is large', async () => {
        assert.match((await runner.files.read('/proc/self/status')).toString(), /^Name:/);
        const bytes = randomBytes(5_000_001);
        await runner.files.write(join(folder, 'large'), bytes);
        assert.ok((await runner.files.read(join(folder, 'large'))).equals(bytes));
        assert.ok(
          (await runner.files.readTail(join(folder, 'large'), 700_000)).equals(bytes.subarray(-700_000)),
        );
      });

      it('makes folders, exclusively if asked to', async () => {
        const path = join(folder, 'x', 'y');
        await runner.files.mkdir(path, { exclusive: true });
        await runner.files.mkdir(path);
        await assert.rejects(runner.files.mkdir(path, { exclusive: true }), { code: 'EEXIST' });
      });

      it('fails with the errors of node:fs', async () => {
        const missing = join(folder, 'none', 'file');
        await assert.rejects(runner.files.read(missing), { code: 'ENOENT' });
        await assert.rejects(runner.files.readTail(missing, 5), { code: 'ENOENT' });
        await assert.rejects(runner.files.write(missing, ''), { code: 'ENOENT' });
        await assert.rejects(runner.files.access(missing, 'read'), { code: 'ENOENT' });
        await assert.rejects(runner.files.write('/proc/vmwright', ''), (error: NodeJS.ErrnoException) =>
          ['EACCES', 'ENOENT', 'EPERM'].includes(error.code ?? ''),
        );
        await runner.files.access(folder, 'write');
      });

      it('leaves no temporary files', async () => {
        await runner.files.mkdir(join(folder, 'tidy', 'target', 'full'));
        await assert.rejects(runner.files.write(join(folder, 'tidy', 'target'), 'x'));
        assert.deepEqual(await runner.files.list(join(folder, 'tidy')), ['target']);
      });

      it('stages a file', async () => {
        const own = mkdtempSync(join(tmpdir(), 'vmwright-stage-'));
        const bytes = randomBytes(1_000_000);
        writeFileSync(join(own, 'a file'), bytes);
        const path = await runner.files.stage(join(own, 'a file'));
        assert.ok((await runner.files.read(path)).equals(bytes));
        rmSync(own, { recursive: true });
      });
    });

    it('tells the facts of the host', async () => {
      const facts = await runner.facts();
      assert.equal(facts.platform, process.platform);
      assert.equal(facts.arch, process.arch);
      assert.ok(facts.cpus >= 1 && facts.memoryBytes > 2 ** 20);
      assert.equal(Number((await runner.run(['id', '-u'])).stdout), facts.uid);
      assert.ok(existsSync(facts.runtimeDir));
    });
  });
}
