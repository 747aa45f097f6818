import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { deserialize, serialize } from 'node:v8';
import { PACKAGE_ROOT } from '#src/native/paths.js';
import { type RealHost, runOnHost, sshArgv } from './real-host.js';
import { tinyPvhKernel } from './tiny-pvh.js';

/** What `vmwright/xen` needs of the package, and its examples. */
const FILES = ['package.json', 'dist', 'prebuilds/linux-x64/xen.node', 'build/js/examples'];

/** What the whole library needs, with the packages that it depends on. */
export const WHOLE_LIBRARY = [
  ...['package.json', 'dist', 'prebuilds/linux-x64'],
  ...['ssh2', 'asn1', 'bcrypt-pbkdf', 'safer-buffer', 'tweetnacl'].map((name) => `node_modules/${name}`),
];

/** Runs a function whose text and argument it gets, and prints what it gives. */
const EVALUATE = `import { deserialize, serialize } from 'node:v8';
const bytes = (text) => Buffer.from(text, 'base64');
const print = (value) => process.stdout.write(serialize(value).toString('base64'));
const [, , body, argument] = process.argv;
const run = (0, eval)(\`(\${bytes(body)})\`);
try {
  print({ value: await run(await import('vmwright/xen'), deserialize(bytes(argument))) });
} catch ({ code, message, errno, stack }) {
  print({ error: { code, message, errno, stack } });
}
`;

type Api = typeof import('vmwright/xen');
interface Outcome<R> {
  readonly value: R;
  readonly error?: { code?: string; message: string; errno?: string; stack: string };
}

/** This package in dom0 of a Xen host, and domains there for tests. */
export class Dom0 implements AsyncDisposable {
  readonly host: RealHost;
  readonly folder: string;
  readonly #domains = new Set<string>();

  private constructor(host: RealHost, folder: string) {
    this.host = host;
    this.folder = folder;
  }

  /** Uploads the package, or `files` of it. */
  static async open(host: RealHost, files: readonly string[] = FILES): Promise<Dom0> {
    const folder = (await runOnHost(host, 'mktemp -d /tmp/vmwright-dom0.XXXXXX')).trim();
    const dom0 = new Dom0(host, folder);
    try {
      await dom0.upload(PACKAGE_ROOT, files);
      await dom0.writeFile('evaluate.mjs', Buffer.from(EVALUATE));
      return dom0;
    } catch (error) {
      await dom0[Symbol.asyncDispose]();
      throw error;
    }
  }

  /**
   * Runs `body` in a Node in dom0. It can use its two arguments and nothing from around it, no `using` either; what it
   * takes and gives is copied.
   */
  async run<R, A = undefined>(body: (api: Api, argument: A) => Promise<R>, argument?: A): Promise<R> {
    const [text, value] = [Buffer.from(body.toString()), serialize(argument)].map((each) =>
      each.toString('base64'),
    );
    const printed = await this.script(
      'cd "$1" && node evaluate.mjs "$2" "$3"',
      this.folder,
      text ?? '',
      value ?? '',
    );
    const outcome = deserialize(Buffer.from(printed, 'base64')) as Outcome<R>;
    if (outcome.error === undefined) return outcome.value;
    throw Object.assign(new Error(`in dom0: ${outcome.error.message}`), outcome.error);
  }

  /** Runs a shell script there. */
  script(text: string, ...args: string[]): Promise<string> {
    return runOnHost(this.host, text, ...args);
  }

  async writeFile(name: string, content: Buffer): Promise<string> {
    const path = join(this.folder, name);
    await this.script('base64 -d > "$1" <<END\n'.concat(content.toString('base64'), '\nEND'), path);
    return path;
  }

  /** Creates a domain from lines of xl.cfg and gives its number. It is destroyed at the end. */
  async create(name: string, config: readonly string[], ...options: string[]): Promise<number> {
    const file = await this.writeFile(
      `${name}.cfg`,
      Buffer.from([`name = "${name}"`, ...config, ''].join('\n')),
    );
    this.#domains.add(name);
    await this.script('xl create "$@" >&2', ...options, file);
    return Number(await this.script('xl domid "$1"', name));
  }

  /** A PVH guest of 16 MiB that sleeps, or spins on its first vCPU, and has a text in its memory. */
  async createTiny(name: string, text: string, { spins = false, vcpus = 1 } = {}): Promise<number> {
    const kernel = await this.writeFile(`${name}.elf`, tinyPvhKernel(text, spins));
    return this.create(name, ['type = "pvh"', `kernel = "${kernel}"`, 'memory = 16', `vcpus = ${vcpus}`]);
  }

  async destroy(name: string): Promise<void> {
    this.#domains.delete(name);
    await this.script('! xl domid "$1" >/dev/null 2>&1 || xl destroy "$1"', name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const name of [...this.#domains]) await this.destroy(name);
    await this.script('rm -rf "$1"', this.folder);
  }

  /** Puts files, named from `root` on, into the folder. */
  async upload(root: string, files: readonly string[]): Promise<void> {
    const tar = spawn('tar', ['-C', root, '-cz', ...files], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [program = '', ...argv] = sshArgv(this.host, [`tar -xz -C '${this.folder}'`]);
    const ssh = spawn(program, argv, { stdio: ['pipe', 'ignore', 'inherit'] });
    const ends = Promise.all([once(tar, 'close'), once(ssh, 'exit')]);
    await pipeline(tar.stdout, ssh.stdin);
    const [[packed], [unpacked]] = await ends;
    if (packed !== 0 || unpacked !== 0) throw new Error(`the upload to ${this.host.address} failed`);
  }
}
