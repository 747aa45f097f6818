import { VmError } from '../core/errors.js';
import type { JailReport } from '../engine/engine.js';
import type { Domain } from '../native/libvirt/generated/domain.js';
import { DomainStatsTypes } from '../native/libvirt/generated/enums.js';
import type { QmpCommand, QmpCommands } from '../vm-process/index.js';
import { askQemuAgent } from './qemu-agent.js';
import { domainStats } from './stats.js';
import { readXml } from './xml-reader.js';

/** Calls of libvirt that do what commands of QMP do. */
export type Answers = {
  readonly [C in QmpCommand]?: (argument: QmpCommands[C]['arguments']) => Promise<QmpCommands[C]['result']>;
};

/** libvirt's Xen driver counts memory in KiB. */
const KIB = 1024;
const MIB = 2 ** 20;

/** What a driver of libvirt does in its own way. `domain`: gives the domain, or throws while there is none. */
export function answersOf(driver: string, domain: () => Domain, jail: JailReport): Answers {
  if (driver === 'xen') return { ...common(domain), ...ofXen(domain, jail) };
  if (driver === 'qemu') return { ...common(domain), ...ofQemu(domain, jail) };
  return { ...common(domain), ...ofQemu(domain, jail), ...ofOthers(domain) };
}

function common(domain: () => Domain): Answers {
  return {
    balloon: async ({ value }) => {
      await domain().setMemoryFlags(value / KIB, 'LIVE');
      return {};
    },
  };
}

function ofQemu(domain: () => Domain, jail: JailReport): Answers {
  const stats = async (types: number) => {
    const [record] = await domain().connect.domainListGetStats([domain()], types);
    return domainStats(record?.params ?? {});
  };
  return {
    system_reset: async () => {
      await domain().reset();
      return {};
    },
    system_powerdown: async () => {
      await domain().shutdownFlags('ACPI_POWER_BTN');
      return {};
    },
    quit: async () => {
      await domain().destroyFlags('GRACEFUL');
      return {};
    },
    'query-balloon': async () => ({ actual: (await stats(DomainStatsTypes.BALLOON)).memoryBytes }),
    'query-blockstats': async () => (await stats(DomainStatsTypes.BLOCK)).disks,
    'x-vmwright-agent': ({ command, args }) => askQemuAgent(domain(), command, args),
    'x-vmwright-stats': async () => {
      const found = await stats(DomainStatsTypes.CPU_TOTAL | DomainStatsTypes.BALLOON);
      return { cpuNs: found.cpuNs, residentBytes: found.residentBytes, jail };
    },
  };
}

/** Drivers without QEMU's way to end a domain refuse its flags; each has one way that it takes without any. */
function ofOthers(domain: () => Domain): Answers {
  return {
    system_powerdown: async () => {
      await domain().shutdownFlags();
      return {};
    },
    quit: async () => {
      await domain().destroy();
      return {};
    },
  };
}

/** The driver has no statistics in bulk, and it knows no reset: it would have to make the domain again. */
function ofXen(domain: () => Domain, jail: JailReport): Answers {
  const info = () => domain().getInfo();
  return {
    system_reset: async () => {
      throw new VmError('VM_UNSUPPORTED', "libvirt's Xen driver cannot reset a domain", {
        remedy: 'Let the guest reboot, or use the engine xen.',
      });
    },
    system_powerdown: async () => {
      // ACPI is for whole PCs whose guest has no drivers for Xen: libvirt tries it when it finds none.
      await domain().shutdownFlags(['PARAVIRT', 'ACPI_POWER_BTN']);
      return {};
    },
    quit: async () => {
      await domain().destroy();
      return {};
    },
    // Guests have whole MiB; the hypervisor counts a few pages more that are not theirs.
    'query-balloon': async () => ({ actual: Math.floor(Number((await info()).memory) / KIB) * MIB }),
    'query-blockstats': () => blockStats(domain()),
    'x-vmwright-stats': async () => {
      const { cpuTime, memory } = await info();
      return { cpuNs: Number(cpuTime), residentBytes: Number(memory) * KIB, jail };
    },
  };
}

/** Of the disks that dom0's kernel serves: libvirt knows no figures of those that QEMU does. */
async function blockStats(domain: Domain): Promise<QmpCommands['query-blockstats']['result']> {
  const targets = readXml(await domain.getXMLDesc()).all('devices', 'disk', 'target');
  const found = await Promise.allSettled(
    targets.map((target) => domain.blockStats(target.attribute('dev') ?? '')),
  );
  return found.flatMap((each, index) =>
    each.status === 'fulfilled'
      ? [
          {
            qdev: `vd${index}`,
            stats: { rd_bytes: Number(each.value.rdBytes), wr_bytes: Number(each.value.wrBytes) },
          },
        ]
      : [],
  );
}
