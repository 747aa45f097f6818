import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Operation, runOperation } from '#src/core/operation.js';
import { GuestClient } from '#src/guest/client.js';
import { runHostCommand } from '#src/image/host/command.js';
import type { ResolvedImage } from '#src/image/index.js';
import { eventually } from '../../support/leaks.js';

export interface BootOptions {
  /** Boot the bzImage although there is a vmlinux. */
  readonly bzImage?: boolean;
  /** MiB. @default 256 */
  readonly memory?: number;
  /** Words after the image's own. */
  readonly cmdline?: readonly string[];
  readonly args?: readonly string[];
}

const MACHINE =
  '-accel tcg,thread=multi -machine q35 -cpu max -nodefaults -display none -no-reboot -monitor none'.split(
    ' ',
  );

/** An image booted by QEMU without any of our engines; dies with this process. */
export class TestGuest {
  readonly #folder: string;
  readonly #stop = new AbortController();
  readonly #ended: Promise<unknown>;
  over = false;

  private constructor(folder: string, argv: readonly string[]) {
    this.#folder = folder;
    const run = (op: Operation) => runHostCommand(op, { argv, debianPackage: 'qemu-system-x86' });
    this.#ended = runOperation('qemu', { signal: this.#stop.signal }, run)
      .catch(() => {}) // stopped by close()
      .then((result) => {
        this.over = true;
        return result;
      });
  }

  static async boot(image: ResolvedImage, options: BootOptions = {}): Promise<TestGuest> {
    const folder = await mkdtemp(join(tmpdir(), 'vmwright-test-'));
    const words = [
      'console=ttyS0',
      'panic=-1',
      'mitigations=off',
      ...image.cmdline,
      ...(options.cmdline ?? []),
    ];
    const argv = [
      'qemu-system-x86_64',
      ...MACHINE,
      ...['-m', String(options.memory ?? 256)],
      ...['-chardev', `file,id=serial,path=${folder}/console`, '-serial', 'chardev:serial'],
      ...[
        '-device',
        'virtio-serial-pci',
        '-device',
        'virtserialport,chardev=agent,name=org.vmwright.agent.0',
      ],
      ...['-chardev', `socket,id=agent,path=${folder}/agent,server=on,wait=off`],
      ...kernelArguments(image, options, words),
      ...diskArguments(image),
      ...(options.args ?? []),
    ];
    return new TestGuest(folder, argv);
  }

  async console(): Promise<string> {
    const bytes = await readFile(join(this.#folder, 'console')).catch(() => Buffer.alloc(0));
    return bytes.toString().replaceAll('\r', '');
  }

  /** Waits for a text on the console. */
  async waitForConsole(text: RegExp, within: number): Promise<void> {
    const seen = async () => text.test(await this.console());
    await eventually(`${text} on the console`, async () => (await seen()) || this.over, within).catch(
      () => {},
    );
    if (!(await seen()))
      throw new Error(`no ${text} on the console:\n${(await this.console()).slice(-2000)}`);
  }

  /** Waits until the agent answers. */
  async agent(within: number): Promise<GuestClient> {
    const path = join(this.#folder, 'agent');
    await eventually('QEMU listens', () => existsSync(path), 10_000);
    const socket = connect(path);
    const timeout = AbortSignal.timeout(within);
    try {
      return await GuestClient.connect(socket, { signal: timeout });
    } catch (error) {
      throw new Error(`no agent:\n${(await this.console()).slice(-2000)}`, { cause: error });
    }
  }

  async untilEnd(): Promise<void> {
    await this.#ended;
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#ended;
    await rm(this.#folder, { recursive: true, force: true });
  }
}

function kernelArguments(image: ResolvedImage, options: BootOptions, words: readonly string[]): string[] {
  const { kernel, initrd } = image;
  if (kernel === undefined) return [];
  const path = options.bzImage === true ? kernel.path : (kernel.vmlinux ?? kernel.path);
  return ['-kernel', path, '-append', words.join(' '), ...(initrd === undefined ? [] : ['-initrd', initrd])];
}

function diskArguments({ rootDisk }: ResolvedImage): string[] {
  if (rootDisk === undefined) return [];
  const drive = `file=${rootDisk.path},format=${rootDisk.format},if=none,id=root,snapshot=on`;
  return ['-drive', drive, '-device', 'virtio-blk-pci,drive=root'];
}

/** Runs a command in the guest; its stdout. */
export async function guestOutput(client: GuestClient, command: string, ...args: string[]): Promise<string> {
  const running = client.spawn({ command, args, env: {} });
  running.stdin.end();
  running.stderr.resume();
  const chunks: Buffer[] = [];
  for await (const chunk of running.stdout) chunks.push(chunk as Buffer);
  await running.exited;
  return Buffer.concat(chunks).toString();
}
