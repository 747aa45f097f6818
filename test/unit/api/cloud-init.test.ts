import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { CLOUD_INIT, seedDisk } from '#src/api/cloud-init.js';
import { validateVmOptions } from '#src/api/validate.js';
import { isVmError } from '#src/core/errors.js';
import { skipBecause } from '../../support/skip.js';

const SECRET = 'hunter2';
const check = (cloudInit: unknown) => validateVmOptions({ cloudInit } as never).cloudInit;
const vm = { id: 'vm-1', name: 'bob', createdAt: '2026-01-01T00:00:00Z' };

describe('option cloudInit', () => {
  it('takes texts as they are', () => {
    const texts = [
      '#cloud-config\npackages: []\n',
      '#!/bin/sh\ntrue\n',
      '#include\nhttp://host/file\n',
      '## template: jinja\n#cloud-config\n',
      'Content-Type: multipart/mixed; boundary="x"\nMIME-Version: 1.0\n\n',
      'From nobody Mon Jan  1 00:00:00 2026\nContent-Type: text/plain\nMIME-Version: 1.0\n\n',
    ];
    for (const userData of texts) assert.equal(check({ userData })?.userData, userData);
    assert.equal(check({ networkConfig: 'version: 2\n' })?.networkConfig, 'version: 2\n');
  });

  it('makes texts of objects', () => {
    const made = check({ userData: { runcmd: ['true'] }, networkConfig: { version: 2 } });
    assert.equal(made?.userData, '#cloud-config\n{\n  "runcmd": [\n    "true"\n  ]\n}\n');
    assert.equal(made?.networkConfig, '{\n  "version": 2\n}\n');
  });

  it('is nothing but the name of the VM by default', () => {
    assert.equal(validateVmOptions({}).cloudInit, undefined);
    assert.deepEqual(check({}), { userData: '', metaData: {} });
    const disk = seedDisk(CLOUD_INIT({}, 'cloudInit'), vm).toString('latin1');
    assert.ok(disk.includes('{\n  "instance-id": "vm-1",\n  "local-hostname": "bob"\n}\n'));
    const own = CLOUD_INIT({ metaData: { 'instance-id': 'mine', more: 1 } }, 'cloudInit');
    assert.match(
      seedDisk(own, vm).toString('latin1'),
      /"instance-id": "mine",\s*"local-hostname": "bob",\s*"more": 1/,
    );
  });

  it('writes objects so that PyYAML, which cloud-init reads with, finds the same in them', function () {
    try {
      execFileSync('python3', ['-c', 'import yaml'], { stdio: 'ignore' });
    } catch {
      skipBecause(this, 'python3-yaml is missing');
    }
    const value = {
      text: 'ü 😀\u2028\u0085\u007f\t"\\\ufeff',
      'a: b #': [1.5, null, true, '', {}, [], 'no', '2026-01-01'],
    };
    const script = 'import json, sys, yaml; print(json.dumps(yaml.safe_load(sys.stdin.buffer)))';
    const input = check({ userData: value })?.userData ?? '';
    assert.deepEqual(JSON.parse(execFileSync('python3', ['-c', script], { input, encoding: 'utf8' })), value);
  });

  const loop: Record<string, unknown> = { password: SECRET };
  loop.self = loop;
  const long = `#cloud-config\n# ${SECRET}${'x'.repeat(256 * 1024)}`;
  const cases: [unknown, RegExp][] = [
    ['#cloud-config', /cloudInit must be an object/],
    [{ userdata: SECRET }, /Unknown key 'userdata' in cloudInit; did you mean 'userData'/],
    [{ userData: `password: ${SECRET}` }, /cloudInit\.userData must begin with '#cloud-config'/],
    [{ userData: `# ${SECRET}\n#cloud-config` }, /cloudInit\.userData must begin with/],
    [{ userData: `\n#cloud-config\n${SECRET}` }, /cloudInit\.userData must begin with/],
    [{ userData: '' }, /cloudInit\.userData must be a non-empty text/],
    [{ userData: `#!/bin/sh\0${SECRET}` }, /cloudInit\.userData must be .* without NUL/],
    [{ userData: long }, /cloudInit\.userData has more than 256 ?KiB/],
    [{ userData: [SECRET] }, /cloudInit\.userData must be a text or a plain object/],
    [{ userData: Buffer.from(SECRET) }, /cloudInit\.userData must be a text or a plain object/],
    [{ userData: loop }, /cloudInit\.userData has values that JSON has not, or contains itself/],
    [{ userData: { password: 1n } }, /cloudInit\.userData has values that JSON has not/],
    [{ metaData: SECRET }, /cloudInit\.metaData must be a plain object/],
    [{ metaData: { a: { toJSON: () => undefined }, b: long } }, /cloudInit\.metaData has more than/],
    [{ networkConfig: 7 }, /cloudInit\.networkConfig must be a text or a plain object/],
    [{ networkConfig: null }, /cloudInit\.networkConfig must be a text or a plain object/],
  ];
  for (const [given, message] of cases) {
    it(`refuses ${message.source}, and tells nothing of what it was`, () => {
      assert.throws(
        () => check(given),
        (error: unknown) => {
          assert.ok(isVmError(error) && error.code === 'OPTION_INVALID' && error.cause === undefined);
          assert.match(error.message, message);
          assert.doesNotMatch(error.message, new RegExp(SECRET));
          return true;
        },
      );
    });
  }
});
