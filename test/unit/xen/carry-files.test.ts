import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { isVmError } from '#src/core/errors.js';
import { runOperation } from '#src/core/operation.js';
import { LocalRunner } from '#src/remote/index.js';
import type { HostFiles, Runner } from '#src/remote/runner.js';
import { carryBoot, requireDisks } from '#src/xen/carry-files.js';

/** This machine by another name, and what was sent to it. */
function elsewhere(hostId: string): { runner: Runner; staged: string[] } {
  const staged: string[] = [];
  const stage = async (path: string) => {
    staged.push(`${basename(path)}: ${readFileSync(path, 'utf8')}`);
    return `/cache/${basename(path)}`;
  };
  const local = new LocalRunner();
  const files = Object.assign(Object.create(local.files) as HostFiles, { stage });
  return { runner: Object.create(local, { hostId: { value: hostId }, files: { value: files } }), staged };
}

describe('files that go with a VM', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vmwright-carry-test-'));
  const file = (name: string) => join(folder, name);
  const sent = `${'a'.repeat(64)}-vmlinuz`;
  before(() => {
    for (const name of ['vmlinuz', sent]) writeFileSync(file(name), 'kernel');
  });
  after(() => rmSync(folder, { recursive: true }));
  const carry = (from: Runner, to: Runner, kernel: string) =>
    runOperation('test', {}, (op) => carryBoot({ type: 'kernel', kernel, cmdline: [] }, { from, to }, op));

  it('stay where they are on the same host', async () => {
    const { runner: host } = elsewhere('ssh://a');
    assert.deepEqual(await carry(host, host, '/k'), { type: 'kernel', kernel: '/k', cmdline: [] });
  });

  it('are sent by way of this machine', async () => {
    const { runner: to, staged } = elsewhere('ssh://b');
    const boot = await carry(elsewhere('ssh://a').runner, to, file('vmlinuz'));
    assert.ok(boot.type === 'kernel' && boot.kernel === '/cache/vmlinuz');
    assert.deepEqual(staged, ['vmlinuz: kernel']);
  });

  it('are not sent when the other host has them by their digest', async () => {
    const { runner: to, staged } = elsewhere('ssh://b');
    const boot = await carry(elsewhere('ssh://a').runner, to, file(sent));
    assert.ok(boot.type === 'kernel' && boot.kernel === file(sent));
    assert.deepEqual(staged, []);
  });

  it('disks have to be there already', async () => {
    const journey = { from: elsewhere('ssh://a').runner, to: elsewhere('ssh://b').runner };
    const disk = (path: string) => [{ path, format: 'raw', access: 'read' }] as const;
    const check = (path: string) => runOperation('test', {}, (op) => requireDisks(disk(path), journey, op));
    await check(file('vmlinuz'));
    const missing = (error: unknown) => isVmError(error) && error.code === 'DISK_UNREADABLE';
    await assert.rejects(check(file('none')), missing);
  });
});
