import assert from 'node:assert/strict';
import { isVmError, type Vm } from 'vmwright';
import { eventually } from '../support/leaks.js';
import { hostPath, inGuest, limit, onXen, ownBridge } from './support/xen-target.js';

const KIB = 1024;
const SOON = 60_000;
/** Bytes a second. */
const RATE = 16 * KIB;
const SECONDS = 10;
/** Arguments: address, seconds. A full queue ends busybox's ping: "No buffer space available". */
const FLOOD = `left() { echo $((end - $(date +%s))); }
flood() { while [ "$(left)" -gt 0 ]; do timeout "$(left)" ping -q -s 1400 -i 0.001 "$1" || sleep 0.05; done; }
run() { end=$(($(date +%s) + $2)); for each in 1 2 3 4; do flood "$1" & done; wait; } >/dev/null 2>&1
run`;
const BRIDGE = `vmwnet${process.pid % 10_000}`;

onXen('interfaces', ({ create, onHost }) => {
  ownBridge(onHost, BRIDGE);

  /** Bytes that left the guest through its interface, as dom0 counts them. */
  const sent = async (vm: Vm, index: number) =>
    Number(
      await onHost('cat "/sys/class/net/vif$(xl domid "$1").$2/statistics/rx_bytes"', vm.name, String(index)),
    );

  /** Bytes that go through in {@link SECONDS} while the guest sends all it can to nobody. */
  const flood = async (vm: Vm, index: number) => {
    const device = `eth${index}`;
    const net = `10.77.${index}`;
    await eventually(
      `the guest sees ${device}`,
      async () => (await inGuest(vm, 'ls /sys/class/net')).includes(device),
      SOON,
    );
    await inGuest(
      vm,
      `ip link set ${device} up; ip addr add ${net}.2/24 dev ${device}; arp -i ${device} -s ${net}.9 02:00:00:00:00:09`,
    );
    const before = await sent(vm, index);
    await inGuest(vm, `${FLOOD} ${net}.9 ${SECONDS}`);
    return (await sent(vm, index)) - before;
  };

  it('with a rate limit send no more than that, at creation and added later; others are not limited', async function () {
    this.timeout(limit(2));
    await using vm = await create({ network: { bridge: BRIDGE, rateLimit: RATE } });
    await vm.devices.addNetwork({ bridge: BRIDGE });
    await vm.devices.addNetwork({ bridge: BRIDGE, rateLimit: 2 * RATE });
    // A burst of 128 KiB, the rate, and what the guest's queue still held; emulated hosts count time loosely.
    const atMost = (rate: number) => 128 * KIB + rate * SECONDS * 1.5;
    const within = (bytes: number, rate: number) => bytes > (rate * SECONDS) / 4 && bytes < atMost(rate);
    const limited = await flood(vm, 0);
    assert.ok(within(limited, RATE), `it sent ${limited} bytes`);
    const free = await flood(vm, 1);
    assert.ok(free > 2 * atMost(RATE), `without a limit it sent ${free} bytes`);
    const added = await flood(vm, 2);
    assert.ok(within(added, 2 * RATE), `the added one sent ${added} bytes`);
  });

  it('are connected by a program of the host, which has to be there', async function () {
    this.timeout(limit(1));
    const [script, seen] = [hostPath('vif-script'), hostPath('vif-seen')];
    await onHost(
      `printf '#!/bin/sh\\necho "$1 $vif" >>%s\\nexec /etc/xen/scripts/vif-bridge "$@"\\n' "$2" >"$1" && chmod +x "$1"`,
      script,
      seen,
    );
    await using vm = await create({ network: { bridge: BRIDGE, script } });
    assert.match(await onHost('cat "$1"', seen), /^online vif\d+\.0$/m);
    assert.match(await onHost('ls /sys/class/net/"$1"/brif', BRIDGE), /^vif\d+\.0$/);
    await vm.devices.addNetwork({ bridge: BRIDGE, script });
    assert.match(await onHost('cat "$1"', seen), /^online vif\d+\.1$/m);
    const missing = { bridge: BRIDGE, script: hostPath('no-script') };
    const refused = (error: unknown) =>
      isVmError(error) && error.code === 'ENGINE_FAILED' && /no program .*no-script/.test(error.message);
    await assert.rejects(vm.devices.addNetwork(missing), refused);
    await assert.rejects(create({ network: missing }), refused);
    assert.equal(await inGuest(vm, 'echo on'), 'on');
  });
});
