import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expandHome, readSshConfig } from '#src/remote/ssh/config-file.js';

describe('ssh config files', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vmwright-config-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const read = (content: string, host = 'kvm1') => {
    writeFileSync(join(folder, 'config'), content);
    return readSshConfig([join(folder, 'config')], host, '/home/me');
  };

  it('takes the first value of a keyword, and every IdentityFile', async () => {
    const config = await read(`
# comment
User first
Host kvm*
  User second
  HostName = 10.0.0.1
  IdentityFile ~/.ssh/a
  IdentityFile "/with blank/b"
Host *
\tPort=2222
  IdentityFile ~/.ssh/c
`);
    assert.deepEqual(config, {
      user: 'first',
      hostname: '10.0.0.1',
      port: '2222',
      identityfile: ['~/.ssh/a', '/with blank/b', '~/.ssh/c'],
    });
  });

  it('follows wildcards and negation', async () => {
    const content = 'Host *.lab !bad.lab\n  User lab\nHost ??\n  Port 1\n';
    assert.equal((await read(content, 'a.lab')).user, 'lab');
    assert.equal((await read(content, 'bad.lab')).user, undefined);
    assert.equal((await read(content, 'ab')).port, '1');
  });

  it('includes files, in place and only where their block applies', async () => {
    writeFileSync(join(folder, 'one.conf'), 'User included\n');
    writeFileSync(join(folder, 'two.conf'), 'Host other\n  Port 7\nHost kvm1\n  Port 8\n');
    const config = await read('Include *.conf\nUser late\n');
    assert.deepEqual([config.user, config.port], ['included', '8']);
    assert.equal((await read('Host other\n  Include one.conf\nHost *\n  User late\n')).user, 'late');
  });

  it('understands Match all and host, and passes over the rest', async () => {
    const content =
      'Match exec "true"\n  User no\nMatch host kvm*,x user me\n  User no\nMatch host kvm*\n  User yes\nMatch all\n  Port 5\n';
    const config = await read(content);
    assert.deepEqual([config.user, config.port], ['yes', '5']);
  });

  it('gives up on files that include themselves', async () => {
    await assert.rejects(read(`Include ${join(folder, 'config')}\n`), /nested Includes/);
  });

  it('takes a missing file for an empty one', async () => {
    assert.deepEqual(await readSshConfig([join(folder, 'none')], 'a', '/home/me'), { identityfile: [] });
  });

  it('expands ~', () => {
    assert.equal(expandHome('~/x', '/home/me'), '/home/me/x');
    assert.equal(expandHome('~other/x', '/home/me'), '~other/x');
  });
});
