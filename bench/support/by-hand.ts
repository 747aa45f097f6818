import { once } from 'node:events';
import type { OpenSsh } from './open-ssh.js';

/** What the guest's first program prints. */
const MARK = 'userspace-reached';

/**
 * The command line of a VM of the library, as its host shows it, made into what a shell script would start: the same
 * kernel, initramfs, machine, accelerator and devices, with the sockets in a folder of its own and the serial port
 * on standard output instead of QMP. The guest's first program is not the agent but busybox's `echo`, so the guest
 * has less to do than the library's: no devices to set up, no agent, no command to start. The console is read on the
 * host, and one line of it crosses ssh: character by character it would take longer than the boot.
 */
export async function handMade(ssh: OpenSsh, id: string): Promise<string> {
  const run = `/run/vmwright/${id}`;
  const text = await ssh.run(`cat /proc/$(cat ${run}/pid)/cmdline | base64 -w 0`);
  const argv = Buffer.from(text, 'base64').toString().split('\0').slice(0, -1);
  const words = argv.map((word) => {
    if (word.startsWith('stdio,id=owner')) return 'null,id=owner';
    if (word.startsWith('file,id=serial')) return 'stdio,id=serial,signal=off';
    if (word.startsWith('reboot=reset')) return word.replace('reboot=reset', 'reboot=shutdown');
    return word.includes('console=hvc0') ? withoutAgent(word) : word;
  });
  const quoted = words.map((word) => `'${word.replaceAll("'", `'\\''`).replaceAll(run, `'"$run"'`)}'`);
  const qemu = `timeout -k 1 300 ${quoted.join(' ')} </dev/null`;
  // The whole line has to match: the guest's terminal ends it with a carriage return, and the kernel, which shows its
  // command line, has other text before the mark.
  return `run=$(mktemp -d); ${qemu} | grep --line-buffered -x '${MARK}.'; rm -rf "$run"`;
}

/** Nobody loads the driver of the virtio console then, so the serial port is the console. */
function withoutAgent(words: string): string {
  const serial = words.replace('console=hvc0', 'console=ttyS0').replace(/ earlycon=\S+/, '');
  return `${serial} rdinit=/bin/busybox -- echo ${MARK}`;
}

/** From the start of `ssh` to the line that the guest's first program prints. */
export async function bootByHand(ssh: OpenSsh, script: string): Promise<{ ended: Promise<unknown> }> {
  const child = ssh.spawn(script);
  child.stderr.pipe(process.stderr);
  const ended = once(child, 'close'); // the guest panics as its first program is over, and QEMU ends
  const [line] = (await Promise.race([once(child.stdout, 'data'), ended.then(() => [''])])) as [
    Buffer | string,
  ];
  if (line.toString().trimEnd() !== MARK) throw new Error('the guest never reached userspace');
  return { ended };
}
