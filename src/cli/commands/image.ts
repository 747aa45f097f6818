import type { Command } from 'commander';
import { formatSize } from '../../core/size.js';
import type { ImageSummary } from '../../index.js';
import { formatAge } from '../duration.js';
import { ProgressBar } from '../progress-bar.js';
import { addCommand, examples, type Invocation } from '../register.js';
import type { Session } from '../session.js';
import { tableLines } from '../table.js';

const COLUMNS = [
  { title: 'NAME' },
  { title: 'STATE' },
  { title: 'AGE', align: 'right' },
  { title: 'SIZE', align: 'right' },
  { title: 'KERNEL' },
] as const;

export function addImage(program: Command, invocation: Invocation): void {
  const image = program
    .command('image')
    .description('list, build and remove images')
    .helpCommand(false)
    .addHelpText('after', examples('vmwright image ls', 'vmwright image build debian:12'));
  addCommand<{ quiet?: boolean }>(image, invocation, 'ls', ls)
    .alias('list')
    .description('list the images that this library builds, and the space that built ones take')
    .option('-q, --quiet', 'print the names of built ones only');
  addCommand<{ force?: boolean }>(image, invocation, 'build <name...>', build)
    .description('build images, or bring them up to date')
    .option('-f, --force', 'build every part again');
  addCommand<object>(image, invocation, 'rm <name...>', rm).description(
    'remove images and the parts that no other image uses',
  );
}

async function ls(_operands: string[], flags: { quiet?: boolean }, session: Session): Promise<undefined> {
  const { listImages } = await session.library();
  const images = await listImages();
  session.print(images, () => {
    if (flags.quiet === true) return images.filter((image) => image.built).map((image) => image.name);
    return tableLines(COLUMNS, images.map(row));
  });
}

function row({ name, built, builtAt, bytes, kernel }: ImageSummary): string[] {
  return [
    name,
    built ? 'built' : 'not built',
    builtAt === undefined ? '' : formatAge(Date.now() - builtAt.getTime()),
    bytes === undefined ? '' : formatSize(bytes),
    kernel ?? '',
  ];
}

async function build(names: string[], flags: { force?: boolean }, session: Session): Promise<undefined> {
  const { buildImage } = await session.library();
  for (const name of names) {
    using progress = new ProgressBar();
    const summary = await buildImage(name, {
      signal: session.signal,
      force: flags.force,
      ...(session.json ? {} : { onProgress: progress.update }),
    });
    progress[Symbol.dispose]();
    session.print(summary, () => [`${name}: ${formatSize(summary.bytes ?? 0)}, kernel ${summary.kernel}`]);
  }
}

/** One after the other: each looks for parts that are in use, and would take the others for builds. */
async function rm(names: string[], _flags: object, session: Session): Promise<undefined> {
  const { removeImage } = await session.library();
  for (const name of names) {
    const removed = await removeImage(name, { signal: session.signal });
    session.print({ name, removed }, () => [removed ? name : `${name} was not built`]);
  }
}
