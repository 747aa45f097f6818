import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { GuestClient } from '#src/guest/index.js';

const root = fileURLToPath(new URL('../../../../../', import.meta.url));

/** Builds the agent when it is not up to date and returns its path. */
export function buildAgent(sanitize = false): string {
  execFileSync(
    process.execPath,
    [join(root, 'scripts/build-agent.mjs'), ...(sanitize ? ['--sanitize'] : [])],
    {
      stdio: 'inherit',
    },
  );
  return sanitize
    ? join(root, 'build/agent/vmwright-agent-sanitized')
    : join(root, 'prebuilds/linux-x64/vmwright-agent');
}

export interface RunningAgent {
  /** The byte stream to it. */
  readonly channel: Duplex;
  /** What it wrote to stderr. */
  readonly stderr: () => string;
  /** Its exit: code or signal. */
  readonly exited: Promise<number | string | null>;
  kill(): void;
}

/** The real agent, serving one session on a socketpair. */
export function startAgent(binary = buildAgent()): RunningAgent {
  const child = spawn(binary, ['--fd', '3'], { stdio: ['ignore', 'inherit', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr?.on('data', (text) => {
    stderr += text;
  });
  const exited = new Promise<number | string | null>((resolve) => {
    child.on('close', (code, signal) => resolve(signal ?? code));
  });
  const channel = child.stdio[3] as Duplex;
  channel.on('error', () => {}); // tests kill either side on purpose
  return { channel, stderr: () => stderr, exited, kill: () => child.kill('SIGKILL') };
}

export interface Fixture {
  readonly agent: RunningAgent;
  readonly client: GuestClient;
  /** An empty folder, visible to both sides. */
  readonly dir: string;
  close(): Promise<void>;
}

export async function openFixture(binary?: string): Promise<Fixture> {
  const agent = startAgent(binary);
  const client = await GuestClient.connect(agent.channel, { timeout: 10_000 });
  const dir = mkdtempSync(join(tmpdir(), 'vmwright-guest-test-'));
  const close = async () => {
    client.close();
    await agent.exited;
    rmSync(dir, { recursive: true, force: true });
  };
  return { agent, client, dir, close };
}

export interface Output {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a shell script in the "guest" to its end. */
export async function shell(client: GuestClient, script: string, input?: string): Promise<Output> {
  const child = client.spawn({ command: 'sh', args: ['-c', script], env: {} });
  child.stdin.end(input);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text) => {
    stdout += text;
  });
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  const exit = await child.exited;
  return { ...exit, stdout, stderr };
}
