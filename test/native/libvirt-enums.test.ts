import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as libvirt from 'vmwright/libvirt';
import { skipBecause } from '../support/skip.js';
import { requireGeneratedVersion } from './support/libvirt-node.js';

const HEADERS = ['libvirt/libvirt.h', 'libvirt/virterror.h', 'libvirt/libvirt-qemu.h']
  .map((name) => `#include <${name}>\n`)
  .join('');
const GENERATED = 'src/native/libvirt/generated/enums.ts';

const cc = (args: readonly string[], input: string) =>
  spawnSync(process.env.CC ?? 'cc', [...args, '-x', 'c', '-'], { input, encoding: 'utf8', maxBuffer: 1e8 });

/** Every value of the generated file, with the C name that its comment tells. */
function generatedValues(): { name: string; value: number }[] {
  const source = readFileSync(GENERATED, 'utf8');
  const enums = source.matchAll(/export const (\w+) = \{\n([\s\S]*?)\n\} as const;/g);
  return [...enums].flatMap(([, type = '', body = '']) => {
    const members: Readonly<Record<string, number>> = Object(Reflect.get(libvirt, type));
    const documented = body.matchAll(/\/\*\*(?:\s\*|\s)*(VIR_\w+)\.[\s\S]*?\*\/\s*(\w+): /g);
    return [...documented].map(([, name = '', member = '']) => ({
      name,
      value: members[member] ?? Number.NaN,
    }));
  });
}

/** The names of all values of the enums that a program sees that includes the headers, so without the sentinels. */
function headerNames(text: string): string[] {
  return [...text.matchAll(/\benum\s*\w*\s*\{([^}]*)\}/g)].flatMap(([, body = '']) =>
    body.split(',').flatMap((value) => /^\s*(VIR_\w+)/.exec(value)?.[1] ?? []),
  );
}

describe('enums of libvirt', () => {
  let preprocessed = '';

  before(function () {
    requireGeneratedVersion(this);
    const { status, stdout, stderr } = cc(['-E', '-P'], HEADERS);
    if (status !== 0) skipBecause(this, `no C compiler that finds libvirt's headers: ${stderr}`);
    preprocessed = stdout;
  });

  it('are those of the headers: no value is missing, none is a sentinel', () => {
    const own = generatedValues().map(({ name }) => name);
    assert.deepEqual(own.toSorted(), headerNames(preprocessed).toSorted());
  });

  it('have the values that the compiler gives them', () => {
    const checks = generatedValues().map(
      ({ name, value }) => `_Static_assert((unsigned)${name} == (unsigned)${value}, "${name}");`,
    );
    const { status: compiled, stderr: wrong } = cc(['-fsyntax-only'], `${HEADERS}${checks.join('\n')}\n`);
    assert.equal(compiled, 0, wrong);
  });

  it('keep a real value whose name ends like a sentinel', () => {
    assert.equal(libvirt.NetworkUpdateCommand.ADD_LAST, 3);
    assert.equal('LAST' in libvirt.NetworkUpdateCommand, false);
  });

  it('have numbers where libvirt gives a value the name of another', () => {
    assert.equal(libvirt.DomainVcpuFlags.CONFIG, libvirt.DomainModificationImpact.CONFIG);
    assert.equal(libvirt.DomainQemuAgentCommandTimeoutValues.NOWAIT, 0);
  });
});
