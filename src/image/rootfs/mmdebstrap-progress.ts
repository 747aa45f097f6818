import type { BuildProgress, Step } from '../progress.js';

/**
 * Follows the lines that mmdebstrap and the programs under it write: apt names every package it downloads
 * (`Get:12 …`), dpkg every one that it unpacks and sets up.
 */
export class MmdebstrapProgress {
  readonly #progress: BuildProgress;
  #step: Step | undefined;
  #stepName = '';
  #count = 0;

  constructor(progress: BuildProgress) {
    this.#progress = progress;
  }

  line(text: string): void {
    if (/^Get:\d+ .* Packages/.test(text)) return;
    if (/^Get:\d+ /.test(text)) this.#advance('rootfs.download', 'downloading Debian packages');
    else if (/^Unpacking /.test(text)) this.#advance('rootfs.unpack', 'unpacking Debian packages');
    else if (/^Setting up /.test(text)) this.#advance('rootfs.configure', 'setting up Debian packages');
  }

  done(): void {
    this.#step?.done();
  }

  #advance(name: string, message: string): void {
    if (name !== this.#stepName) {
      this.#step?.done();
      this.#step = this.#progress.start(name, message, { unit: 'items' });
      this.#stepName = name;
      this.#count = 0;
    }
    this.#count += 1;
    this.#step?.advance(this.#count);
  }
}
