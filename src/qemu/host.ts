import { chooseKvm, type KvmProbe } from '../engine/choose-kvm.js';
import type { VmSpec } from '../engine/vm-spec.js';
import type { Runner } from '../remote/runner.js';

/** The read-only code of a UEFI firmware and the template of its variables. */
export interface Firmware {
  readonly code: string;
  readonly vars: string;
}

export const QEMU_PROGRAM = 'qemu-system-x86_64';

/** Pairs of code and variables, newest first; the variables have to fit the size of the code. */
const FIRMWARE_FILES = [
  ['/usr/share/OVMF/OVMF_CODE_4M.fd', '/usr/share/OVMF/OVMF_VARS_4M.fd'],
  ['/usr/share/OVMF/OVMF_CODE.fd', '/usr/share/OVMF/OVMF_VARS.fd'],
  ['/usr/share/edk2/ovmf/OVMF_CODE.fd', '/usr/share/edk2/ovmf/OVMF_VARS.fd'],
  ['/usr/share/edk2/x64/OVMF_CODE.4m.fd', '/usr/share/edk2/x64/OVMF_VARS.4m.fd'],
] as const;

/** The code of the first pair in the arguments that is there. */
const FIND_FIRMWARE =
  'while [ $# -gt 1 ]; do if [ -r "$1" ] && [ -r "$2" ]; then echo "$1"; break; fi; shift 2; done';

/** All that the host has for us, in one round trip: a line `path`, `version` and `image` each, then the firmware. */
const SURVEY = `program=$(command -v "$1"); shift
echo "path $program"
echo "version $(if [ -n "$program" ]; then "$program" --version 2>&1 | head -n 1; fi)"
echo "image $(command -v qemu-img)"
${FIND_FIRMWARE}`;

/** What is installed on a host. */
export interface Survey {
  readonly program: string | undefined;
  /** The first line that QEMU says about its version. */
  readonly version: string;
  readonly qemuImg: boolean;
  readonly firmware: boolean;
}

/** What the engine learned about one host. */
export class QemuHost {
  readonly runner: Runner;
  readonly #probeKvm: KvmProbe;

  constructor(runner: Runner, probeKvm: KvmProbe) {
    this.runner = runner;
    this.#probeKvm = probeKvm;
  }

  kvm(): ReturnType<KvmProbe> {
    return this.#probeKvm(this.runner);
  }

  /** The hypervisor for a spec; says why when it has to be one that is not there. */
  choose(spec: VmSpec): Promise<'kvm' | 'emulated'> {
    const noXen = 'the qemu engine does not run Xen guests';
    return chooseKvm(spec.hypervisor, this.runner, { probeKvm: this.#probeKvm, noXen });
  }

  async survey(signal: AbortSignal): Promise<Survey> {
    const argv = ['sh', '-c', SURVEY, 'vmwright-survey', QEMU_PROGRAM, ...FIRMWARE_FILES.flat()];
    const { stdout } = await this.runner.run(argv, { signal });
    const text = (key: string) => new RegExp(`^${key} (.*)$`, 'm').exec(stdout)?.[1] ?? '';
    return {
      program: text('path') || undefined,
      version: text('version'),
      qemuImg: text('image') !== '',
      firmware: FIRMWARE_FILES.some(([code]) => stdout.endsWith(`\n${code}\n`)),
    };
  }

  async firmware(signal: AbortSignal): Promise<Firmware | undefined> {
    const argv = ['sh', '-c', FIND_FIRMWARE, 'vmwright-firmware', ...FIRMWARE_FILES.flat()];
    const { stdout } = await this.runner.run(argv, { signal });
    const found = FIRMWARE_FILES.find(([code]) => code === stdout.trim());
    return found === undefined ? undefined : { code: found[0], vars: found[1] };
  }
}
