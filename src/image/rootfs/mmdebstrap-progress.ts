import type { BuildProgress, Step } from '../progress.js';

interface Phase {
  readonly downloadStep: string;
  readonly installStep: string;
  readonly what: string;
}

/** mmdebstrap installs the essential packages first, and the others from inside that small system. */
const PHASES: readonly [Phase, Phase] = [
  { downloadStep: 'rootfs.essential-download', installStep: 'rootfs.essential-install', what: 'essential' },
  { downloadStep: 'rootfs.download', installStep: 'rootfs.install', what: 'more' },
];

/**
 * Follows the lines that mmdebstrap and the programs under it write: apt names every package that it downloads
 * (`Get:12 …`), dpkg every one that it unpacks and sets up.
 */
export class MmdebstrapProgress {
  readonly #progress: BuildProgress;
  #phase: Phase = PHASES[0];
  #state: 'idle' | 'download' | 'install' | 'filesystem' = 'idle';
  #downloaded = 0;
  #installed = 0;
  #step: Step | undefined;

  constructor(progress: BuildProgress) {
    this.#progress = progress;
  }

  line(text: string): void {
    if (/^Get:\d+ (?!.* (InRelease|Packages|Translation-\S+) \[)/.test(text)) this.#onDownload();
    else if (/^(Unpacking|Setting up) /.test(text)) this.#onInstall();
    else if (text.includes('running --customize-hook')) this.#onHook();
  }

  done(): void {
    this.#step?.done();
    this.#step = undefined;
  }

  #onDownload(): void {
    if (this.#state !== 'download') {
      if (this.#state === 'install') this.#phase = PHASES[1];
      this.#begin('download', this.#phase.downloadStep, `downloading ${this.#phase.what} Debian packages`);
      this.#downloaded = 0;
    }
    this.#downloaded += 1;
    this.#step?.advance(this.#downloaded);
  }

  #onInstall(): void {
    if (this.#state !== 'install') {
      // each is unpacked and set up
      const total = 2 * this.#downloaded;
      const message = `installing ${this.#phase.what} Debian packages`;
      this.#begin('install', this.#phase.installStep, message, total);
      this.#installed = 0;
    }
    this.#installed += 1;
    this.#step?.advance(this.#installed);
  }

  #onHook(): void {
    if (this.#state !== 'filesystem') {
      this.#begin('filesystem', 'rootfs.filesystem', 'writing the root file system');
    }
  }

  #begin(state: 'download' | 'install' | 'filesystem', step: string, message: string, total?: number): void {
    this.done();
    this.#state = state;
    const size = state === 'filesystem' ? {} : { unit: 'items' as const };
    this.#step = this.#progress.start(step, message, total === undefined ? size : { ...size, total });
  }
}
