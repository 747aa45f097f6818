/** What is measured. */
export interface Row {
  readonly key: string;
  readonly title: string;
  readonly unit: string;
  readonly better: 'less' | 'more';
}

export interface Group {
  readonly title: string;
  readonly rows: readonly Row[];
}

const less = (key: string, title: string, unit: string): Row => ({ key, title, unit, better: 'less' });
const more = (key: string, title: string, unit: string): Row => ({ key, title, unit, better: 'more' });

const disk = (key: string): Row[] => [
  more(`${key}-read`, 'read, 1 MiB each', 'MiB/s'),
  more(`${key}-write`, 'write, 1 MiB each', 'MiB/s'),
  more(`${key}-random-read`, 'random reads, 4 KiB', '/s'),
  more(`${key}-random-write`, 'random writes, 4 KiB', '/s'),
];

export const GROUPS: readonly Group[] = [
  {
    title: 'CPU and memory',
    rows: [
      less('compute', 'multiply and add', 'ns'),
      more('copy', 'copy memory', 'MiB/s'),
      less('chase', 'read that misses the TLB', 'ns'),
      less('clock', 'read the clock', 'ns'),
    ],
  },
  {
    title: 'Kernel',
    rows: [
      less('syscall', 'system call', 'ns'),
      less('fault', 'first touch of a page', 'µs'),
      less('switch', 'byte to a process and back', 'µs'),
      less('fork', 'fork, exit, wait', 'µs'),
      less('exec', 'fork, exec, exit, wait', 'µs'),
    ],
  },
  { title: 'Disk in a file of the host', rows: disk('file') },
  { title: 'Disk that is a block device of the host', rows: disk('block') },
  {
    title: 'Network, guest and host',
    rows: [
      more('tcp-out', 'TCP, guest to host', 'MiB/s'),
      more('tcp-in', 'TCP, host to guest', 'MiB/s'),
      less('ping', 'byte by TCP and back', 'µs'),
    ],
  },
  {
    title: 'Life of a VM, from the client',
    rows: [
      less('boot', 'createVm to first exec', 'ms'),
      less('agent', "exec of 'true'", 'ms'),
      less('copy-in', 'copy 46 KB into it', 'ms'),
      less('save', 'save 256 MiB', 'ms'),
      less('restore', 'restore to first exec', 'ms'),
      less('destroy', 'destroy', 'ms'),
    ],
  },
  {
    title: 'Memory of the host beside the guest’s 256 MiB',
    rows: [less('memory', 'programs and hypervisor', 'MiB')],
  },
];

/** What bench/guest/cost.c prints in nanoseconds, in the unit of its row. */
export function fromNanoseconds(key: string, ns: number): number {
  if (key === 'copy') return 1e9 / ns; // of a MiB
  const row = GROUPS.flatMap(({ rows }) => rows).find((each) => each.key === key);
  if (row === undefined) throw new Error(`no row ${key}`);
  return row.unit === 'µs' ? ns / 1000 : ns;
}
