// Builds the guest agent (native/guest) with musl into one static binary. Does nothing when it is up to date.
// With --sanitize: a glibc build with AddressSanitizer and UndefinedBehaviorSanitizer for the tests.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const sources = join(root, 'native', 'guest');
const work = join(root, 'build', 'agent');
const sanitize = process.argv.includes('--sanitize');
const output = sanitize
  ? join(work, 'vmwright-agent-sanitized')
  : join(root, 'prebuilds', 'linux-x64', 'vmwright-agent');
const compiler = sanitize ? 'gcc' : 'musl-gcc';

const version = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
const common = ['-std=gnu11', '-Wall', '-Wextra', '-Werror', `-DAGENT_VERSION="${version}"`];
const flags = sanitize
  ? [
      ...common,
      '-O1',
      '-g',
      '-fsanitize=address,undefined',
      '-fno-sanitize-recover=all',
      '-fno-omit-frame-pointer',
    ]
  : [
      ...[
        ...common,
        '-Os',
        '-static',
        '-s',
        '-ffunction-sections',
        '-fdata-sections',
        '-fno-asynchronous-unwind-tables',
      ],
      ...['-Wl,--gc-sections', '-Wl,-z,norelro', '-Wl,--build-id=none'],
      ...['-isystem', join(work, 'include')],
    ];

/** musl-gcc hides the kernel's own headers; they are the same for every libc. */
function linkKernelHeaders() {
  const include = join(work, 'include');
  rmSync(include, { recursive: true, force: true });
  mkdirSync(include, { recursive: true });
  const folders = { linux: '/usr/include/linux', 'asm-generic': '/usr/include/asm-generic' };
  folders.asm = ['/usr/include/x86_64-linux-gnu/asm', '/usr/include/asm'].find(existsSync) ?? '';
  for (const [name, target] of Object.entries(folders)) {
    if (!existsSync(target)) fail(`the kernel headers (${name}) are missing`, 'linux-libc-dev');
    symlinkSync(target, join(include, name));
  }
}

function fail(what, debianPackage) {
  console.error(`build-agent: ${what}. Install it: apt-get install ${debianPackage}`);
  process.exit(1);
}

function hasCompiler() {
  return (process.env.PATH ?? '').split(':').some((dir) => dir !== '' && existsSync(join(dir, compiler)));
}

const names = readdirSync(sources)
  .filter((name) => /\.[ch]$/.test(name))
  .sort();
const hash = createHash('sha256').update(JSON.stringify([compiler, flags]));
for (const name of names) hash.update(name).update(readFileSync(join(sources, name)));
const digest = hash.digest('hex');
const stamp = join(work, sanitize ? 'sanitized.sha256' : 'musl.sha256');

if (existsSync(output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) process.exit(0);
if (!hasCompiler()) fail(`${compiler} was not found`, sanitize ? 'gcc' : 'musl-tools');
mkdirSync(work, { recursive: true });
mkdirSync(dirname(output), { recursive: true });
if (!sanitize) linkKernelHeaders();
// A name of its own, then a rename: two builds at once, or an agent that is running, do not disturb each other.
const temporary = `${output}.${process.pid}`;
const files = names.filter((name) => name.endsWith('.c')).map((name) => join(sources, name));
try {
  execFileSync(compiler, [...flags, ...files, '-o', temporary], { stdio: 'inherit' });
} catch {
  rmSync(temporary, { force: true });
  process.exit(1);
}
renameSync(temporary, output);
writeFileSync(stamp, digest);
