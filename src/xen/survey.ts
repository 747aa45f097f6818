import type { Runner } from '../remote/runner.js';

/**
 * A line for each thing that a dom0 may have: the library that belongs to the hypervisor's release, the device model, which
 * serves disks in files and HVM guests, qemu-img, and a bridge; and for each device that the toolstack misses.
 */
const SURVEY = `read -r major </sys/hypervisor/version/major; read -r minor </sys/hypervisor/version/minor
release=$major.$minor
echo "release $release"
library=libxenlight.so.$release
for folder in /usr/lib/x86_64-linux-gnu /usr/lib64 /usr/lib /usr/local/lib "/usr/lib/xen-$release/lib" "/usr/lib/xen-$release/lib/x86_64-linux-gnu"; do
  if [ -e "$folder/$library" ]; then echo "library $folder/$library"; break; fi
done
for file in /usr/libexec/xen-qemu-system-i386 /usr/lib/xen*/bin/qemu-system-i386 /usr/libexec/xen/bin/qemu-system-i386; do
  if [ -x "$file" ]; then echo "model $file"; break; fi
done
if command -v qemu-img >/dev/null; then echo image; fi
for folder in /sys/class/net/*/bridge; do if [ -d "$folder" ]; then echo bridge; break; fi; done
for file in /dev/xen/gntdev /dev/xen/evtchn; do if [ ! -e "$file" ]; then echo "missing $file"; fi; done
exit 0
`;

/** What a dom0 has for this engine. */
export interface ToolsSurvey {
  /** `4.17` */
  readonly release: string;
  readonly library: boolean;
  readonly deviceModel: boolean;
  readonly qemuImg: boolean;
  /** There is one, whatever its name. */
  readonly bridge: boolean;
  /** Of those through which the toolstack serves the channels of guests. */
  readonly missingDevices: readonly string[];
}

export async function surveyTools(runner: Runner, signal: AbortSignal): Promise<ToolsSurvey> {
  const { stdout } = await runner.run(['sh', '-c', SURVEY, 'vmwright-xen'], { signal });
  return parseTools(stdout);
}

/** Reads what the script printed. */
export function parseTools(text: string): ToolsSurvey {
  return {
    release: /^release (\S+)$/m.exec(text)?.[1] ?? '',
    library: /^library \S/m.test(text),
    deviceModel: /^model \S/m.test(text),
    qemuImg: /^image$/m.test(text),
    bridge: /^bridge$/m.test(text),
    missingDevices: [...text.matchAll(/^missing (\S+)$/gm)].map(([, file = '']) => file),
  };
}
