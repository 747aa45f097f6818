import type { EventPlan } from './events.js';
import { CLASSES, parameterName, versionNumber } from './names.js';
import type { Parameter } from './parameters.js';
import type { Plan } from './plan.js';
import { RETURN_KEY } from './rules.js';
import type { StructPlan } from './structs.js';

const HEADER =
  "// Made by native/libvirt/generate from libvirt's description of its API; not to be edited.\n";

/** A C type as the trampoline of native/libvirt/function.h sees it: all pointers are alike. */
function abiType(type: string): string {
  const plain = type.replace(/\bconst\b/g, '').trim();
  if (plain === 'void') return 'void';
  if (/Ptr$|\*|Callback$|Func$/.test(plain)) return 'void*';
  return plain === 'size_t' ? 'unsigned long' : plain;
}

const classNumber = (name: string): number => (CLASSES as readonly string[]).indexOf(name);

function param(parameter: Parameter, structIndex: (name: string) => number): string {
  const { kind, type, struct, capacity, link, name } = parameter;
  let typeNumber = 0;
  let linkNumber = link ?? 0;
  if (type !== undefined) typeNumber = classNumber(type);
  if (struct !== undefined) typeNumber = structIndex(struct);
  if (kind === 'fill_params' || kind === 'fill_fields') typeNumber = capacity ?? 0;
  else if (capacity !== undefined) linkNumber = capacity;
  return `{Kind::${kind}, ${typeNumber}, ${linkNumber}, "${parameterName(name)}"}`;
}

function functionRow(plan: Plan, structIndex: (name: string) => number): string {
  const { fn, returns, returnClass, parameters, custom } = plan;
  const types = [fn.returns, ...fn.parameters.map(({ type }) => type)].map(abiType);
  const invoke = custom ? 'nullptr' : `invoke<${types.join(', ')}>`;
  const key = RETURN_KEY[fn.name];
  return [
    `    {"${fn.name}", ${versionNumber(fn.version)}, Library::${fn.library === 'libvirt' ? 'libvirt' : 'qemu'}, ${invoke},`,
    custom ? ` custom_${fn.name},` : ' nullptr,',
    ` Return::${returns}, Class::${returnClass ?? 'Connect'}, ${key === undefined ? 'nullptr' : `"${key}"`},`,
    ` ${parameters.length}, {{${parameters.map((each) => param(each, structIndex)).join(', ')}}}},`,
  ].join('');
}

/** The table of functions. */
export function functionsCc(plans: readonly Plan[], structs: readonly StructPlan[]): string {
  const structIndex = (name: string) => structs.findIndex((each) => each.name === name);
  return `${HEADER}#include "libvirt/custom.h"
#include "libvirt/function.h"

namespace vmwright::libvirt {
namespace {

constexpr Function kFunctions[] = {
${plans.map((plan) => functionRow(plan, structIndex)).join('\n')}
};

}  // namespace

std::span<const Function> functions() { return kFunctions; }

}  // namespace vmwright::libvirt
`;
}

const FREE_ITEM: Readonly<Record<string, string>> = {
  virDomainFSInfo: 'virDomainFSInfoFree',
  virDomainIOThreadInfo: 'virDomainIOThreadInfoFree',
  virDomainInterface: 'virDomainInterfaceFree',
  virNetworkDHCPLease: 'virNetworkDHCPLeaseFree',
};
const FREE_LIST: Readonly<Record<string, string>> = { virDomainStatsRecord: 'virDomainStatsRecordListFree' };

function fieldRow(
  struct: StructPlan,
  field: StructPlan['fields'][number],
  structs: readonly StructPlan[],
): string {
  const link = field.count === undefined ? '0' : `offsetof(${struct.name}, ${field.count})`;
  let type = 0;
  if (field.className !== undefined) type = classNumber(field.className);
  if (field.struct !== undefined) type = structs.findIndex((each) => each.name === field.struct);
  return `    {"${field.key}", FieldKind::${field.kind}, offsetof(${struct.name}, ${field.name}), ${link}, ${type}},`;
}

const quoted = (name: string | undefined): string => (name === undefined ? 'nullptr' : `"${name}"`);

/** The structs and their descriptions. */
export function structsCc(structs: readonly StructPlan[]): string {
  const definitions = structs.map(
    (struct) => `struct ${struct.name} {\n${struct.members.map((each) => `  ${each};`).join('\n')}\n};

constexpr Field ${struct.name}_fields[] = {
${struct.fields.map((field) => fieldRow(struct, field, structs)).join('\n')}
};
`,
  );
  const rows = structs.map(
    ({ name }) =>
      `    {"${name}", sizeof(${name}), ${quoted(FREE_ITEM[name])}, ${quoted(FREE_LIST[name])}, ${name}_fields},`,
  );
  return `${HEADER}#include <cstddef>

#include "libvirt/function.h"

namespace vmwright::libvirt {
namespace {

${definitions.join('\n')}
constexpr Struct kStructs[] = {
${rows.join('\n')}
};

}  // namespace

std::span<const Struct> structs() { return kStructs; }

}  // namespace vmwright::libvirt
`;
}

function eventRow(event: EventPlan, structs: readonly StructPlan[]): string {
  const types = event.arguments.map(({ cType }) => abiType(cType));
  const rows = event.arguments.map(({ kind, className, struct, key }) => {
    const type =
      className === undefined ? structs.findIndex((each) => each.name === struct) : classNumber(className);
    return `{Kind::${kind}, ${Math.max(type, 0)}, "${key}"}`;
  });
  const head = `{"${event.name}", Registrar::${event.registrar}, ${event.id}, ${versionNumber(event.version)}`;
  const callback = `event_callback<${[event.returns, ...types].join(', ')}>()`;
  return `      ${head}, ${callback}, ${rows.length}, {{${rows.join(', ')}}}},`;
}

/** The table of events. */
export function eventsCc(events: readonly EventPlan[], structs: readonly StructPlan[]): string {
  return `${HEADER}#include "libvirt/event.h"

namespace vmwright::libvirt {

std::span<const Event> events() {
  static const Event kEvents[] = {
${events.map((event) => eventRow(event, structs)).join('\n')}
  };
  return kEvents;
}

}  // namespace vmwright::libvirt
`;
}
