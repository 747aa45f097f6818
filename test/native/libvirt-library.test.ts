import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { libvirtVersion } from 'vmwright/libvirt';
import { PACKAGE_ROOT } from '#src/native/paths.js';
import { requireLibvirt } from './support/libvirt-node.js';
import { installedLibvirt } from './support/slow-libvirt.js';

const LIBVIRT = import.meta.resolve('vmwright/libvirt');

/** What a call throws in a process that finds this library first. */
function failureWith(library: Buffer, call: string): { code: string; message: string; remedy: string } {
  const folder = mkdtempSync(join(tmpdir(), 'vmwright-library-'));
  try {
    writeFileSync(join(folder, 'libvirt.so.0'), library);
    const text = `const { Connect } = await import('${LIBVIRT}');
      try { ${call} } catch ({ code, message, remedy }) { console.log(JSON.stringify({ code, message, remedy })); }`;
    const result = spawnSync(process.execPath, ['--input-type=module', '--eval', text], {
      encoding: 'utf8',
      env: { ...process.env, LD_LIBRARY_PATH: folder },
    });
    assert.equal(result.status, 0, result.stderr);
    return JSON.parse(result.stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The library of this machine as if it were of that version: wherever its code has the number of its own. */
function libraryOfVersion(version: number): Buffer {
  const library = readFileSync(installedLibvirt());
  const number = (value: number) => new Uint8Array(Uint32Array.of(value).buffer);
  const own = Buffer.from(number(libvirtVersion()));
  for (let at = library.indexOf(own); at >= 0; at = library.indexOf(own, at + 1))
    library.set(number(version), at);
  return library;
}

/** The library of this machine as if it had never had that function. */
function libraryWithout(name: string): Buffer {
  const library = readFileSync(installedLibvirt());
  const entry = `\0${name}\0`;
  for (let at = library.indexOf(entry); at >= 0; at = library.indexOf(entry, at + 1)) library[at + 1] = 0x78;
  return library;
}

describe('libvirt binding: the library', () => {
  before(function () {
    requireLibvirt(this);
  });

  it('is not linked', () => {
    const file = join(PACKAGE_ROOT, 'prebuilds', `${process.platform}-${process.arch}`, 'libvirt.node');
    const needed = execFileSync('objdump', ['-p', file], { encoding: 'utf8' }).match(/NEEDED\s+\S+/g) ?? [];
    assert.ok(needed.length > 0);
    assert.deepEqual(
      needed.filter((line) => line.includes('virt')),
      [],
    );
  });

  it('has a version', () => assert.ok(libvirtVersion() >= 7_000_000));

  it('that is damaged or missing is ENGINE_UNAVAILABLE', () => {
    const { code, message, remedy } = failureWith(
      Buffer.from('no library'),
      'await Connect.open("test:///default");',
    );
    assert.equal(code, 'ENGINE_UNAVAILABLE');
    assert.match(message, /libvirt\.so\.0/);
    assert.match(remedy, /apt-get install libvirt0$/);
  });

  it('that lacks what 7.0 has is ENGINE_UNAVAILABLE', () => {
    const { code, message, remedy } = failureWith(
      libraryWithout('virStreamRecvHole'),
      'await Connect.open("test:///default");',
    );
    assert.equal(code, 'ENGINE_UNAVAILABLE');
    assert.match(message, /irStreamRecvHole/);
    assert.match(remedy, /apt-get install libvirt0$/);
  });

  it('that is older than a function is VM_UNSUPPORTED, for this function only', () => {
    const { code, message } = failureWith(
      libraryWithout('virDomainFDAssociate'),
      `const connect = await Connect.open('test:///default');
       const domain = await connect.domainLookupByName('test');
       await domain.getInfo();
       await domain.fdAssociate('x', []);`,
    );
    assert.equal(code, 'VM_UNSUPPORTED');
    assert.match(message, /^virDomainFDAssociate needs libvirt 9\.0\.0, this machine has \d+\.\d+\.\d+$/);
  });

  it('that is older than an event is VM_UNSUPPORTED, for this event only', () => {
    const { code, message } = failureWith(
      libraryOfVersion(7_001_002),
      `const connect = await Connect.open('test:///default');
       const events = await connect.on('domain:lifecycle', () => {});
       await events.close();
       await connect.on('domain:memory-device-size-change', () => {});`,
    );
    assert.equal(code, 'VM_UNSUPPORTED');
    assert.equal(
      message,
      'the event domain:memory-device-size-change needs libvirt 7.9.0, this machine has 7.1.2',
    );
  });
});
