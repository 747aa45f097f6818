import { type RealHost, runOnHost } from './real-host.js';

const XML = `<domain type='kvm'><name>NAME</name><memory unit='MiB'>64</memory><vcpu>1</vcpu>
  <os><type arch='x86_64' machine='q35'>hvm</type></os><devices><serial type='pty'/></devices></domain>`;

/** A domain that virsh makes on a KVM host: nothing of ours. */
export class VirshDomain implements AsyncDisposable {
  readonly name: string;
  readonly #host: RealHost;

  private constructor(host: RealHost, name: string) {
    this.#host = host;
    this.name = name;
  }

  static async create(host: RealHost, name: string): Promise<VirshDomain> {
    const script = 'file=$(mktemp); printf %s "$1" >"$file"; virsh -q create "$file"; rm -f "$file"';
    await runOnHost(host, script, XML.replace('NAME', name));
    return new VirshDomain(host, name);
  }

  state(): Promise<string> {
    return runOnHost(this.#host, 'virsh domstate "$1"', this.name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await runOnHost(this.#host, 'virsh -q destroy "$1" 2>/dev/null; exit 0', this.name);
  }
}
