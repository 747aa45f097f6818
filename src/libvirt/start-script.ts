import type { VmSpec } from '../engine/vm-spec.js';
import {
  MAKE_OVERLAYS,
  type NeededFile,
  overlayArgs,
  PREPARE,
  passtArgs,
  passtSocket,
  START_PASST,
  type VmFolder,
} from '../vm-process/index.js';
import { serialLog } from './devices-xml.js';
import type { FileLink } from './host-files.js';
import { SERVE_DOMAIN } from './serve-domain.js';

/** What the script says on standard output once libvirt can make the domain. */
export const PREPARED = 'vmwright-prepared';

/**
 * Steps after {@link PREPARE}: `$1` is `system` where QEMU has a user of its own, who then may look into our folders by name, `xen` on a dom0,
 * `$2` the URI, then both names of the console log, the number of files to link and three words for each. A file of another file
 * system is copied, unless the guest writes to it: then QEMU has to reach it where it is.
 */
const FILES = `scope=$1 uri=$2 log=$3 serial=$4; shift 4
pidfile=$run/none qemulog=/var/log/libvirt/qemu/$domain_name.log
if [ "$scope" = session ]; then qemulog=\${XDG_CACHE_HOME:-$HOME/.cache}/libvirt/qemu/log/$domain_name.log; fi
case $uri in
  qemu*) if [ "$scope" = system ]; then pidfile=/run/libvirt/qemu/$domain_name.pid
    elif [ -n "$XDG_RUNTIME_DIR" ]; then pidfile=$XDG_RUNTIME_DIR/libvirt/qemu/run/$domain_name.pid
    else pidfile=$HOME/.cache/libvirt/qemu/run/$domain_name.pid; fi ;;
esac
if [ "$scope" = xen ]; then
  qemulog=/var/log/libvirt/libxl/$domain_name.log
  must mkfifo "$run/console" "$run/network"
fi
printf '%s\n' "$uri" >"$run/uri" && printf '%s\n' "$pidfile" >"$run/pidfile" && printf '%s\n' "$qemulog" >"$run/qemulog" || fail HOST_COMMAND_FAILED "cannot write to $run"
if [ "$scope" = system ]; then
  make_state
  must chmod 711 "$base" "$run" "$(dirname "$state")" "$state"
  folder=$state
  while [ "$folder" != / ]; do
    case $(stat -c %A "$folder") in
      *[xt]) ;;
      *) fail ENGINE_FAILED "the QEMU of libvirt has a user of its own, who cannot reach $folder; set VMWRIGHT_STATE_DIR" ;;
    esac
    folder=$(dirname "$folder")
  done
fi
: >"$log"
must ln "$log" "$serial"
count=$1; shift
while [ "$count" -gt 0 ]; do
  if ! ln -L "$2" "$3" 2>/dev/null; then
    if [ "$1" = written ]; then must ln -s "$2" "$3"; else must cp --reflink=auto --sparse=always "$2" "$3"; fi
  fi
  shift 3; count=$((count - 1))
done
`;

/**
 * The domain lives on the word of its creator: at the end of standard input it is ended and everything is removed, unless the
 * creator let go of it by then (keep.ts). The word `made` comes before libvirt is asked to make it, `over` when it is gone. QEMU
 * is known by the UUID in its command line, whoever has its process number by now; libvirt notices at once that it is gone. A domain of Xen
 * is ended without its daemon, whose start would end all others; before the word `runs` it may still be made. For the same reason
 * nobody asks the daemon about any domain on a dom0 where it does not run.
 */
const LIFELINE = `made= runs=
kept() { [ -n "$keep" ] && [ -e "$run/kept" ]; }
may_ask() {
  if ! grep -qs control_d /proc/xen/capabilities; then return 0; fi
  [ "$(cat "/proc/$(cat /run/libvirtd.pid 2>/dev/null)/comm" 2>/dev/null)" = libvirtd ]
}
end_xen_domain() {
  for each in 1 2 3 4 5; do
    if number=$(number_known); then xl destroy "$number" >/dev/null 2>&1; return; fi
    if [ -n "$runs" ]; then return; fi
    sleep 1
  done
}
end_domain() {
  if [ "$scope" = xen ]; then end_xen_domain; return; fi
  pid=$(cat "$pidfile" 2>/dev/null)
  if [ -n "$pid" ] && grep -qsaF "$uuid" "/proc/$pid/cmdline" && kill -KILL "$pid" 2>/dev/null; then return; fi
  if may_ask; then virsh -q -c "$uri" destroy "$uuid" >/dev/null 2>&1; fi
}
trap : TERM
echo ${PREPARED}
while read -r word; do
  case $word in
    made) made=1 ;;
    runs) runs=1
      if [ "$scope" = xen ]; then serve_domain </dev/null >/dev/null 2>&1 9>&- & fi ;;
    over) made=; if kept; then exit 0; fi ;;
  esac
done
if kept; then exit 0; fi
if [ -n "$made" ]; then end_domain; fi
cleanup
exit 0
`;

/** Whose the program is that runs the VM: QEMU's of the system daemon, with a user of its own, or of the user's, or Xen's. */
export type VmScope = 'system' | 'session' | 'xen';

/** Where a VM is prepared. */
export interface PreparePlace {
  readonly runtimeDir: string;
  readonly folder: VmFolder;
  readonly uuid: string;
  /** Whether a seed disk comes with the record. */
  readonly seeded: boolean;
  readonly uri: string;
  readonly scope: VmScope;
  /** Carries the frames of a domain of Xen with a user network, for which QEMU needs nobody. */
  readonly helper: string | undefined;
  readonly needed: readonly NeededFile[];
  /** None where QEMU reaches the files as they are. */
  readonly links: readonly FileLink[];
}

/** The argv that makes a VM's folders and holds its lifeline. */
export function prepareCommand(spec: VmSpec, place: PreparePlace): string[] {
  const { folder, needed, links } = place;
  const linkOf = new Map(links.map(({ path, link }) => [path, link]));
  const disks = spec.disks.map((disk) => ({ ...disk, path: linkOf.get(disk.path) ?? disk.path }));
  return [
    'sh',
    '-c',
    `domain_name=$1 uuid=$2 helper=$3 socket=$4; shift 4\n${PREPARE}${SERVE_DOMAIN}${FILES}${START_PASST}${MAKE_OVERLAYS}${LIFELINE}`,
    'vmwright',
    ...[spec.name, place.uuid, place.helper ?? '', passtSocket(spec.id)],
    ...[place.runtimeDir, folder.run, folder.state, folder.name ?? '', spec.detached ? 'keep' : ''],
    place.seeded ? folder.seed : '',
    ...[String(needed.length), ...needed.flatMap(({ code, path }) => [code, path])],
    ...[place.scope, place.uri, folder.consoleLog, serialLog(folder)],
    String(links.length),
    ...links.flatMap(({ path, link, written }) => [written ? 'written' : 'read', path, link]),
    ...(place.helper === undefined ? ['', ''] : passtArgs(spec.id, spec.network)),
    ...overlayArgs(disks, folder),
  ];
}
