import type { Vm } from 'vmwright';
import type { CompareHost } from './host.js';
import type { Add } from './plain.js';
import type { Series } from './series.js';
import { SETTINGS } from './settings.js';

const PORT = '5201';
const PATH = '/load';

/** Words for the guest's agent; docs/guest-protocol.md. */
export const networkWord = ({ network }: CompareHost) => `vmwright.net=eth0,${network.net}`;

/** A VM with two disks and a network: how much passes. */
export async function measureDevices(
  host: CompareHost,
  series: Series,
  bootDisk: string | undefined,
  add: Add,
): Promise<void> {
  const { place, network, bridge, disks } = host;
  await using vm = await place.createSpecial(series.wish, {
    disks: [...(bootDisk === undefined ? [] : [bootDisk]), disks.file, disks.block],
    network: { bridge, address: network.net },
    ...(bootDisk === undefined ? {} : { bootsDisk: true }),
  });
  const load = await place.program('load');
  await vm.copyIn(load.here, PATH);
  const [file, block] = (bootDisk === undefined ? ['a', 'b'] : ['b', 'c']).map((x) => `${series.disk}${x}`);
  await disk(vm, 'file', file ?? '', add);
  await disk(vm, 'block', block ?? '', add);
  await net(vm, host, load.there, add);
}

const seconds = String(SETTINGS.loadSeconds);

async function loaded(vm: Vm, ...args: string[]): Promise<number> {
  return Number((await vm.exec(PATH, args, { check: true })).stdout);
}

async function disk(vm: Vm, row: 'file' | 'block', device: string, add: Add): Promise<void> {
  add(`${row}-read`, await loaded(vm, 'read', device, seconds));
  add(`${row}-write`, await loaded(vm, 'write', device, seconds));
  add(`${row}-random-read`, await loaded(vm, 'random', device, seconds, '1'));
  add(`${row}-random-write`, await loaded(vm, 'random-write', device, seconds));
}

/** `there`: the program's path on the host. */
async function net(vm: Vm, { place, network }: CompareHost, there: string, add: Add): Promise<void> {
  const sink = place.sh(`${there} sink ${PORT}`);
  await vm.exec(PATH, ['send', network.host, PORT, seconds], { check: true });
  add('tcp-out', Number(await sink));
  const guestSink = loaded(vm, 'sink', PORT);
  await place.sh(`${there} send ${network.ip} ${PORT} ${seconds}`);
  add('tcp-in', await guestSink);
  const echo = place.sh(`${there} echo ${PORT}`);
  add('ping', await loaded(vm, 'ping', network.host, PORT, seconds));
  await echo;
}
