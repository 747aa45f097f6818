import { once } from 'node:events';
import type { OpenSsh } from './open-ssh.js';

/** What the guest's first program prints. */
const MARK = 'userspace-reached';

/**
 * The command line of a VM of the library, as its host shows it, made into what a shell script would start: the same
 * kernel, initramfs, machine, accelerator and devices, with the sockets in a folder of its own and the serial port
 * on standard output instead of QMP. The guest's first program is not the agent but busybox's `echo`, so the guest
 * has less to do than the library's: no devices to set up, no agent, no command to start.
 */
export async function handMade(ssh: OpenSsh, id: string): Promise<string> {
  const run = `/run/vmwright/${id}`;
  const text = await ssh.run(`cat /proc/$(cat ${run}/pid)/cmdline | base64 -w 0`);
  const argv = Buffer.from(text, 'base64').toString().split('\0').slice(0, -1);
  const words = argv.map((word) => {
    if (word.startsWith('stdio,id=owner')) return 'null,id=owner';
    if (word.startsWith('socket,id=console')) return 'stdio,id=console,signal=off';
    if (word.startsWith('reboot=reset')) return word.replace('reboot=reset', 'reboot=shutdown');
    return word.startsWith('console=ttyS0') ? `${word} rdinit=/bin/busybox -- echo ${MARK}` : word;
  });
  const quoted = words.map((word) => `'${word.replaceAll("'", `'\\''`).replaceAll(run, `'"$run"'`)}'`);
  return `run=$(mktemp -d); timeout -k 1 300 ${quoted.join(' ')} </dev/null; rm -rf "$run"`;
}

/** From the start of `ssh` to the first line that the guest's first program prints. */
export async function bootByHand(ssh: OpenSsh, script: string): Promise<{ ended: Promise<unknown> }> {
  const child = ssh.spawn(script);
  child.stderr.pipe(process.stderr);
  const ended = once(child, 'close'); // the guest panics as its first program is over, and QEMU ends
  let seen = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      seen = (seen + chunk.toString()).slice(-4096);
      if (seen.split('\n').some((line) => line.trim() === MARK)) resolve();
    });
    child.stdout.once('end', () => reject(new Error(`the guest never reached userspace: ${seen}`)));
  });
  return { ended };
}
