/** 9000000 is 9.0.0: libvirt's numbers are major * 1,000,000 + minor * 1,000 + release. */
export function dotted(version: number): string {
  return [Math.floor(version / 1e6), Math.floor(version / 1000) % 1000, version % 1000].join('.');
}
