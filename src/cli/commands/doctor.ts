import type { Command } from 'commander';
import { formatSize } from '../../core/size.js';
import type { EngineReport, HostCapabilities, HypervisorReport, XenResources } from '../../index.js';
import { EXIT } from '../exit-codes.js';
import { addCommand, examples, type Invocation } from '../register.js';
import type { Session } from '../session.js';
import { type Style, styleFor } from '../style.js';

export function addDoctor(program: Command, invocation: Invocation): void {
  addCommand<object>(program, invocation, 'doctor', doctor)
    .description('show what can run VMs on the host, why, and the command that would fix it; changes nothing')
    .addHelpText('after', examples('vmwright doctor', 'vmwright doctor --json'));
}

async function doctor(_operands: string[], _flags: object, session: Session): Promise<number> {
  const host = await session.connect();
  const capabilities = await host.capabilities({ signal: session.signal });
  session.print(capabilities, () => doctorLines(capabilities, styleFor(process.stdout)));
  return capabilities.choice === undefined ? EXIT.unusable : EXIT.ok;
}

/** The report for people. */
export function doctorLines(found: HostCapabilities, style: Style): string[] {
  const { host, platform, arch, cpus, memory, hypervisors, engines, choice } = found;
  const facts = `${platform} ${arch}, ${cpusOf(cpus)}, ${formatSize(memory)} of memory`;
  const lines = [`host ${style.bold(host)}: ${facts}`, ''];
  for (const hypervisor of hypervisors) lines.push(...hypervisorLines(hypervisor, style));
  lines.push('');
  for (const engine of engines) lines.push(...engineLines(engine, style), '');
  if (choice === undefined) {
    return [...lines, `${style.red('nothing usable')}: createVm fails until one of the above is fixed`];
  }
  lines.push(`createVm takes ${style.bold(`${choice.engine} on ${choice.hypervisor}`)}`);
  return [...lines, ...choice.passedOver.map((line) => `  passed over ${line}`)];
}

function hypervisorLines(report: HypervisorReport, style: Style): string[] {
  const version = report.version === undefined ? '' : ` ${report.version}`;
  const { present, usable } = report;
  const verdict = usable ? style.green('usable') : present ? style.red('not usable') : style.dim('absent');
  const lines = [`hypervisor ${style.bold(report.name)}${version}: ${verdict}`, `  ${report.reason}`];
  if (report.resources !== undefined) lines.push(`  ${resourcesLine(report.resources)}`);
  if (report.remedy !== undefined) lines.push(`  to fix it: ${style.bold(report.remedy)}`);
  return lines;
}

function resourcesLine({ cpus, memory, freeMemory, scheduler }: XenResources): string {
  return `the whole machine: ${cpusOf(cpus)}, ${formatSize(memory)} of memory, ${formatSize(freeMemory)} of it free; scheduler ${scheduler}`;
}

function cpusOf(count: number): string {
  return `${count} CPU${count === 1 ? '' : 's'}`;
}

function engineLines(report: EngineReport, style: Style): string[] {
  const version = report.version === undefined ? '' : ` ${report.version}`;
  const verdict = report.usable ? style.green('usable') : style.red('not usable');
  const lines = [`engine ${style.bold(report.engine)}${version}: ${verdict}`, `  ${report.reason}`];
  if (report.usable) lines.push(`  hypervisors: ${report.hypervisors.join(', ')}`);
  lines.push(...report.notes.map((note) => `  note: ${note}`));
  if (report.remedy !== undefined) lines.push(`  to fix it: ${style.bold(report.remedy)}`);
  if (!report.usable) return lines;
  for (const [feature, capability] of Object.entries(report.features)) {
    if (capability.supported) continue;
    const remedy = capability.remedy === undefined ? '' : ` (${capability.remedy})`;
    lines.push(style.dim(`  cannot ${feature}: ${capability.reason}${remedy}`));
  }
  return lines;
}
