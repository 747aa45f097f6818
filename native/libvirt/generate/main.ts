// Writes the generated parts of the libvirt binding. usage: node main.js [--check]
// --check compares instead of writing, and fails when a file differs.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readApi } from './api.js';
import { classTs, fileName, functionsTs } from './classes.js';
import { eventsCc, functionsCc, structsCc } from './cpp.js';
import { enumsTs, paramTypesTs } from './enums.js';
import { planEvents } from './events.js';
import { CLASSES, typeName } from './names.js';
import { NOT_GENERATED } from './not-generated.js';
import { planFunction } from './plan.js';
import { coverageMd, coverageOf, LEAST_COVERAGE } from './report.js';
import { planStruct, type StructPlan } from './structs.js';
import { eventsTs, structName, structsTs } from './types.js';

const SOURCES = '/usr/share/libvirt/api';
const CPP = join('native', 'libvirt', 'generated');
const TS = join('src', 'native', 'libvirt', 'generated');

const source = (name: string): string => readFileSync(join(SOURCES, `${name}-api.xml`), 'utf8');

function unique(structs: readonly StructPlan[]): StructPlan[] {
  return [...new Map(structs.map((each) => [each.name, each])).values()];
}

/** Every generated file, by its path in the repository. */
function generate(): Map<string, string> {
  const api = readApi({ libvirt: source('libvirt'), 'libvirt-qemu': source('libvirt-qemu') });
  const known = new Set(api.functions.map(({ name }) => name));
  const stray = Object.keys(NOT_GENERATED).filter((name) => !known.has(name));
  if (stray.length > 0)
    throw new Error(`not-generated.ts names functions that do not exist: ${stray.join(', ')}`);
  const plans = api.functions
    .filter(({ name }) => NOT_GENERATED[name] === undefined)
    .map((fn) => planFunction(api, fn));
  const events = planEvents(api);
  const used = [
    ...plans.flatMap(({ parameters }) => parameters.flatMap(({ struct }) => struct ?? [])),
    ...events.flatMap((event) => event.arguments.flatMap(({ struct }) => struct ?? [])),
  ];
  const structs = unique([...new Set(used)].sort().flatMap((name) => planStruct(api, name)));
  const enums = [...api.enums.keys()].map(typeName);
  const structNames = structs.map(({ name }) => structName(name));
  const { total, skipped } = coverageOf(api, plans);
  if ((total - skipped.length) / total < LEAST_COVERAGE)
    throw new Error(`too many functions are skipped: ${skipped.join(', ')}`);
  return new Map([
    [join(CPP, 'functions.cc'), functionsCc(plans, structs)],
    [join(CPP, 'structs.cc'), structsCc(structs)],
    [join(CPP, 'events.cc'), eventsCc(events, structs)],
    [join(TS, 'enums.ts'), enumsTs(api)],
    [join(TS, 'structs.ts'), structsTs(structs, enums)],
    [join(TS, 'events.ts'), eventsTs(events, enums)],
    [join(TS, 'param-types.ts'), paramTypesTs(api)],
    [
      join(TS, 'functions.ts'),
      functionsTs(
        plans,
        events.map(({ name }) => name),
      ),
    ],
    ...CLASSES.filter((name) => name !== 'Stream').map(
      (name) =>
        [
          join(TS, `${fileName(name)}.ts`),
          classTs(
            api,
            name,
            plans.filter(({ owner }) => owner === name),
            structNames,
          ),
        ] as const,
    ),
    [join('docs', 'libvirt-coverage.md'), coverageMd(api, plans)],
  ]);
}

/** Generated files that nothing makes any more. */
function strays(files: ReadonlyMap<string, string>): string[] {
  return [CPP, TS]
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .filter((file) => !files.has(file));
}

const files = generate();
if (process.argv[2] === '--check') {
  const differ = [...files]
    .filter(([file, text]) => readFileSync(file, 'utf8') !== text)
    .map(([file]) => file);
  const wrong = [...differ, ...strays(files)];
  if (wrong.length > 0)
    throw new Error(`run npm run generate:libvirt; these files are not what it makes: ${wrong.join(', ')}`);
} else {
  for (const [file, text] of files) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const extra = strays(files);
  if (extra.length > 0) console.error(`no longer generated, to be removed: ${extra.join(', ')}`);
}
