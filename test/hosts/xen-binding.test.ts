import assert from 'node:assert/strict';
import type { XenDomainInfo } from 'vmwright/xen';
import { Dom0 } from './support/dom0.js';
import { requireHost } from './support/real-host.js';
import { watchRemains } from './support/remains.js';
import { TEXT_ADDRESS } from './support/tiny-pvh.js';

const TEXT = 'vmwright finds this text in the memory of a guest';
const NAME = `binding-${process.pid}`;
const MIB = 2 ** 20;

/** Rows of a table that `xl` prints, as words. */
const rows = (text: string): string[][] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.trim().split(/\s+/));

/** `name : value` lines. */
const table = (text: string): Map<string, string> =>
  new Map(
    text.split('\n').map((line) => [line.split(':')[0]?.trim() ?? '', line.replace(/^[^:]*:\s*/, '').trim()]),
  );

describe('vmwright/xen on a real Xen host', function () {
  this.timeout(180_000);
  let dom0: Dom0;
  let domid: number;
  watchRemains(() => dom0?.host);
  before(async function () {
    dom0 = await Dom0.open(requireHost(this, 'xen'));
    domid = await dom0.createTiny(NAME, TEXT, { vcpus: 2 });
  });
  after(() => dom0?.[Symbol.asyncDispose]());

  it('tells what xl info tells', async () => {
    const info = table(await dom0.script('xl info'));
    const { version, physical } = await dom0.run(async ({ Xen }) => {
      const xen = await Xen.open();
      const told = { version: await xen.version(), physical: await xen.physicalInfo() };
      await xen.close();
      return told;
    });
    const said = (name: string) => info.get(name) ?? assert.fail(`xl info tells no ${name}`);
    assert.equal(version.version, said('xen_version'));
    assert.equal(version.extra, said('xen_extra'));
    assert.equal(version.changeset, said('xen_changeset'));
    assert.equal(version.commandLine, said('xen_commandline'));
    assert.equal(version.compiler, said('cc_compiler'));
    assert.equal(version.compiledAt, said('cc_compile_date'));
    assert.equal(version.capabilities.join(' '), said('xen_caps'));
    assert.equal(version.buildId ?? '', info.get('build_id') ?? '');
    assert.deepEqual([version.domctlVersion, version.sysctlVersion], [0x15, 0x15]);
    assert.equal(physical.cpus, Number(said('nr_cpus')));
    assert.equal(physical.maxCpuId, Number(said('max_cpu_id')));
    assert.equal(physical.nodes, Number(said('nr_nodes')));
    assert.equal(physical.coresPerSocket, Number(said('cores_per_socket')));
    assert.equal(physical.threadsPerCore, Number(said('threads_per_core')));
    assert.equal(Math.floor(physical.cpuKhz / 1000), Math.floor(Number(said('cpu_mhz'))));
    assert.equal(Math.floor(physical.totalMemory / MIB), Number(said('total_memory')));
    assert.ok(Math.abs(physical.freeMemory / MIB - Number(said('free_memory'))) < 512, 'free memory');
    const words = said('virt_caps')
      .split(' ')
      .map((word) => word.replaceAll('_', '-').replace('pv-directio', 'pv'));
    for (const capability of ['hvm', 'pv', 'hap', 'gnttab-v1'] as const) {
      assert.equal(physical.capabilities.includes(capability), words.includes(capability), capability);
    }
    const hex = physical.hwCaps.map((word) => word.toString(16).padStart(8, '0')).join(':');
    assert.equal(hex, said('hw_caps'));
  });

  it('tells what xl list tells', async () => {
    const before = rows(await dom0.script('xl list'));
    const domains = await dom0.run(async ({ Xen }) => {
      const xen = await Xen.open();
      const told = await xen.domains();
      await xen.close();
      return told;
    });
    const uuid = await dom0.script('xl vm-list | awk -v id="$1" \'$2 == id { print $1 }\'', String(domid));
    for (const [name, id, memory, vcpus, , seconds] of before.slice(1)) {
      if (name !== 'Domain-0' && name !== NAME) continue; // others come and go
      const domain = domains.find((each) => each.domid === Number(id)) ?? assert.fail(`no domain ${id}`);
      assert.equal(Math.round(domain.memory / MIB), Number(memory), `${name}: memory`);
      assert.equal(domain.onlineVcpus, Number(vcpus), `${name}: vCPUs`);
      const later = Number(domain.cpuTimeNs / 10n ** 6n) / 1000;
      assert.ok(
        later >= Number(seconds) - 0.1 && later < Number(seconds) + 30,
        `${name}: ${later} s, ${seconds} s`,
      );
    }
    const ours = domains.find((each) => each.domid === domid) ?? assert.fail('our domain is not listed');
    assert.equal(ours.uuid, uuid.trim());
    assert.deepEqual([ours.hvm, ours.hap, ours.maxVcpuId, ours.cpupool], [true, true, 1, 0]);
    const control = domains[0] as XenDomainInfo;
    assert.deepEqual([control.domid, control.hvm, control.paused], [0, false, false]);
    assert.ok(ours.maxMemory >= ours.memory && ours.addressBits >= 32);
  });

  it('finds one domain, and none where there is none', async () => {
    const [found, none, refused] = await dom0.run(async ({ Xen }, id) => {
      const xen = await Xen.open();
      const refusal = xen.pause(30_000).catch((error) => [error.code, error.errno, error.call]);
      const told = [await xen.domain(id), await xen.domain(30_000), await refusal] as const;
      await xen.close();
      return told;
    }, domid);
    assert.equal(found?.domid, domid);
    assert.equal(none, undefined);
    assert.deepEqual(refused, ['XEN_ERROR', 'ESRCH', 'xc_domain_pause']);
  });

  it('pauses and unpauses', async () => {
    const state = async () => rows(await dom0.script('xl list "$1"', NAME))[1]?.[4] ?? '';
    const call = (method: 'pause' | 'unpause') =>
      dom0.run(
        async ({ Xen }, [name, id]) => {
          const xen = await Xen.open();
          await xen[name](id);
          const info = await xen.domain(id);
          await xen.close();
          return info?.paused;
        },
        [method, domid] as const,
      );
    assert.equal(await call('pause'), true);
    assert.match(await state(), /p/);
    assert.equal(await call('unpause'), false);
    assert.doesNotMatch(await state(), /p/);
  });

  it('tells and sets where vCPUs run, as xl vcpu-list shows', async () => {
    const told = await dom0.run(async ({ Xen }, id) => {
      const xen = await Xen.open();
      const result = {
        vcpus: await xen.vcpus(id),
        sample: (await xen.sample()).find((each) => each.domid === id)?.vcpus,
        first: await xen.affinity(id, 0),
        pinned: await xen.setAffinity(id, 0, { hard: [0] }),
        soft: await xen.setAffinity(id, 1, { soft: [0] }),
        wrong: await xen.setAffinity(id, 0, { hard: [100_000] }).catch((error) => error.code),
        missing: await xen.affinity(id, 77).catch((error) => error.errno),
      };
      await xen.close();
      return result;
    }, domid);
    const listed = rows(await dom0.script('xl vcpu-list "$1"', NAME)).slice(1);
    assert.deepEqual(
      told.vcpus.map(({ vcpu }) => vcpu),
      listed.map(([, , vcpu]) => Number(vcpu)),
    );
    assert.deepEqual(
      told.sample?.map(({ vcpu }) => vcpu),
      [0, 1],
    );
    // Name ID VCPU CPU State Time(s) Hard / Soft
    const affinities = listed.map((words) => words.slice(6).join(' '));
    // On a host with one CPU that is all of them, and xl says so.
    const first = told.first.hard.length === 1 ? 'all' : '0';
    assert.deepEqual(affinities, [`${first} / all`, `all / ${first}`]);
    assert.ok(told.first.hard.length >= 1);
    assert.deepEqual(told.pinned.hard, [0]);
    assert.deepEqual(told.soft.soft, [0]);
    assert.deepEqual([told.wrong, told.missing], ['OPTION_INVALID', 'EINVAL']);
  });

  it('counts the CPU time of a vCPU that spins', async () => {
    const name = `${NAME}-spin`;
    const id = await dom0.createTiny(name, TEXT, { spins: true });
    try {
      const [first, second, idle] = await dom0.run(async ({ Xen }, number) => {
        const xen = await Xen.open();
        const now = async () => (await xen.sample()).find((each) => each.domid === number);
        const before = await now();
        await new Promise((resolve) => setTimeout(resolve, 3000));
        const told = [before, await now(), await xen.cpuIdleNs()] as const;
        await xen.close();
        return told;
      }, id);
      assert.ok(first !== undefined && second !== undefined);
      const spent = Number(second.cpuTimeNs - first.cpuTimeNs) / 1e9;
      assert.ok(spent > 0.3 && spent < 30, `${spent} s`);
      const ofVcpu = Number((second.vcpus[0]?.cpuTimeNs ?? 0n) - (first.vcpus[0]?.cpuTimeNs ?? 0n)) / 1e9;
      assert.ok(Math.abs(ofVcpu - spent) < 0.5, `${ofVcpu} s of ${spent} s`);
      assert.ok(idle.length >= 1 && idle.every((time) => time > 0n));
    } finally {
      await dom0.destroy(name);
    }
  });

  it('tells and sets weight and cap, as xl sched-credit2 shows', async () => {
    const [before, after, half, wrong, settings] = await dom0.run(async ({ Xen }, id) => {
      const xen = await Xen.open();
      const told = [
        await xen.share(id),
        await xen.setShare(id, { weight: 512, cap: 50 }),
        await xen.setShare(id, { cap: 25 }),
        await xen.setShare(id, { weight: 0 }).catch((error) => error.code),
        await xen.schedulerSettings(),
      ] as const;
      await xen.close();
      return told;
    }, domid);
    assert.deepEqual(before, { scheduler: 'credit2', weight: 256, cap: 0 });
    assert.deepEqual(after, { scheduler: 'credit2', weight: 512, cap: 50 });
    assert.deepEqual(half, { scheduler: 'credit2', weight: 512, cap: 25 });
    assert.equal(wrong, 'OPTION_INVALID');
    const [, listed] = rows(
      await dom0.script('xl sched-credit2 -d "$1"', NAME).then((text) => text.slice(text.indexOf('Name'))),
    );
    assert.deepEqual(listed?.slice(-2), ['512', '25']);
    const pool = await dom0.script('xl sched-credit2 -s');
    assert.match(pool, new RegExp(`ratelimit=${settings.ratelimitUs}us`));
    assert.equal(settings.scheduler, 'credit2');
  });

  it('tells the pools and the places of the CPUs', async () => {
    const told = await dom0.run(async ({ Xen }) => {
      const xen = await Xen.open();
      const result = { pools: await xen.cpupools(), cpus: await xen.cpus(), nodes: await xen.numaNodes() };
      await xen.close();
      return result;
    });
    const pools = rows(await dom0.script('xl cpupool-list')).slice(1);
    assert.equal(told.pools.length, pools.length);
    assert.deepEqual(
      [told.pools[0]?.scheduler, told.pools[0]?.cpus.length],
      [pools[0]?.[2], Number(pools[0]?.[1])],
    );
    const info = await dom0.script('xl info -n');
    for (const { cpu, core, socket, node } of told.cpus) {
      assert.match(info, new RegExp(`^ *${cpu}: +${core} +${socket} +${node}$`, 'm'));
    }
    for (const { node, memory } of told.nodes) {
      assert.match(info, new RegExp(`^ *${node}: +${Math.floor(memory / MIB)} `, 'm'));
    }
  });

  it('reads the log and presses keys', async () => {
    const [all, fresh] = await dom0.run(async ({ Xen }) => {
      const xen = await Xen.open();
      const before = await xen.readConsole();
      await xen.sendDebugKeys('h');
      const since = await xen.readConsole({ since: before.next });
      await xen.close();
      return [before, since] as const;
    });
    const dmesg = await dom0.script('xl dmesg');
    assert.ok(all.text.length > 1000);
    assert.ok(dmesg.includes(all.text.slice(-800, -400)), 'xl dmesg has the same lines');
    assert.match(fresh.text, /show this message|dump/i);
    assert.doesNotMatch(fresh.text, /Xen version/);
  });

  it('reads the memory of a PVH guest', async () => {
    const told = await dom0.run(
      async ({ Xen }, [id, address]) => {
        const xen = await Xen.open();
        const result = {
          text: await xen.readMemory(id, address, 64),
          across: await xen.readMemory(id, address - 10, 5000),
          virtual: await xen.readVirtual(id, 0, BigInt(address), 64),
          frame: await xen.translate(id, 0, address),
          highest: await xen.highestFrame(id),
          empty: await xen.readMemory(id, address, 0),
          none: await xen.readMemory(id, 2 ** 40, 10).catch((error) => [error.code, error.message]),
          large: await xen.readMemory(id, 0, '1GiB').catch((error) => error.code),
        };
        await xen.close();
        return result;
      },
      [domid, TEXT_ADDRESS] as const,
    );
    const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1').replaceAll('\0', '');
    assert.equal(text(told.text), TEXT);
    assert.equal(told.across.length, 5000);
    assert.equal(text(told.across.subarray(10, 100)), TEXT);
    assert.equal(text(told.virtual), TEXT);
    assert.equal(told.frame, BigInt(TEXT_ADDRESS / 4096));
    assert.ok(told.highest >= told.frame && told.empty.length === 0);
    assert.match(String(told.none), /^XEN_ERROR,xenforeignmemory_map of frame 0x10000000 failed/);
    assert.equal(told.large, 'OPTION_INVALID');
  });

  it('reads the memory of a PV guest that crashed, and knows that it did', async () => {
    const name = `${NAME}-pv`;
    const kernel = (await dom0.script('echo "/boot/vmlinuz-$(uname -r)"')).trim();
    const config = ['type = "pv"', `kernel = "${kernel}"`, 'memory = 192', 'extra = "console=hvc0 panic=1"'];
    const id = await dom0.create(name, [...config, 'on_crash = "preserve"', 'on_reboot = "preserve"']);
    try {
      const banner = await dom0.script('awk \'$3 == "linux_banner" { print $1 }\' /proc/kallsyms');
      const told = await dom0.run(
        async ({ Xen }, [number, address]) => {
          const xen = await Xen.open();
          let info = await xen.domain(number);
          for (let i = 0; i < 600 && info?.shutdown !== true; i += 1) {
            await new Promise((resolve) => setTimeout(resolve, 100));
            info = await xen.domain(number);
          }
          const bytes = await xen.readVirtual(number, 0, address, 100);
          const none = await xen.readVirtual(number, 0, 0x10, 1).catch((error) => error.errno);
          await xen.close();
          return { info, bytes, none };
        },
        [id, BigInt(`0x${banner.trim()}`)] as const,
      );
      assert.deepEqual([told.info?.shutdown, told.info?.hvm], [true, false]);
      assert.ok(['crash', 'reboot'].includes(told.info?.shutdownReason ?? ''), told.info?.shutdownReason);
      const version = (await dom0.script('cat /proc/version')).slice(0, 100);
      assert.equal(Buffer.from(told.bytes).toString('latin1'), version);
      assert.equal(told.none, 'EFAULT');
    } finally {
      await dom0.destroy(name);
    }
  });

  it('sets how much memory a domain may have', async () => {
    const [before, after] = await dom0.run(async ({ Xen }, id) => {
      const xen = await Xen.open();
      const old = await xen.domain(id);
      await xen.setMaxMemory(id, '64MiB');
      const now = await xen.domain(id);
      await xen.close();
      return [old, now] as const;
    }, domid);
    assert.equal(after?.maxMemory, 64 * MIB);
    assert.equal(after?.memory, before?.memory);
  });

  it('starts, sets and stops watchdogs, two at most', async () => {
    const [ids, third, again] = await dom0.run(async ({ Xen }) => {
      const xen = await Xen.open();
      const hour = 3600;
      const first = await xen.startWatchdog(hour);
      const second = await xen.startWatchdog(hour);
      const refused = await xen.startWatchdog(hour).catch((error) => error.errno);
      await first.pet();
      await first.stop();
      await second.stop();
      const stopped = await first.pet().catch((error) => error.errno);
      await xen.close();
      return [[first.id, second.id], refused, stopped] as const;
    });
    assert.deepEqual(ids, [1, 2]);
    assert.deepEqual([third, again], ['ENOSPC', 'EINVAL']);
  });

  it('makes many calls at a time, ends in order, and leaves no descriptor', async () => {
    const [counts, closed, before, after] = await dom0.run(async ({ Xen }) => {
      const { readdirSync } = await import('node:fs');
      const open = () => readdirSync('/proc/self/fd').length;
      await (await Xen.open()).close();
      const start = open();
      let failure: string | undefined;
      const lengths: number[] = [];
      for (let i = 0; i < 5; i += 1) {
        const xen = await Xen.open();
        const calls = Array.from({ length: 100 }, () => xen.domains());
        const closing = xen.close();
        lengths.push((await Promise.all(calls)).filter((list) => list.length > 0).length);
        await closing;
        failure = await xen.domains().then(
          () => 'none',
          (error) => error.code,
        );
      }
      return [lengths, failure, start, open()] as const;
    });
    assert.deepEqual(counts, [100, 100, 100, 100, 100]);
    assert.equal(closed, 'VM_STATE');
    assert.equal(after, before);
  });

  it('is refused to a user without rights, with the reason', async () => {
    await dom0.script('chmod -R a+rX "$1"', dom0.folder);
    const script = `cd "$1" && setpriv --reuid=65534 --regid=65534 --clear-groups node --input-type=module --eval "
      const { Xen } = await import('vmwright/xen');
      await Xen.open().catch(({ code, message }) => console.log(code, message));"`;
    assert.match(await dom0.script(script, dom0.folder), /^ENGINE_UNAVAILABLE .*: Permission denied$/m);
  });
});
