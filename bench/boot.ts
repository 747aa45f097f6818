import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createVm } from 'vmwright';
import { resolveImage } from '#src/image/index.js';
import { median, report, time } from './measure.js';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 7);
const MARK = 'userspace-reached';

/** The plain way: QEMU, the same kernel as its package ships it and the same initramfs, to the first line of userspace. */
async function bareBoot(kernel: string, initrd: string): Promise<void> {
  const words = `console=ttyS0 rdinit=/bin/busybox -- echo ${MARK}`;
  const argv = ['-accel', 'tcg', '-m', '512', '-nodefaults', '-nographic', '-serial', 'stdio', '-no-reboot'];
  const child = spawn(
    'qemu-system-x86_64',
    [...argv, '-kernel', kernel, '-initrd', initrd, '-append', words],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  try {
    let seen = '';
    for await (const chunk of child.stdout) {
      seen = (seen + String(chunk)).slice(-4096);
      if (seen.split('\n').some((line) => line.trim() === MARK)) return;
    }
    throw new Error(`the bare boot never reached userspace: ${seen}`);
  } finally {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
}

/** Ours: from the call to the first byte that a command printed. */
async function firstExec(): Promise<() => Promise<void>> {
  const vm = await createVm({ hypervisor: 'emulated' });
  const { stdout } = await vm.exec('echo', [MARK]);
  if (stdout.trim() !== MARK) throw new Error(`unexpected output ${stdout}`);
  return () => vm.destroy();
}

const image = await resolveImage('base', {});
if (image.kernel === undefined || image.initrd === undefined) throw new Error('image base has no kernel');
const { kernel, initrd } = image;
await (await firstExec())(); // fills caches on both sides
const bare: number[] = [];
const ours: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  bare.push(await time(() => bareBoot(kernel.path, initrd)));
  let end: () => Promise<void> = async () => {};
  ours.push(
    await time(async () => {
      end = await firstExec();
    }),
  );
  await end();
}
report('bare QEMU (tcg) to the first line of userspace, p50', median(bare), 'ms', `n=${ROUNDS}, alternating`);
report('createVm to first exec output (tcg), p50', median(ours), 'ms');
const ratios = ours.map((value, index) => value / (bare[index] ?? Number.NaN));
report('ratio, median of the pairs', median(ratios), 'x', 'goal: at most 1.5');
