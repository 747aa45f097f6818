import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How long virConnectGetHostname() takes with the library of slowLibvirt(), milliseconds. */
export const SLOW = 500;

const SOURCE = `#include <string.h>
#include <time.h>
char *virConnectGetHostname(void *connect) {
  struct timespec time = {0, ${SLOW} * 1000000L};
  (void)connect;
  nanosleep(&time, NULL);
  return strdup("slow");
}
`;

/** The path of this machine's libvirt.so.0. */
export function installedLibvirt(): string {
  const cache = execFileSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' });
  return cache.match(/libvirt\.so\.0 .*=> (\S+)/)?.[1] ?? '';
}

/** Makes a libvirt.so.0 in `folder`: that of this machine, but for one call, which takes a while. */
export function slowLibvirt(folder: string): void {
  const inFolder = (name: string): string => join(folder, name);
  const gcc = (...args: string[]) => execFileSync('gcc', ['-shared', '-fPIC', ...args], { encoding: 'utf8' });
  writeFileSync(inFolder('slow.c'), SOURCE);
  writeFileSync(inFolder('none.c'), '');
  // The name under which it is needed is its path: a plain name would find the library that is being made.
  gcc(`-Wl,-soname,${installedLibvirt()}`, '-o', inFolder('installed.so'), inFolder('none.c'));
  const libraries = ['-Wl,--no-as-needed', inFolder('installed.so')];
  gcc('-o', inFolder('libvirt.so.0'), inFolder('slow.c'), ...libraries);
}
