import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import {
  fingerprint,
  formatKnownHost,
  judge,
  keyType,
  knownTypes,
  parseKnownHosts,
} from '#src/remote/ssh/known-hosts.js';

/** A public key in wire format; what follows the type does not matter here. */
function key(type: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(type.length);
  return Buffer.concat([length, Buffer.from(type), randomBytes(36)]);
}

const hashed = (name: string) => {
  const salt = randomBytes(20);
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
};

describe('known_hosts', () => {
  const [ed, ed2, rsa] = [key('ssh-ed25519'), key('ssh-ed25519'), key('ssh-rsa')];
  const line = (hosts: string, of: Buffer) => formatKnownHost(hosts, of);

  it('knows plain, listed, wildcard and hashed names', () => {
    for (const hosts of ['kvm1', 'a,kvm1,b', '*', 'kvm?,!kvm2', hashed('kvm1'), 'KVM1']) {
      assert.equal(judge(parseKnownHosts(line(hosts, ed)), 'kvm1', ed), 'known', hosts);
    }
    for (const hosts of ['kvm2', '!kvm1,*', hashed('kvm2'), '|2|x|y', '[kvm1]:2222']) {
      assert.equal(judge(parseKnownHosts(line(hosts, ed)), 'kvm1', ed), 'unknown', hosts);
    }
  });

  it('tells a changed key from an unknown host', () => {
    const entries = parseKnownHosts(line('kvm1', ed));
    assert.equal(judge(entries, 'kvm1', ed2), 'changed');
    assert.equal(judge(entries, 'kvm2', ed2), 'unknown');
  });

  it('takes a key of another type for a change too', () => {
    assert.equal(judge(parseKnownHosts(line('kvm1', ed)), 'kvm1', rsa), 'changed');
  });

  it('accepts any of several keys', () => {
    const entries = parseKnownHosts(line('kvm1', ed) + line('kvm1', rsa) + line('kvm1', ed2));
    for (const each of [ed, rsa, ed2]) assert.equal(judge(entries, 'kvm1', each), 'known');
    assert.deepEqual(knownTypes(entries, 'kvm1'), ['ssh-ed25519', 'ssh-rsa']);
  });

  it('knows ports', () => {
    const entries = parseKnownHosts(line('[kvm1]:2222', ed) + line('kvm2', rsa));
    assert.equal(judge(entries, '[kvm1]:2222', ed), 'known');
    assert.equal(judge(entries, '[kvm1]:2223', ed), 'unknown');
    assert.equal(judge(entries, '[kvm2]:2222', rsa), 'known');
    assert.equal(judge(entries, '[kvm2]:2222', ed), 'unknown');
  });

  it('refuses what is revoked, wherever the line is', () => {
    const entries = parseKnownHosts(`${line('kvm1', ed)}@revoked * ${line('', ed).trim()}\n`);
    assert.equal(judge(entries, 'kvm1', ed), 'revoked');
    assert.equal(
      judge(parseKnownHosts(`${line('kvm1', ed)}@revoked * ${line('', ed2).trim()}\n`), 'kvm1', ed),
      'known',
    );
  });

  it('does not take a certificate authority for a host key', () => {
    assert.equal(judge(parseKnownHosts(`@cert-authority * ${line('', ed).trim()}\n`), 'kvm1', ed), 'unknown');
  });

  it('passes over comments and broken lines', () => {
    const broken = [
      '# kvm1',
      '',
      'kvm1',
      'kvm1 ssh-ed25519',
      'kvm1 ssh-ed25519 !!!!',
      `kvm1 ssh-rsa ${ed.toString('base64')}`,
    ];
    assert.deepEqual(parseKnownHosts(`${broken.join('\r\n')}\n@unknown ${line('kvm1', ed)}`), []);
  });

  it('reads types and prints fingerprints', () => {
    assert.equal(keyType(ed), 'ssh-ed25519');
    assert.equal(keyType(Buffer.alloc(2)), '');
    assert.match(fingerprint(ed), /^SHA256:[A-Za-z0-9+/]{43}$/);
  });
});
