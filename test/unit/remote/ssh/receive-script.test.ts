import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { RECEIVE } from '#src/remote/ssh/receive-script.js';

const PROGRAMS = ['sh', 'mkdir', 'flock', 'dd', 'sha256sum', 'mv', 'rm'];

const find = (program: string): string | undefined =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((path) => existsSync(path));

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

for (const [title, programs] of [
  ['with perl', [...PROGRAMS, 'perl']],
  ['without perl', PROGRAMS],
] as const) {
  describe(`receiving an upload on the host, ${title}`, () => {
    const bytes = randomBytes(1_000_003);
    let folder: string;
    let target: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'vmwright-receive-'));
      target = join(folder, 'new', 'file');
      for (const program of programs) {
        const path = find(program);
        if (path !== undefined) symlinkSync(path, join(folder, program));
      }
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    /** Starts the script and gives what it says once it is ready. */
    const receive = async (sha256: string) => {
      const child = spawn('sh', ['-c', RECEIVE, 'receive', join(folder, 'lock'), target, sha256], {
        env: { PATH: folder },
        detached: true, // a group of its own, as on a host
      });
      let told = '';
      child.stdout.on('data', (chunk: Buffer) => {
        told += chunk.toString();
      });
      await once(child.stdout, 'data');
      const announce = (count: number, what = 'data') => child.stdin.write(`${what} ${count}\n`);
      const end = async () => {
        const closed = once(child, 'close');
        child.stdin.end();
        await closed;
        return told;
      };
      return { announce, end, group: child.pid ?? 0 };
    };

    it('names a file whose digest is right', async () => {
      const { announce, end } = await receive(digest(bytes));
      for (let at = 0; at < bytes.length; at += 300_000) {
        const piece = bytes.subarray(at, at + 300_000);
        appendFileSync(`${target}.part`, piece);
        announce(piece.length);
      }
      assert.equal(await end(), 'ready\nplaced\n');
      assert.ok(readFileSync(target).equals(bytes));
      const again = await receive(digest(bytes));
      assert.equal(await again.end(), 'present\n');
    });

    it('hashes the data of a file with holes', async () => {
      const { announce, end } = await receive(digest(bytes));
      const part = `${target}.part`;
      const half = bytes.length / 2 - 0.5;
      truncateSync(part, 30_000_000);
      for (const [at, piece] of [
        [9_000_001, bytes.subarray(0, half)],
        [20_000_000, bytes.subarray(half)],
      ] as const) {
        const file = openSync(part, 'r+');
        writeSync(file, piece, 0, piece.length, at);
        closeSync(file);
      }
      announce(9_000_001, 'hole');
      announce(half);
      announce(20_000_000 - 9_000_001 - half, 'hole');
      announce(bytes.length - half);
      announce(1000, 'hole');
      assert.equal(await end(), 'ready\nplaced\n');
      assert.equal(statSync(target).size, 30_000_000);
    });

    it('removes one whose digest is wrong, or that did not come to its end', async () => {
      const wrong = await receive('ab'.repeat(32));
      appendFileSync(`${target}.part`, bytes);
      wrong.announce(bytes.length);
      assert.equal(await wrong.end(), `ready\nfound ${digest(bytes)}\n`);
      const cut = await receive(digest(bytes));
      appendFileSync(`${target}.part`, bytes.subarray(0, 1000));
      cut.announce(1000);
      assert.equal(await cut.end(), `ready\nfound ${digest(bytes.subarray(0, 1000))}\n`);
      assert.deepEqual(readdirSync(join(folder, 'new')), []);
    });

    it('removes the part when its group is told to end', async () => {
      const { announce, group, end } = await receive(digest(bytes));
      appendFileSync(`${target}.part`, bytes);
      announce(bytes.length);
      process.kill(-group, 'SIGTERM');
      assert.equal(await end(), 'ready\n');
      assert.deepEqual(readdirSync(join(folder, 'new')), []);
    });
  });
}
