// Preloaded by libvirt-asan.test.ts: makes every thread of a test load the sanitized libvirt.node instead of the one for users.
const Module = require('node:module');
const { join } = require('node:path');

// Programs that the test starts are as they always are: virsh, for one, does not get on with a sanitizer.
if (process.env.LD_PRELOAD !== undefined) {
  delete process.env.LD_PRELOAD;
  process.env.VMWRIGHT_SANITIZED = String(process.pid);
}

if (process.env.VMWRIGHT_SANITIZED === String(process.pid)) {
  const sanitized = join(__dirname, '..', '..', '..', 'build', 'native-test', 'libvirt', 'libvirt.node');
  const resolveFilename = Module._resolveFilename;
  Module._resolveFilename = function (request, ...rest) {
    return resolveFilename.call(this, request.endsWith('/libvirt.node') ? sanitized : request, ...rest);
  };
}
