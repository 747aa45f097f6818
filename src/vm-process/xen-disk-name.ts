/** `xvda`, `xvdb`, … as the guest's driver counts; Xen's own names end with `xvdz`. */
export function xenDiskName(index: number): string {
  return `xvd${String.fromCharCode('a'.charCodeAt(0) + index)}`;
}
