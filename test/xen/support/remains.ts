import { domainUuid } from '#src/xen/domain-uuid.js';
import { eventually } from '../../support/leaks.js';
import type { XenPlace } from './xen-target.js';

/** Milliseconds in which what belonged to a VM has to be gone. */
const GONE = 60_000;

/** Prints what names a VM by its id or the UUID of its domain: in xenstore, processes, files. */
const REMAINS = String.raw`
xl list -v | grep -F "$2" | sed 's/^/domain /'
xenstore-ls -f 2>/dev/null | grep -F -e "$1" -e "$2" | sed 's/^/xenstore /' | head -n 5
for file in $(grep -lsF -e "$1" -e "$2" /proc/[0-9]*/cmdline); do
  words=$(tr '\0\n' '  ' <"$file" | cut -c -120)
  # Neither this shell nor the grep, which has ended.
  if [ "$file" != "/proc/$$/cmdline" ] && [ -n "$words" ]; then echo "process $words"; fi
done 2>/dev/null
find /run/vmwright /var/lib/vmwright /run/xen /var/lib/xen /tmp /var/tmp \( -name "*$1*" -o -name "*$2*" \) 2>/dev/null | sed 's/^/file /'
exit 0`;

/** Waits until nothing of a VM is left on the host. */
export async function nothingIsLeft({ onHost }: XenPlace, id: string): Promise<void> {
  let left = '';
  const gone = async () => {
    const printed = await onHost(REMAINS, id, domainUuid(id));
    // The shell that looks names it, too.
    left = printed
      .split('\n')
      .filter((line) => line !== '' && !(line.startsWith('process') && line.includes('sh -s -- ')))
      .join('\n');
    return left === '';
  };
  try {
    await eventually(`nothing of ${id} is left`, gone, GONE);
  } catch (error) {
    throw new Error(`left of ${id}:\n${left}`, { cause: error });
  }
}

/** Waits on the host until the process of the VM with this name has been there for so many seconds; then runs the script in `then`. */
const AT = `
i=0
until [ -s "/run/vmwright/names/=$1/pid" ]; do
  i=$((i + 1)); if [ "$i" -gt 900 ]; then exit 1; fi
  sleep 0.05
done
id=$(basename "$(readlink "/run/vmwright/names/=$1")")
pid=$(cat "/run/vmwright/names/=$1/pid")
sleep "$2"
`;

/** Seconds after the toolstack has started: from nothing over the making of the domain to a guest that boots. */
export const PHASES = [0, 0.5, 1.5, 4] as const;

/** Comes back in that phase of `create`, with the id of the VM. `script` may use `$pid`, the toolstack's. */
export function atPhase({ onHost }: XenPlace, name: string, seconds: number, script = ''): Promise<string> {
  return onHost(`${AT}${script}\necho "$id"`, name, String(seconds));
}
