import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { measureDevices, networkWord } from './compare/devices.js';
import { CompareHost } from './compare/host.js';
import { type Add, measureBare, measurePlain } from './compare/plain.js';
import { plot } from './compare/plot.js';
import { addRound, type Result, toText } from './compare/result.js';
import { BARE, HOSTS, SERIES, type Series } from './compare/series.js';
import { SETTINGS } from './compare/settings.js';
import { markdownTables, withTables } from './compare/table.js';
import { makeBootDisk } from './support/boot-disk.js';

/** Where the result goes: NAME.json and NAME.svg. */
const OUT = process.env.BENCH_OUT ?? 'build/compare';
const NAME = 'xen-kvm';
/** A Markdown page whose tables are made anew. */
const PAGE = process.env.BENCH_PAGE;
/** Takes no figures: draws those that are there. */
const DRAW = process.env.BENCH_DRAW === '1';
/** Adds rounds to the result that is there. */
const ADD = process.env.BENCH_ADD === '1';
/** Keys of bench/compare/series.ts; all without. */
const WANTED = process.env.BENCH_SERIES?.split(',');
/** `plain`, `devices` or both. */
const PARTS = (process.env.BENCH_ONLY ?? 'plain,devices').split(',');
const TRIES = 2;

const wanted = ({ key }: { readonly key: string }) => WANTED === undefined || WANTED.includes(key);
const load = () => Number((loadavg()[0] ?? 0).toFixed(1));

/** What is to be undone, last first. */
class Cleanups implements AsyncDisposable {
  readonly #all: (() => PromiseLike<unknown>)[] = [];

  add(undo: () => PromiseLike<unknown>): void {
    this.#all.push(undo);
  }

  use<T extends AsyncDisposable>(made: T): T {
    this.add(() => made[Symbol.asyncDispose]());
    return made;
  }

  /** A host that was kept from using its CPUs must get them back when the run is broken off. */
  afterSignals(): void {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        this[Symbol.asyncDispose]().finally(() => process.exit(1));
      });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const undo of this.#all.reverse()) await undo();
  }
}

/** Whole disks by part, for guests that boot no others. */
type BootDisks = Readonly<Record<'plain' | 'devices', string>>;

class Comparison {
  readonly result: Result;

  constructor(
    readonly hosts: ReadonlyMap<string, CompareHost>,
    readonly bootDisks: BootDisks | undefined,
    before: Result | undefined,
  ) {
    const facts = Object.fromEntries([...hosts.values()].map(({ name, facts }) => [name, facts]));
    this.result = {
      takenAt: new Date().toISOString(),
      settings: SETTINGS,
      hosts: { ...before?.hosts, ...facts } as Result['hosts'],
      loads: before?.loads ?? [],
      retries: before?.retries ?? [],
      samples: before?.samples ?? {},
    };
  }

  /** The first VM of each kind waits until everything that it needs is on the host; it is not counted. */
  async warm(): Promise<void> {
    for (const { host, wish } of SERIES.filter((each) => wanted(each) && each.bootsDisk !== true)) {
      await using vm = await this.#host(host).place.create(wish);
      await vm.exec('true', [], { check: true });
    }
  }

  /** One VM of each kind after the other, so that what else the machines do falls on all. */
  async round(round: number): Promise<void> {
    this.result.loads.push(load());
    for (const { key, host } of BARE.filter(wanted)) {
      if (PARTS.includes('plain'))
        await this.#attempt(key, round, (add) => measureBare(this.#host(host), add));
    }
    for (const series of SERIES.filter(wanted)) {
      for (const part of PARTS) await this.#part(part, series, round);
    }
  }

  async #part(part: string, series: Series, round: number): Promise<void> {
    const host = this.#host(series.host);
    const measure = part === 'plain' ? measurePlain : measureDevices;
    const disk =
      series.bootsDisk === true ? this.bootDisks?.[part === 'plain' ? part : 'devices'] : undefined;
    const start = performance.now();
    await this.#attempt(series.key, round, (add) => measure(host, series, disk, add));
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    console.log(`round ${round}, ${series.title}, ${part}: ${seconds} s, load ${load()}`);
  }

  /** Guests of emulated hosts hang now and then; what was measured before that is not counted. */
  async #attempt(series: string, round: number, measure: (add: Add) => Promise<void>): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      const found = new Map<string, number[]>();
      try {
        await measure((row, value) => found.set(row, [...(found.get(row) ?? []), value]));
        addRound(this.result.samples, series, found);
        await writeFile(join(OUT, `${NAME}.json`), toText(this.result));
        return;
      } catch (error) {
        const said = error instanceof Error ? error.message : String(error);
        this.result.retries.push(`${series}, round ${round}: ${said}`);
        console.log(`again: ${series}, round ${round}: ${said}`);
        if (tries === TRIES) throw error;
      }
    }
  }

  #host(name: string): CompareHost {
    const host = this.hosts.get(name);
    if (host === undefined) throw new Error(`no host ${name}`);
    return host;
  }
}

async function readResult(): Promise<Result> {
  return JSON.parse(await readFile(join(OUT, `${NAME}.json`), 'utf8')) as Result;
}

async function draw(result: Result): Promise<void> {
  await writeFile(join(OUT, `${NAME}.svg`), plot(result));
  if (PAGE !== undefined) await writeFile(PAGE, withTables(await readFile(PAGE, 'utf8'), result));
  console.log(`\n${markdownTables(result)}\n\n${OUT}/${NAME}.json and .svg`);
}

async function takeFigures(): Promise<void> {
  await using cleanups = new Cleanups();
  cleanups.afterSignals();
  const hosts = new Map<string, CompareHost>();
  for (const name of HOSTS) {
    if (![...SERIES, ...BARE].some((series) => wanted(series) && series.host === name)) continue;
    const host = cleanups.use(await CompareHost.open(name));
    cleanups.use(await host.limitCpus(SETTINGS.cpus));
    hosts.set(name, host);
  }
  const disks = await bootDisks(hosts, cleanups);
  const comparison = new Comparison(hosts, disks, ADD ? await readResult() : undefined);
  await comparison.warm();
  for (let round = 0; round < SETTINGS.rounds; round += 1) {
    await comparison.round(round);
  }
  await draw(comparison.result);
}

async function bootDisks(
  hosts: ReadonlyMap<string, CompareHost>,
  cleanups: Cleanups,
): Promise<BootDisks | undefined> {
  const host = SERIES.filter((series) => series.bootsDisk === true && wanted(series))
    .map((series) => hosts.get(series.host))
    .at(0);
  if (host === undefined) return undefined;
  const make = async (words: readonly string[]) => {
    const path = await makeBootDisk(host.place, words);
    cleanups.add(() => host.place.sh(`rm -f ${path}`));
    return path;
  };
  return { plain: await make([]), devices: await make([networkWord(host)]) };
}

await mkdir(OUT, { recursive: true });
if (DRAW) await draw(await readResult());
else await takeFigures();
