/**
 * The folder of a VM's helper, a process beside the VM's own such as passt: the one place outside of the VM's folders, as
 * AppArmor profiles, like Debian's for passt, allow sockets only there.
 */
export function helperFolder(id: string): string {
  return `/tmp/vmwright-${id}`;
}

/**
 * Shell function `drop_helper ID`, or the VM's folder, whose name is the ID: ends the helper and removes its folder. A
 * helper ends by itself with its VM, unless that never was. Whoever wrote the number, it is a helper of this VM only if
 * its command line names the folder.
 */
export const DROP_HELPER = `drop_helper() {
  set -- "/tmp/vmwright-\${1##*/}"
  if [ ! -d "$1" ]; then return; fi
  if [ -s "$1/pid" ] && read -r helper <"$1/pid"; then
    if grep -qsF "$1/" "/proc/$helper/cmdline"; then kill "$helper" 2>/dev/null; fi
  fi
  rm -rf "$1"
}
`;
