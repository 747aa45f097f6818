/**
 * The domains of a Xen host with their CPU time, then those that come and go for five seconds. Runs in dom0, as root.
 *
 *     npm run example -- xen-domains
 */
import { Xen, Xenstore } from 'vmwright/xen';

await using xen = await Xen.open();
await using store = await Xenstore.open();

const { version } = await xen.version();
const { cpus, totalMemory, freeMemory } = await xen.physicalInfo();
const mib = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`;
console.log(`Xen ${version} on ${cpus} CPUs, ${mib(freeMemory)} of ${mib(totalMemory)} free`);

/** Name by number; xenstore has the names, the hypervisor knows only numbers. */
async function domains(): Promise<Map<number, string>> {
  const names = new Map<number, string>();
  for (const { domid } of await xen.domains()) {
    names.set(domid, (await store.get(`/local/domain/${domid}/name`)) ?? '?');
  }
  return names;
}

let known = await domains();
for (const { domid, memory, cpuTimeNs, vcpus } of await xen.sample()) {
  const seconds = (Number(cpuTimeNs) / 1e9).toFixed(1);
  const busy = vcpus.filter(({ running }) => running).length;
  const name = (known.get(domid) ?? '?').padEnd(20);
  console.log(
    `${String(domid).padStart(5)} ${name} ${mib(memory)}  ${seconds} s on ${vcpus.length} vCPUs, ${busy} running`,
  );
}

const signal = AbortSignal.timeout(5000);
console.log('watching for five seconds');
for await (const _ of await store.watch('/local/domain', { signal })) {
  const now = await domains();
  for (const [domid, name] of now) if (!known.has(domid)) console.log(`domain ${domid} came: ${name}`);
  for (const [domid, name] of known) if (!now.has(domid)) console.log(`domain ${domid} went: ${name}`);
  known = now;
}
