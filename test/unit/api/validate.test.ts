import assert from 'node:assert/strict';
import { validateExec, validateMemory, validateVmOptions } from '#src/api/validate.js';
import { isVmError } from '#src/core/errors.js';

/** Bad options as a JavaScript user might pass them, past the types. */
const check = (options: unknown) => validateVmOptions(options as never);

function refuses(options: unknown, message: RegExp): void {
  assert.throws(
    () => check(options),
    (error: unknown) => {
      assert.ok(error instanceof TypeError && isVmError(error));
      assert.match(error.message, message);
      return true;
    },
  );
}

describe('options of createVm', () => {
  it('fills in every default', () => {
    const normal = check({});
    assert.equal(normal.image, 'base');
    assert.equal(normal.cpus, 1);
    assert.equal(normal.memory, 512 * 2 ** 20);
    assert.equal(normal.network, 'user');
    assert.equal(normal.timeout, 300_000);
  });

  it('takes undefined for absent', () => {
    assert.equal(check({ cpus: undefined }).cpus, 1);
  });

  const cases: [unknown, RegExp][] = [
    [{ memroy: '1GiB' }, /Unknown key 'memroy' in options; did you mean 'memory'\?/],
    [{ xyzzy: 1 }, /known are: .*memory/],
    [{ memory: '1GB' }, /memory must be a size with a binary unit/],
    [{ cpus: 0 }, /cpus must be a whole number from 1 to 255, not 0/],
    [{ cpus: 1.5 }, /cpus/],
    [{ name: '../x' }, /name must be at most 63/],
    [{ image: {} }, /image must be a name/],
    [{ image: { kernel: '/a', disk: '/b' } }, /image must be a name/],
    [{ image: { disk: '/a', formt: 'raw' } }, /did you mean 'format'/],
    [{ image: { disk: '/a', sha256: 'abc' } }, /image.sha256/],
    [{ disks: [{}] }, /disks\[0\].path is missing/],
    [{ disks: [{ path: '/x', access: 'rw' }] }, /disks\[0\].access must be 'overlay' or 'write' or 'read'/],
    [{ network: 'lan' }, /network/],
    [{ pci: ['3:0.0'] }, /pci\[0\] must be the address of a PCI device/],
    [{ pci: ['0000:03:20.0'] }, /pci\[0\] must be the address of a PCI device/],
    [{ cpuAffinity: [] }, /cpuAffinity\[0\] must be at least one CPU of the host/],
    [{ cpuAffinity: [-1] }, /cpuAffinity\[0\]\[0\] must be a whole number/],
    [{ cpuAffinity: [[0]], cpus: 2 }, /one list for each of the 2 CPUs of the VM, not 1/],
    [{ cpuAffinity: [[0], 1], cpus: 2 }, /cpuAffinity\[1\] must be an array/],
    [{ cpuAffinity: 1 }, /cpuAffinity must be an array/],
    [{ network: { tap: 'a', bridge: 'b' } }, /either tap or bridge/],
    [{ network: { bridge: 'b', rateLimit: 100 } }, /network.rateLimit must be at least 1 KiB a second/],
    [{ network: { bridge: 'b', rateLimit: 'fast' } }, /network.rateLimit must be a size/],
    [{ network: { bridge: 'b', script: 'vif-route' } }, /network.script must be an absolute path/],
    [{ network: { tap: 'a', rateLimit: '1MiB' } }, /only an interface on a bridge/],
    [{ ports: [{ hostPort: 80 }] }, /ports\[0\].guestPort is missing/],
    [{ env: { A: 1 } }, /env.A must be a string/],
    [{ env: { 'A=B': 'x' } }, /env key/],
    [{ cmdline: ['two words'] }, /cmdline\[0\]/],
    [{ signal: {} }, /signal must be an AbortSignal/],
    [{ engine: 'vmware' }, /engine must be 'kvm' or/],
    [{ coreDumps: 'relative' }, /coreDumps must be an absolute path of the host/],
    [null, /options must be an object/],
  ];
  for (const [options, message] of cases) {
    it(`refuses ${JSON.stringify(options)}`, () => refuses(options, message));
  }

  it('never repeats an environment value in its message', () => {
    assert.throws(
      () => check({ env: { TOKEN: 'hunter2\0' } }),
      (error: Error) => !error.message.includes('hunter2'),
    );
  });
});

describe('options of exec', () => {
  it('names the nearest key', () => {
    assert.throws(() => validateExec({ maxBufer: 1 } as never), /did you mean 'maxBuffer'/);
  });
});

describe('memory of a running guest', () => {
  const most = 512 * 2 ** 20;

  it('is whole pages, up to what it was created with', () => {
    assert.equal(validateMemory('256MiB', most), 2 ** 28);
    assert.equal(validateMemory(2 ** 28 + 1, most), 2 ** 28 + 4096);
    assert.equal(validateMemory(most, most), most);
    assert.equal(validateMemory(most + 1, most + 1), most + 1);
  });

  it('is neither more nor next to nothing', () => {
    for (const size of [most + 1, 2 ** 20, -1, 'much', undefined]) {
      assert.throws(() => validateMemory(size, most), { code: 'OPTION_INVALID' }, String(size));
    }
  });
});
