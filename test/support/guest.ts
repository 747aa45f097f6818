import type { Vm } from 'vmwright';

/** Guest processes whose command line contains `text`: their pids. Works in any guest with a shell. */
export async function guestPids(vm: Vm, text: string): Promise<number[]> {
  const script = 'cd /proc; for d in [0-9]*; do echo "$d $(tr "\\0" " " < $d/cmdline)"; done 2>/dev/null';
  const { stdout } = await vm.exec('sh', ['-c', script]);
  return stdout
    .split('\n')
    .filter((line) => line.includes(text))
    .map((line) => Number.parseInt(line, 10));
}
