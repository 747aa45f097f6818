import { createRequire } from 'node:module';
import { messageOf, OptionError, VmError } from '../core/errors.js';
import { addonCandidates, PACKAGE_ROOT } from './paths.js';

/** What every addon has: the entry through which it gets our error classes. */
interface Addon {
  initialize(errorClass: typeof VmError, optionErrorClass: typeof OptionError): void;
}

const require = createRequire(import.meta.url);
const loaded = new Map<string, Addon>();

/** Loads `NAME.node` from its prebuild or from a local build. Lazy and once per thread. */
export function loadAddon<T extends Addon>(name: string): T {
  const known = loaded.get(name);
  if (known !== undefined) return known as T;
  const failures: string[] = [];
  for (const file of addonCandidates(name)) {
    try {
      const addon = require(file) as T;
      addon.initialize(VmError, OptionError);
      loaded.set(name, addon);
      return addon;
    } catch (error) {
      failures.push(`${file}: ${explainLoadFailure(file, error)}`);
    }
  }
  throw unavailable(name, failures);
}

function unavailable(name: string, failures: readonly string[]): VmError {
  const platform = `${process.platform}-${process.arch}`;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return new VmError('NATIVE_UNAVAILABLE', `${name}.node exists for linux-x64 only, this is ${platform}`, {
      remedy: 'Use a linux-x64 host, local or over ssh; the rest of the library works without it.',
    });
  }
  return new VmError('NATIVE_UNAVAILABLE', `${name}.node could not be loaded:\n  ${failures.join('\n  ')}`, {
    remedy: `Reinstall the package; or install g++, make and python3 and run \`npm rebuild vmwright\` (in a checkout: \`node scripts/setup.mjs\`). Package folder: ${PACKAGE_ROOT}`,
  });
}

/** Why `require()` of an addon failed, in words that lead to the fix. */
export function explainLoadFailure(file: string, error: unknown): string {
  const message = messageOf(error).split('\n')[0] ?? '';
  if ((error as { code?: unknown }).code === 'MODULE_NOT_FOUND') return 'does not exist';
  if (/GLIBC(XX)?_|musl|libc\.|ld-linux|__\w+_chk|symbol not found/i.test(message)) {
    return `was built for another C library (${message})`;
  }
  if (/invalid ELF header|file too short|wrong ELF class|not a valid Win32|mach-o/i.test(message)) {
    return 'is not an addon for this platform, or is damaged';
  }
  if (/NODE_MODULE_VERSION|self-register/i.test(message)) return 'was built for another Node.js';
  return message.startsWith(file) ? message.slice(file.length).replace(/^[: ]+/, '') : message;
}
