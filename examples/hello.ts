/**
 * A virtual machine for as long as a block of code: boot it, run commands in it, and nothing remains of it.
 *
 *     npm run example -- hello
 */
import { createVm } from 'vmwright';

const start = performance.now();
await using vm = await createVm({ image: 'base', cpus: 1, memory: '256MiB' });
console.log(`booted on ${vm.engine} (${vm.hypervisor}) in ${Math.round(performance.now() - start)} ms`);

// A command and its output.
const { stdout } = await vm.exec('uname', ['-a']);
console.log(stdout.trim());

// Input, environment, exit code: a failing command is a result, not an exception (unless you pass `check: true`).
const sorted = await vm.exec('sort', [], { input: 'pear\napple\n' });
console.log(`sorted: ${sorted.stdout.trim().split('\n').join(', ')}`);
const failed = await vm.exec('sh', ['-c', 'echo "no such $WHAT" >&2; exit 3'], { env: { WHAT: 'luck' } });
console.log(`exit code ${failed.exitCode}, stderr: ${failed.stderr.trim()}`);

// Files, without network or sshd in the guest.
await vm.writeFile('/tmp/note', 'written from Node.js\n');
console.log(await vm.readFile('/tmp/note', { encoding: 'utf8' }));
