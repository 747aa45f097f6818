import type { Vm } from 'vmwright';
import type { Place } from './place.js';

const EVENT = '/sys/kernel/tracing/events/kvm/kvm_userspace_exit';

/** Counts the exits of vCPU threads to their programs in the host's kernel, for every program alike. */
export class ExitCounter implements AsyncDisposable {
  readonly #place: Place;

  private constructor(place: Place) {
    this.#place = place;
  }

  static async start(place: Place): Promise<ExitCounter> {
    await place.sh(`mountpoint -q /sys/kernel/tracing || mount -t tracefs tracefs /sys/kernel/tracing
echo hist:keys=common_pid:size=4096 >${EVENT}/trigger`);
    return new ExitCounter(place);
  }

  /** So far. */
  async of(vm: Vm): Promise<number> {
    const pids = (await this.#place.pidsOf(vm)).join(' ');
    const tasks = await this.#place.sh(`for p in ${pids}; do ls /proc/$p/task; done`);
    const hist = await this.#place.sh(`cat ${EVENT}/hist`);
    const own = new Set(tasks.split(/\s+/));
    let total = 0;
    for (const [, pid = '', count] of hist.matchAll(/common_pid:\s*(\d+) }.* hitcount:\s*(\d+)/g)) {
      if (own.has(pid)) total += Number(count);
    }
    return total;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#place.sh(`echo '!hist:keys=common_pid' >${EVENT}/trigger`);
  }
}
