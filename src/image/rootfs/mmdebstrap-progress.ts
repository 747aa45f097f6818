import type { BuildProgress, Step } from '../progress.js';

/** Each package is downloaded, unpacked and set up. */
const STAGES = 3;

/**
 * Follows the lines that mmdebstrap and the programs under it write: apt announces how many packages it will
 * install and names each one that it downloads, dpkg each one that it unpacks and sets up. mmdebstrap installs
 * the essential packages first, and the others from inside that small system, perhaps in several runs of apt.
 */
export class MmdebstrapProgress {
  readonly #progress: BuildProgress;
  #step: Step | undefined;
  #runs = 0;
  #completed = 0;
  #total = 0;
  #hooks = false;

  constructor(progress: BuildProgress) {
    this.#progress = progress;
  }

  line(text: string): void {
    const announced = /(\d+) newly installed/.exec(text)?.[1];
    if (announced !== undefined) this.#onRun(Number(announced));
    else if (/^(Get:\d+|Unpacking|Setting up) /.test(text)) this.#onPackage();
    else if (text.includes('running --customize-hook')) this.#onHook();
  }

  done(): void {
    this.#step?.done();
    this.#step = undefined;
  }

  #onRun(packages: number): void {
    if (packages === 0 || this.#hooks) return;
    this.#runs += 1;
    if (this.#runs > 2) {
      this.#total += STAGES * packages;
      this.#step?.advance(this.#completed, this.#total);
      return;
    }
    this.done();
    this.#completed = 0;
    this.#total = STAGES * packages;
    const [step, what] = this.#runs === 1 ? ['rootfs.essential', 'essential'] : ['rootfs.packages', 'more'];
    const size = { total: this.#total, unit: 'items' as const };
    this.#step = this.#progress.start(step, `installing ${what} Debian packages`, size);
  }

  /** Before the first run apt downloads its lists, and a hook unpacks a package. */
  #onPackage(): void {
    if (this.#runs === 0 || this.#hooks) return;
    this.#completed = Math.min(this.#completed + 1, this.#total);
    this.#step?.advance(this.#completed, this.#total);
  }

  #onHook(): void {
    if (this.#hooks) return;
    this.done();
    this.#hooks = true;
    this.#step = this.#progress.start('rootfs.filesystem', 'writing the root file system');
  }
}
