#!/usr/bin/env node
// Builds the Vagrant boxes vmwright/kvm-host and vmwright/xen-host from Debian packages, without loop devices.
// usage: build-box.mjs [kvm] [xen]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  createWriteStream,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { holdsLock, rerunLocked } from '../scripts/hosts/lock.mjs';
import { main, SetupError } from '../scripts/lib/step.mjs';
import { boxesDir, boxNode, boxOf, KINDS, pruneBoxes } from './box/cache.mjs';
import { compressDisk, FILE_SYSTEM_KIB, makeDisk, PARTITION_OFFSET } from './box/image.mjs';
import { dpkgOptions, packagesOf, SUITE } from './box/recipe.mjs';
import { aptOptions, debianSources } from './box/sources.mjs';

const BOX_FOLDER = join(dirname(fileURLToPath(import.meta.url)), 'box');
const TAIL_LINES = 30;

/** Runs a program, its output in the build's log; a failure shows the end of it. */
async function run(log, program, args, onLine = () => {}) {
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  });
  const stop = () => child.kill('SIGTERM');
  process.once('SIGTERM', stop).once('SIGINT', stop);
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      log.write(`${line}\n`);
      onLine(line);
    });
  }
  try {
    const [code, signal] = await once(child, 'close');
    if (code !== 0) throw new SetupError(`${program} ended with ${signal ?? `status ${code}`}`);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    throw new SetupError(
      `${program} is not installed (Debian packages: mmdebstrap qemu-utils parted grub-pc-bin)`,
    );
  } finally {
    process.off('SIGTERM', stop).off('SIGINT', stop);
  }
}

function phaseTimer(kind) {
  const started = process.hrtime.bigint();
  let phase = '';
  return (next) => {
    if (next === phase) return;
    phase = next;
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    console.log(`  [${seconds.toFixed(1).padStart(5)} s] ${kind} box: ${next}`);
  };
}

/** What mmdebstrap says it is doing, in our words. */
const PHASES = [
  ['running apt-get update', 'reading package lists'],
  ['downloading packages', 'downloading the base system'],
  ['extracting archives', 'unpacking the base system'],
  ['installing essential packages', 'setting up the base system'],
  ['installing remaining packages', 'installing packages'],
  ['finish.sh', 'adding our files'],
  ['pack.sh', 'writing the file system'],
];

async function bootstrap(log, phase, kind, image) {
  const hook = (script, ...args) =>
    [`'${join(BOX_FOLDER, 'hooks', script)}'`, '"$1"', `'${BOX_FOLDER}'`, ...args].join(' ');
  const args = [
    '--mode=root',
    '--variant=apt',
    '--format=null',
    '--verbose',
    // The tree is thrown away, and its apt configuration is gone by then: the clean-up would empty this machine's apt.
    '--skip=cleanup',
    '--architectures=amd64',
    `--include=${packagesOf(kind).join(',')}`,
    ...dpkgOptions().map((option) => `--dpkgopt=${option}`),
    ...aptOptions(),
    `--setup-hook=sh ${hook('early.sh')}`,
    `--customize-hook=sh ${hook('finish.sh', kind, `'${boxNode()}'`)}`,
    `--customize-hook=sh ${hook('pack.sh', `'${image}'`, String(PARTITION_OFFSET), String(FILE_SYSTEM_KIB))}`,
    SUITE,
    '/dev/null',
    ...debianSources(SUITE),
  ];
  await run(log, 'mmdebstrap', args, (line) => {
    const next = PHASES.find(([text]) => line.startsWith('I: ') && line.includes(text));
    if (next !== undefined) phase(next[1]);
  });
}

async function build(kind) {
  const box = boxOf(kind);
  if (box.built) return;
  if (process.getuid() !== 0) {
    throw new SetupError(
      `building a box needs root, once; run: sudo ${process.execPath} ${process.argv[1]} ${kind}`,
    );
  }
  pruneBoxes(kind);
  const phase = phaseTimer(kind);
  const work = join(boxesDir(), `.building-${kind}-host-${box.key}`);
  mkdirSync(work, { mode: 0o755 });
  const logFile = join(boxesDir(), `build-${kind}.log`);
  const log = createWriteStream(logFile);
  const logged = (program, args) => run(log, program, args);
  try {
    phase('starting');
    const raw = join(work, 'box.raw');
    await makeDisk(logged, raw, work);
    await bootstrap(log, phase, kind, raw);
    phase('compressing');
    await compressDisk(logged, raw, join(work, 'box.img'));
    rmSync(raw);
    rmSync(join(work, 'core.img'));
    writeFileSync(join(work, 'box.json'), `${JSON.stringify({ name: box.name, version: box.version })}\n`);
    renameSync(work, box.folder);
    phase(`done, ${Math.round(statSync(box.image).size / 1e6)} MB in ${box.folder}`);
    pruneBoxes(kind);
  } catch (error) {
    rmSync(work, { recursive: true, force: true });
    throw withLog(error, log, logFile);
  } finally {
    log.end();
  }
}

function withLog(error, log, logFile) {
  if (!(error instanceof SetupError)) return error;
  log.end();
  const tail = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
  error.message = `${error.message}\n${tail}\nfull log: ${logFile}`;
  return error;
}

await main(async () => {
  const kinds = process.argv.length > 2 ? process.argv.slice(2) : KINDS;
  const unknown = kinds.find((kind) => !KINDS.includes(kind));
  if (unknown !== undefined) throw new SetupError(`no box is called ${unknown}; known: ${KINDS.join(', ')}`);
  if (kinds.every((kind) => boxOf(kind).built)) return;
  const lock = join(boxesDir(), '.lock');
  if (!holdsLock(lock)) {
    process.exitCode = rerunLocked(lock, '  another box is being built; waiting for that');
    return;
  }
  for (const kind of kinds) await build(kind);
});
