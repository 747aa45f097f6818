import type { Api } from './api.js';
import { CLASSES } from './names.js';
import { NOT_GENERATED } from './not-generated.js';
import type { Plan } from './plan.js';
import { CUSTOM, DEPRECATED } from './rules.js';

/** The share of public functions that must be at hand; the build fails below it. */
export const LEAST_COVERAGE = 0.97;

export interface Coverage {
  readonly total: number;
  /** Methods of classes. */
  readonly methods: number;
  /** Called, or replaced in full, by hand-written code. */
  readonly byHand: number;
  readonly skipped: readonly string[];
}

export function coverageOf(api: Api, plans: readonly Plan[]): Coverage {
  const other = api.functions.filter(({ name }) => NOT_GENERATED[name] !== undefined);
  const skipped = other.filter(({ name }) => NOT_GENERATED[name]?.by === undefined).map(({ name }) => name);
  return {
    total: api.functions.length,
    methods: plans.length,
    byHand: other.length - skipped.length,
    skipped,
  };
}

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;

function classRows(plans: readonly Plan[]): string[] {
  return CLASSES.map((name) => {
    const own = plans.filter(({ owner }) => owner === name);
    const local = own.filter((plan) => plan.local).length;
    return `| \`${name}\` | ${own.length} | ${local} |`;
  });
}

const isDeprecated = ({ fn, method }: Plan): boolean =>
  DEPRECATED[fn.name] !== undefined && DEPRECATED[fn.name] !== method;

/** The coverage as a page of Markdown. */
export function coverageMd(api: Api, plans: readonly Plan[]): string {
  const { total, methods, byHand, skipped } = coverageOf(api, plans);
  const covered = total - skipped.length;
  const others = Object.entries(NOT_GENERATED).sort(([a], [b]) => (a < b ? -1 : 1));
  return `# Coverage of libvirt's API

Made by \`npm run generate:libvirt\`; not to be edited. libvirt ${api.version}, libvirt-api.xml and libvirt-qemu-api.xml.

| | functions | share |
|---|---|---|
| public functions | ${total} | |
| methods of classes | ${methods} | ${percent(methods, total)} |
| called or replaced by hand-written code | ${byHand} | ${percent(byHand, total)} |
| **covered** | **${covered}** | **${percent(covered, total)}** |
| skipped | ${skipped.length} | ${percent(skipped.length, total)} |

${Object.keys(CUSTOM).length} of the methods have a hand-written C++ body (native/libvirt/custom.cc), because other calls must tell how large their arrays are.

${plans.filter(isDeprecated).length} old functions that a newer one replaces in full are methods, too, each marked \`@deprecated\` with the one to use: libvirt keeps them for good, so who comes
from C or from another binding finds them under the names that he knows.

| class | generated methods | of them synchronous |
|---|---|---|
${classRows(plans).join('\n')}

## Functions without a generated method

| function | what does its work | reason |
|---|---|---|
${others.map(([name, { by, reason }]) => `| \`${name}\` | ${by === undefined ? '**skipped**' : `\`${by}\``} | ${reason} |`).join('\n')}
`;
}
