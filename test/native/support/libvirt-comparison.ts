import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connect, LibvirtError } from 'vmwright/libvirt';
import { recordCalls } from './libvirt-call-record.js';
import { COMPARED_FILES, comparedNodeXml } from './libvirt-comparison-files.js';

/** What a comparison works on: a host of the test driver, fresh for each. */
export class Scene {
  constructor(
    readonly connect: Connect,
    readonly folder: string,
  ) {}
  file = (name: string): string => join(this.folder, name);
  xml = (name: keyof typeof COMPARED_FILES): string => COMPARED_FILES[name];
  domain = (name = 'node-0') => this.connect.domainLookupByName(name);
  network = () => this.connect.networkLookupByName('blue');
  interface = () => this.connect.interfaceLookupByName('eth7');
  pool = () => this.connect.storagePoolLookupByName('store');
  volume = async () => (await this.pool()).storageVolLookupByName('first');
}

/** One thing that both say: `calls` are the methods that `ours` tells it with. */
export interface Comparison {
  readonly calls: readonly string[];
  /** Command line of virsh; `@` is the scene's folder, what is printed before an `echo =====` is left out, `+` wants the words to people. */
  readonly virsh: string;
  readonly ours: (scene: Scene) => Promise<unknown>;
  /** What `ours` is to be, from what virsh prints. */
  readonly read: (output: string) => unknown;
  readonly same: (ours: unknown, theirs: unknown) => void;
}

const asText = (value: unknown): string => (Array.isArray(value) ? value.join('\n') : String(value)).trim();
const sameText = (ours: unknown, theirs: unknown): void => assert.equal(asText(ours), asText(theirs));

/** Of calls that are named in one string; without `read`, both are compared as text. */
export function comparison(
  calls: string,
  virsh: string,
  ours: Comparison['ours'],
  read?: Comparison['read'],
  same: Comparison['same'] = read === undefined ? sameText : assert.deepEqual,
): Comparison {
  return { calls: calls.split(' '), virsh, ours, read: read ?? ((output) => output), same };
}

/** The driver makes some numbers from the time of day: they are to be of the same size. */
export function nearly(ours: unknown, theirs: unknown): void {
  const [mine, other] = [ours, theirs] as [Record<string, unknown>, Record<string, unknown>];
  assert.deepEqual(Object.keys(mine), Object.keys(other));
  for (const [name, value] of Object.entries(mine)) {
    const ratio = Number(value) / Number(other[name]);
    assert.ok(ratio > 0.99 && ratio < 1.01, `${name}: ${value} and ${other[name]}`);
  }
}

/** The message of a call that both are refused. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => assert.fail('it is not refused'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof LibvirtError, String(error));
  return error.message;
}

export const lines = (output: string): string[] =>
  output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
export const column =
  (index: number) =>
  (output: string): string[] =>
    lines(output).map((line) => line.split(/\s+/)[index] ?? '');
/** Lines of `name: value`, `name=value`, or with `separator` between. */
export const table =
  (separator: RegExp = /\s*[:=]\s*/) =>
  (output: string): Record<string, string> =>
    Object.fromEntries(
      lines(output).map((line) => {
        const at = separator.exec(line);
        if (at === null) return [line, ''];
        return [line.slice(0, at.index), line.slice(at.index + at[0].length)];
      }),
    );
/** The value of one line of such a table. */
export const field =
  (name: string) =>
  (output: string): string | undefined =>
    table()(output)[name];
/** An object of numbers or so as virsh prints its values. */
export const texts = (values: object): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
export const names = (all: readonly { getName(): string }[]): string[] => all.map((each) => each.getName());

/** Both sides of one comparison, each with a driver of its own. */
export async function compare(row: Comparison, host: 'file' | 'default'): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'vmwright-libvirt-'));
  try {
    for (const [name, text] of Object.entries(COMPARED_FILES)) writeFileSync(join(folder, name), text);
    writeFileSync(join(folder, 'node.xml'), comparedNodeXml());
    const uri = host === 'default' ? 'test:///default' : `test://${join(folder, 'node.xml')}`;
    const theirs = row.read(askVirsh(uri, row.virsh.replaceAll('@', folder)));
    await using connect = await Connect.open(uri);
    using calls = recordCalls();
    const ours = await row.ours(new Scene(connect, folder));
    for (const call of row.calls) assert.ok(calls.made.has(call), `${call} is not called`);
    row.same(ours, theirs);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Without the names of the machine's folders, which are part of no answer. A refused command ends virsh with 1. */
function askVirsh(uri: string, command: string): string {
  const quiet = command.startsWith('+') ? [] : ['-q'];
  const args = [...quiet, '-c', uri, command.replace('+', '')];
  // Now and then virsh 9.0 does not come back, seen with `dump --crash`; a fresh one has no state to lose.
  const ask = () =>
    spawnSync('virsh', args, { encoding: 'utf8', timeout: 4000, stdio: ['ignore', 'pipe', 'pipe'] });
  let answer = ask();
  for (let tries = 1; answer.status === null && tries < 4; tries++) answer = ask();
  const { stdout, stderr, status } = answer;
  assert.notEqual(status, null, `virsh ${command} does not end`);
  if (status === 0) return stdout.split('=====').at(-1) ?? '';
  return stderr.split('error: ').at(-1) ?? '';
}

/** A UUID as libvirt's calls without `String` take it. */
export const bytes = (uuid: string): Uint8Array => Buffer.from(uuid.replaceAll('-', ''), 'hex');
