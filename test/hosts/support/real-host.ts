import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import type { Context } from 'mocha';
import { createVm, isVmError, type SshOptions, type Vm, type VmOptions } from 'vmwright';
import { skipBecause } from '../../support/skip.js';

/** An emulated host on a busy machine takes its time to log in, and is silent for a while now and then. */
const PATIENCE = { readyTimeout: 90_000, keepAlive: 60_000 };

/** How to log in to the test hosts: with their own ssh configuration, see `npm run hosts:env`. */
export function sshOptions(): SshOptions {
  const configFile = process.env.VMWRIGHT_SSH_CONFIG;
  return { ...PATIENCE, ...(configFile === undefined ? {} : { configFile }) };
}

/** Milliseconds for a VM on such a host; a hook or test that creates one has to wait longer. */
export const BOOT_LIMIT = 150_000;

/**
 * Creates a VM for a hook, which mocha does not repeat. Guests of an emulated host now and then hang while they boot, with
 * their CPU busy in the guest's kernel; the runner repeats tests for the same reason.
 */
export async function bootVm(options: VmOptions): Promise<Vm> {
  try {
    return await createVm(options);
  } catch (error) {
    const hung = options.host !== undefined && isVmError(error) && error.code === 'TIMEOUT';
    if (!hung) throw error;
    console.log(`      a guest did not boot in time, booting another: ${error.message}`);
    return createVm(options);
  }
}

/** A host of the test run, reached beside the library by the `ssh` of this machine. */
export interface RealHost {
  readonly url: string;
  /** Name or address, as the URL has it. */
  readonly address: string;
  readonly user: string;
  readonly port: number;
}

export function parseRealHost(url: string): RealHost {
  const { hostname, username, port } = new URL(url);
  return { url, address: hostname, user: username || 'root', port: Number(port || 22) };
}

/** The real test hosts by name, from `npm run hosts:env`. */
export function realHosts(): Map<string, RealHost> {
  const pairs = (process.env.VMWRIGHT_TEST_HOSTS ?? '').split(',').map((pair) => pair.split('='));
  return new Map(pairs.flatMap(([name, url]) => (name && url ? [[name, parseRealHost(url)] as const] : [])));
}

/** The host of that name; without one the running test or hook is skipped. */
export function requireHost(context: Context, name: string): RealHost {
  const host = realHosts().get(name);
  return host ?? skipBecause(context, `no ${name} host is named; run \`npm run test:hosts\``);
}

/** The daemon of the system that serves a driver there, or that of the user. */
export const libvirtUrl = ({ url }: RealHost, driver: string, scope = 'system'): string =>
  url.replace(/^ssh:/, `libvirt+${driver}+ssh:`).concat(`/${scope}`);

/** One connection for all scripts in a row, as logging in takes an emulated host a second. It notices when it is dead. */
const SHARED = [
  ...['ControlMaster=auto', `ControlPath=${tmpdir()}/vmwright-ssh-%C`, 'ControlPersist=20'],
  ...['ServerAliveInterval=15', 'ServerAliveCountMax=4'],
];

/** The command line of `ssh` to a host. */
export function sshArgv({ address, user, port }: RealHost, command: readonly string[]): string[] {
  const config = sshOptions().configFile;
  const settings = ['BatchMode=yes', 'ConnectTimeout=60', ...SHARED].flatMap((each) => ['-o', each]);
  const options = [...(config ? ['-F', config] : []), ...settings];
  return ['ssh', ...options, '-p', String(port), '-l', user, address, ...command];
}

/** Runs a shell script on the host, with arguments, and gives what it printed. Throws when it fails. */
export function runOnHost(host: RealHost, script: string, ...args: string[]): Promise<string> {
  const words = ['sh', '-s', '--', ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
  return runScript(sshArgv(host, [words.join(' ')]), script);
}

/** Milliseconds after which a script is ended: some wait until a guest's memory went through a busy host's CPU, twice. */
const SCRIPT_LIMIT = 240_000;

/** Runs a program that reads a shell script, and gives what it printed. Throws when it fails. */
export async function runScript([program = '', ...argv]: string[], script: string): Promise<string> {
  const child = spawn(program, argv, { stdio: ['pipe', 'pipe', 'pipe'], timeout: SCRIPT_LIMIT });
  const [out, err]: [string[], string[]] = [[], []];
  child.stdout.setEncoding('utf8').on('data', (text: string) => out.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => err.push(text));
  child.stdin.on('error', () => {}); // a connection that fails says so on stderr
  child.stdin.end(script);
  const [code] = await once(child, 'close');
  const called = [program, ...argv].join(' ').slice(0, 200);
  const ended = child.killed ? `did not end in ${SCRIPT_LIMIT / 1000} s` : `ended with ${code}`;
  if (code !== 0) throw new Error(`a script of \`${called}\` ${ended}: ${err.join('').trim()}`);
  return out.join('');
}
