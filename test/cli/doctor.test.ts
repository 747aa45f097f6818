import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HostCapabilities } from 'vmwright';
import { doctorLines } from '#src/cli/commands/doctor.js';
import { styleFor } from '#src/cli/style.js';
import { cli, MAIN, startProgram } from './support/cli.js';

describe('cli doctor', () => {
  it('prints each hypervisor and engine, the facts and the choice', async () => {
    const { code, stdout, stderr } = await cli(['doctor']);
    assert.equal(stderr, '');
    assert.equal(code, 0);
    assert.match(stdout, /^host local: linux x64, \d+ CPUs?, .* of memory\n\nhypervisor kvm: /);
    assert.match(stdout, /^hypervisor xen( \d[\d.]*)?: (usable|not usable|absent)\n {2}the host /m);
    assert.match(stdout, /\n\nengine qemu \d[\d.]*: usable\n/);
    assert.match(stdout, /^createVm takes \w+ on \w+$/m);
  });

  it('gives the same as JSON', async () => {
    const found = JSON.parse((await cli(['doctor', '--json'])).stdout) as HostCapabilities;
    assert.equal(found.host, 'local');
    assert.ok(found.cpus > 0 && found.memory > 0);
    assert.deepEqual(
      found.hypervisors.map(({ name }) => name),
      ['kvm', 'xen'],
    );
    assert.ok(found.engines.some((engine) => engine.engine === found.choice?.engine && engine.usable));
  });

  it('exits with 1 and names the remedy when nothing is usable', async () => {
    // A mount namespace of its own hides QEMU and libvirt from this one run.
    const hide = `for file in /usr/bin/qemu-system-x86_64 /usr/lib/*/libvirt.so.0; do
      [ ! -e "$file" ] || mount --bind /dev/null "$file"
    done
    exec "$@"`;
    const argv = [
      'unshare',
      '--mount',
      '--map-root-user',
      'sh',
      '-ec',
      hide,
      'sh',
      process.execPath,
      MAIN,
      'doctor',
    ];
    const { code, stdout, stderr } = await startProgram('env', argv).result;
    assert.equal(code, 1, stderr);
    assert.match(stdout, /^engine qemu: not usable$/m);
    assert.match(stdout, /^ {2}to fix it: .*apt-get install.*qemu/m);
    assert.match(stdout, /^nothing usable: /m);
  });

  it('changes nothing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vmwright-doctor-'));
    const env = Object.fromEntries(
      ['RUNTIME', 'STATE', 'CACHE'].map((kind) => [`VMWRIGHT_${kind}_DIR`, join(folder, kind)]),
    );
    try {
      await cli(['doctor'], { env });
      const made = readdirSync(folder).filter((name) => name !== 'RUNTIME'); // checked for its safety, hence made
      assert.deepEqual(made, []);
      assert.deepEqual(existsSync(join(folder, 'RUNTIME')) ? readdirSync(join(folder, 'RUNTIME')) : [], []);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('explains a hypervisor and an engine that are not usable', () => {
    const features = {} as HostCapabilities['engines'][number]['features'];
    const engine = {
      engine: 'xen',
      usable: false,
      reason: 'no dom0',
      remedy: 'boot Xen',
      hypervisors: [],
      notes: ['n'],
      features,
    } as const;
    const hypervisors = [
      { name: 'xen', present: true, usable: false, version: '4.17', reason: 'no rights', remedy: 'be root' },
    ] as const;
    const facts = {
      host: 'h',
      hypervisors,
      platform: 'linux',
      arch: 'x64',
      cpus: 1,
      memory: 2 ** 30,
      choice: undefined,
    };
    const lines = doctorLines({ ...facts, engines: [engine] }, styleFor(process.stderr)).join('\n');
    assert.match(lines, /hypervisor xen 4\.17: not usable\n {2}no rights\n {2}to fix it: be root\n\n/);
    const resources = { cpus: 2, memory: 2 ** 32, freeMemory: 2 ** 29, scheduler: 'credit2' };
    const dom0 = { name: 'xen', present: true, usable: true, reason: 'fine', resources } as const;
    const more = doctorLines({ ...facts, hypervisors: [dom0], engines: [engine] }, styleFor(process.stderr));
    assert.match(
      more.join('\n'),
      /fine\n {2}the whole machine: 2 CPUs, 4 GiB of memory, 512 MiB of it free; scheduler credit2\n/,
    );
    assert.match(lines, /engine xen: not usable\n {2}no dom0\n {2}note: n\n {2}to fix it: boot Xen/);
  });
});
