import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { requireGeneratedVersion } from './support/libvirt-node.js';

const GENERATOR = fileURLToPath(new URL('../../native/libvirt/generate/main.js', import.meta.url));

const generate = (...args: string[]) =>
  spawnSync(process.execPath, [GENERATOR, ...args], { encoding: 'utf8' });

describe('libvirt generator', () => {
  before(function () {
    requireGeneratedVersion(this);
  });

  it('makes the committed files, byte for byte', () => {
    const { status, stderr } = generate('--check');
    assert.equal(status, 0, stderr);
  });

  it('covers at least 97 % of the functions, and every one is accounted for', () => {
    const page = readFileSync('docs/libvirt-coverage.md', 'utf8');
    const cell = (name: string): number =>
      Number(new RegExp(`\\| \\**${name}\\** \\| \\**(\\d+)`).exec(page)?.[1]);
    const [total, methods, byHand, skipped] = [
      'public functions',
      'methods of classes',
      'called or replaced by hand-written code',
      'skipped',
    ].map(cell) as [number, number, number, number];
    assert.equal(total, 522);
    assert.equal(methods + byHand + skipped, total);
    assert.ok((total - skipped) / total >= 0.97, `${skipped} of ${total} are skipped`);
  });
});
