import type { Operation } from '../core/operation.js';
import type { Capability, EngineReport, Feature } from '../engine/engine.js';
import type { HypervisorReport, XenGuestType } from '../engine/hypervisor-report.js';
import { reportXen } from '../engine/probe-xen.js';
import { outOfReach, whyNoSockets } from '../engine/reach-sockets.js';
import { surveyHypervisors } from '../engine/survey-hypervisors.js';
import { unusableReport } from '../engine/unusable.js';
import { nativeProgram } from '../native/index.js';
import type { Runner } from '../remote/runner.js';
import { type NetworkSurvey, surveyNetwork, userNetwork } from '../vm-process/index.js';
import { migrateFeature, migrationSupport } from './migration-support.js';
import { surveyTools, type ToolsSurvey } from './survey.js';

const YES: Capability = { supported: true };
const NO_QEMU_AGENT: Capability = {
  supported: false,
  reason: "the xen engine has no channel for QEMU's guest agent",
  remedy: 'use an image with the agent of vmwright',
};
/** The start script takes bridges of Linux only, see start-steps.ts. */
const NO_BRIDGE: Capability = {
  supported: false,
  reason: 'the host has no bridge; user networks need none',
  remedy: 'ip link add xenbr0 type bridge; ip link set xenbr0 up',
};
/** Those that know weights and caps. */
const SHARING = ['credit', 'credit2'];
const LATER: Capability = { supported: false, reason: 'the xen engine cannot do this yet' };

/** What is known of a dom0 when the report is written. */
export interface Dom0Findings {
  readonly xen: HypervisorReport;
  readonly tools: ToolsSurvey;
  readonly network: NetworkSurvey;
}

export interface XenProbe {
  readonly report: EngineReport;
  /** What the host's CPU and hypervisor can run. */
  readonly guestTypes?: readonly XenGuestType[];
}

/** What Xen can do on this host, see {@link Engine.probe}. */
export async function probeXen(runner: Runner, op: Operation): Promise<XenProbe> {
  const facts = await op.race(runner.facts());
  if (facts.platform !== 'linux' || facts.arch !== 'x64') {
    const reason = `the xen engine needs a Linux x86-64 host, not ${facts.platform} ${facts.arch}`;
    return { report: unusableReport('xen', reason) };
  }
  const survey = await op.race(surveyHypervisors(runner));
  const xen = reportXen(survey);
  if (!xen.usable) {
    // To install a hypervisor is no remedy for who asks for any VM: that of another engine is told then.
    const remedy = xen.present || survey.xenImage ? xen.remedy : undefined;
    return { report: unusableReport('xen', xen.reason, remedy) };
  }
  if (nativeProgram('vmwright-toolstack') === undefined) {
    const reason = 'this copy of vmwright has no vmwright-toolstack';
    return { report: unusableReport('xen', reason, 'npm run build:native') };
  }
  const [tools, network, noSockets] = await op.race(
    Promise.all([surveyTools(runner, op.signal), surveyNetwork(runner, op.signal), whyNoSockets(runner)]),
  );
  const guestTypes = xen.guestTypes ?? [];
  const told = report({ xen, tools, network });
  if (told.usable && noSockets !== undefined) return { report: outOfReach('xen', noSockets) };
  return { report: told, guestTypes };
}

const no = (reason: string, remedy: string): Capability => ({ supported: false, reason, remedy });

/** The report on a dom0. */
export function report({ xen, tools, network }: Dom0Findings): EngineReport {
  if (!tools.library) {
    return unusableReport(
      'xen',
      `libxenlight.so.${tools.release}, which belongs to the running Xen ${xen.version ?? tools.release}, is not installed`,
      `apt-get install xen-utils-${tools.release}; after an upgrade of Xen, reboot`,
    );
  }
  if (tools.missingDevices.length > 0) {
    const missing = tools.missingDevices.join(' and ');
    return unusableReport(
      'xen',
      `the host is dom0 but has no ${missing}, by which the agents of guests are reached`,
      'sudo modprobe -a xen-gntdev xen-evtchn',
    );
  }
  const migration = migrationSupport(xen);
  return {
    engine: 'xen',
    usable: true,
    reason: `libxenlight ${tools.release}; ${xen.reason}`,
    ...(xen.version === undefined ? {} : { version: xen.version }),
    hypervisors: ['xen'],
    notes: [],
    features: { ...features({ xen, tools, network }), migrate: migrateFeature(migration) },
    migration,
  };
}

function features({ xen, tools, network }: Dom0Findings): Omit<Record<Feature, Capability>, 'migrate'> {
  const types = xen.guestTypes ?? [];
  const model = tools.deviceModel
    ? YES
    : no('no device model for Xen is installed', 'apt-get install qemu-system-xen');
  const firmware = types.includes('hvm')
    ? model
    : no('the CPU has no virtualization for HVM guests', 'enable SVM or VT-x in the firmware');
  return {
    kernelBoot: types.length > 0 ? YES : no('Xen runs no guests here', 'xl info'),
    diskBoot: firmware,
    uefi: LATER,
    qcow2: tools.qemuImg ? model : no('qemu-img is not installed', 'apt-get install qemu-utils'),
    userNetwork: userNetwork(network),
    tapNetwork: tools.bridge ? YES : NO_BRIDGE,
    detached: YES,
    pause: YES,
    reboot: YES,
    console: YES,
    stats: YES,
    resizeMemory: YES,
    qemuAgent: NO_QEMU_AGENT,
    snapshot: LATER,
    mounts: LATER,
    guestType: YES,
    stopActions: YES,
    cpuShares: cpuShares(xen.resources?.scheduler),
    resizeCpus: YES,
    hotplug: model,
    coreDump: YES,
    save: YES,
    networkRate: YES,
    networkScript: YES,
    cpuAffinity: YES,
    pci: YES,
    createPaused: YES,
    rename: YES,
    deviceList: YES,
  };
}

/** `scheduler`: undefined when `xl info` does not tell. */
function cpuShares(scheduler: string | undefined): Capability {
  if (scheduler === undefined || SHARING.includes(scheduler)) return YES;
  return no(`Xen's scheduler ${scheduler} has no weights`, 'boot Xen with sched=credit2 on its command line');
}
