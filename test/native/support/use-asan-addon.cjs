// Preloaded by libvirt-asan.test.ts: makes every thread of a test load the sanitized libvirt.node instead of the one for users.
const Module = require('node:module');
const { join } = require('node:path');

const sanitized = join(__dirname, '..', '..', '..', 'build', 'native-test', 'libvirt', 'libvirt.node');
const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  return resolveFilename.call(this, request.endsWith('/libvirt.node') ? sanitized : request, ...rest);
};
