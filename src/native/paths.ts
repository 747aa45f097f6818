import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder with package.json; this file is dist/native/paths.js. */
export const PACKAGE_ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Programs that run in guests or on hosts, not in this process: always linux-x64 for now. */
export type NativeProgram = 'vmwright-agent' | 'vmwright-probe' | 'vmwright-toolstack' | 'vmwright-vmm';

/** Where `NAME.node` may be, best first. */
export function addonCandidates(name: string): string[] {
  return [
    join(PACKAGE_ROOT, 'prebuilds', `${process.platform}-${process.arch}`, `${name}.node`),
    join(PACKAGE_ROOT, 'build', 'Release', `${name}.node`),
  ];
}

/** The linux-x64 program, or undefined when this copy of the package was never built. */
export function nativeProgram(name: NativeProgram): string | undefined {
  const file = join(PACKAGE_ROOT, 'prebuilds', 'linux-x64', name);
  return existsSync(file) ? file : undefined;
}
