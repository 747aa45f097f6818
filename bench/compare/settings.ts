const number = (name: string, otherwise: number) => Number(process.env[name] ?? otherwise);

/** How much is measured. The defaults take half an hour on emulated hosts. */
export const SETTINGS = {
  /** VMs of each kind, of which every second has disks and a network. */
  rounds: number('BENCH_ROUNDS', 5),
  /** Of each operation in each VM. */
  samples: number('BENCH_SAMPLES', 3),
  /** Length of one sample of an operation of the guest. */
  costSeconds: number('BENCH_COST_SECONDS', 0.3),
  /** Length of one sample of disk and network. */
  loadSeconds: number('BENCH_SECONDS', 1.5),
  /** CPUs of each host. */
  cpus: number('BENCH_CPUS', 1),
} as const;

export const MEMORY_MIB = 256;
