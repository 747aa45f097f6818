import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Duplex, Readable, Writable } from 'node:stream';
import { nativeProgram } from '#src/native/paths.js';

const GUESTS = 'test/vmm/guests';
/** Milliseconds; this machine may be busy and its KVM may only emulate. */
const LIMIT = 20_000;

/** Files that go with the test. */
export class Workshop {
  readonly folder = mkdtempSync(join(tmpdir(), 'vmwright-vmm-'));

  /** Assembles one of the tiny guests and gives back its path. */
  guest(name: string): string {
    const elf = join(this.folder, name);
    if (existsSync(elf)) return elf;
    execFileSync('gcc', ['-c', '-Wa,-I', `-Wa,${GUESTS}`, '-o', `${elf}.o`, join(GUESTS, `${name}.S`)]);
    execFileSync('ld', ['-T', join(GUESTS, 'guest.ld'), '-o', elf, `${elf}.o`]);
    return elf;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export interface QmpLine {
  readonly id?: number;
  readonly return?: unknown;
  readonly error?: { readonly class: string; readonly desc: string };
  readonly event?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** A QMP client that remembers every line. */
export class Qmp {
  readonly lines: QmpLine[] = [];
  readonly #output: Writable;
  #seen = 0;
  #lastId = 0;
  #wake: () => void = () => {};
  #ended = false;

  constructor(input: Readable, output: Writable) {
    this.#output = output;
    output.on('error', () => {}); // told by the end of the input
    createInterface({ input })
      .on('line', (line) => {
        this.lines.push(JSON.parse(line) as QmpLine);
        this.#wake();
      })
      .on('close', () => {
        this.#ended = true;
        this.#wake();
      });
    this.send('qmp_capabilities');
  }

  /** Gives back the id of the answer. */
  send(execute: string, args: Readonly<Record<string, unknown>> = {}): number {
    this.#lastId += 1;
    this.#output.write(`${JSON.stringify({ execute, arguments: args, id: this.#lastId })}\n`);
    return this.#lastId;
  }

  /** The answer to `execute`. */
  async ask(execute: string, args: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    const id = this.send(execute, args);
    const line = await this.next((one) => one.id === id);
    if (line.error !== undefined) throw new Error(line.error.desc);
    return line.return;
  }

  event(name: string): Promise<QmpLine> {
    return this.next((line) => line.event === name);
  }

  /** The next line that was not looked at yet and fits. */
  async next(fits: (line: QmpLine) => boolean): Promise<QmpLine> {
    const deadline = Date.now() + LIMIT;
    for (;;) {
      while (this.#seen < this.lines.length) {
        const line = this.lines[this.#seen++];
        if (line !== undefined && fits(line)) return line;
      }
      if (this.#ended) throw new Error(`QMP ended; seen: ${JSON.stringify(this.lines)}`);
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`no such line in time; seen: ${JSON.stringify(this.lines.slice(-20))}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}

/** One vmwright-vmm in a folder of its own. */
export class VmmProcess {
  readonly folder: string;
  readonly child: ChildProcess;
  readonly qmp: Qmp;
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  #stderr = '';

  /** `under`: what starts the program, given as its last arguments. */
  constructor(
    workshop: Workshop,
    config: Readonly<Record<string, unknown>>,
    under: (folder: string) => readonly string[] = () => [],
  ) {
    this.folder = mkdtempSync(join(workshop.folder, 'vm-'));
    const file = join(this.folder, 'config.json');
    writeFileSync(file, typeof config.text === 'string' ? config.text : JSON.stringify(complete(config)));
    const program = nativeProgram('vmwright-vmm');
    if (program === undefined) throw new Error('vmwright-vmm is not built');
    const [first = '', ...rest] = [...under(this.folder), program, '--config-fd', '3'];
    this.child = spawn(first, rest, {
      cwd: this.folder,
      stdio: ['pipe', 'pipe', 'pipe', openSync(file, 'r')],
    });
    const { stdin, stdout, stderr } = this.child;
    if (stdin === null || stdout === null || stderr === null) throw new Error('no pipes');
    stderr.on('data', (chunk: Buffer) => {
      this.#stderr += chunk.toString();
    });
    this.exited = once(this.child, 'close').then(([code, signal]) => ({ code, signal }));
    this.qmp = new Qmp(stdout, stdin);
  }

  get stderr(): string {
    return this.#stderr;
  }

  /** Another client. */
  attach(socket = 'qmp.1'): { qmp: Qmp; socket: Duplex } {
    const stream = connect(join(this.folder, socket));
    return { qmp: new Qmp(stream, stream), socket: stream };
  }

  get console(): string {
    return readFileSync(join(this.folder, 'console.log'), 'latin1');
  }

  /** Waits until the guest has written `text`. */
  async until(text: string): Promise<void> {
    const deadline = Date.now() + LIMIT;
    while (!(existsSync(join(this.folder, 'console.log')) && this.console.includes(text))) {
      if (Date.now() > deadline || this.child.exitCode !== null)
        throw new Error(`the guest did not write '${text}'; ${this.#stderr}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async end(): Promise<void> {
    this.child.stdin?.end();
    this.child.kill('SIGKILL');
    await this.exited;
  }
}

function complete(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { kernel, ...rest } = config;
  return {
    version: 1,
    cpus: 1,
    memory: 32 * 2 ** 20,
    transport: 'pci',
    boot: { kernel, commandLine: '' },
    disks: [],
    network: { type: 'none' },
    console: { port: 'ttyS0', socket: 'console', log: 'console.log' },
    agents: ['agent.0'],
    control: ['qmp.1'],
    jail: true,
    detached: false,
    ...rest,
  };
}
