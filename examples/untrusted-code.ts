/**
 * Code that nobody trusts: its own kernel, little memory, no network, no root, and a deadline. An endless loop is
 * killed in the guest; a fork bomb is ended together with its VM.
 *
 *     npm run example -- untrusted-code
 */
import { createVm, isVmError, type Vm } from 'vmwright';

const NOBODY = '65534';

async function attempt(vm: Vm, title: string, script: string): Promise<void> {
  const limits = { user: NOBODY, cwd: '/tmp', timeout: 3000, maxBuffer: 1024 * 1024 };
  try {
    const { exitCode, signal, stdout, stderr } = await vm.exec('sh', ['-c', script], limits);
    console.log(`${title}: ${signal ?? `exit ${exitCode}`} ${(stdout || stderr).trim().split('\n')[0]}`);
  } catch (error) {
    if (!isVmError(error)) throw error;
    console.log(`${title}: stopped with ${error.code}`);
  }
}

await using vm = await createVm({ image: 'base', memory: '256MiB', network: 'none' });
await attempt(vm, 'who am I', 'id -u');
await attempt(vm, 'read a secret', 'cat /etc/shadow || cat /proc/1/environ');
await attempt(vm, 'call home', 'nc -w 2 192.0.2.1 80');
await attempt(vm, 'endless loop', 'while :; do :; done');
await attempt(vm, 'endless output', 'yes');
await attempt(vm, 'all the memory', 'dd if=/dev/zero of=/dev/null bs=1G count=1');
await attempt(vm, 'fork bomb', 'bomb() { bomb | bomb & }; bomb; sleep 60');

const start = performance.now();
await vm.destroy(); // whatever still goes on in there
console.log(
  `VM and all that ran in it: gone in ${performance.now() - start < 2000 ? 'under 2 s' : 'too long'}`,
);
