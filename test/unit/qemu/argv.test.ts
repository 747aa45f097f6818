import assert from 'node:assert/strict';
import type { VmSpec } from '#src/engine/vm-spec.js';
import { type ArgvContext, qemuArgv } from '#src/qemu/argv.js';
import { plainFolder as folder, plainSpec as spec } from '../support/plain-vm.js';

const context: ArgvContext = { folder, program: 'qemu-system-x86_64', hypervisor: 'emulated' };
/** Every word is there for a reason given in argv.ts; a change here is a change of what guests see. */
const EXPECTED = [
  'qemu-system-x86_64',
  ...['-name', 'guest=bob'],
  '-nodefaults',
  '-no-user-config',
  ...['-display', 'none'],
  ...['-msg', 'timestamp=on'],
  ...['-sandbox', 'on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny'],
  ...['-machine', 'q35,vmport=off,hpet=off,usb=off,sata=off,smbus=off'],
  ...['-accel', 'tcg,thread=multi'],
  ...['-cpu', 'max'],
  ...['-smp', '2'],
  ...['-m', 'size=513M'],
  ...['-action', 'reboot=reset,shutdown=poweroff,panic=shutdown'],
  ...['-kernel', '/k/vmlinux'],
  ...['-initrd', '/k/initrd'],
  ...['-append', 'quiet console=hvc0 earlycon=uart8250,io,0x3f8 panic=-1 tsc=reliable noreplace-smp a b=c'],
  ...['-chardev', 'stdio,id=owner,signal=off'],
  ...['-mon', 'chardev=owner,mode=control'],
  ...['-chardev', 'socket,id=qmp1,path=/run/v/vm-1/qmp.1,server=on,wait=off'],
  ...['-mon', 'chardev=qmp1,mode=control'],
  ...['-chardev', 'socket,id=qmp2,path=/run/v/vm-1/qmp.2,server=on,wait=off'],
  ...['-mon', 'chardev=qmp2,mode=control'],
  ...['-chardev', 'socket,id=qmp3,path=/run/v/vm-1/qmp.3,server=on,wait=off'],
  ...['-mon', 'chardev=qmp3,mode=control'],
  ...[
    '-chardev',
    'socket,id=console,path=/run/v/vm-1/console,server=on,wait=off,logfile=/run/v/vm-1/console.log,logappend=on',
  ],
  ...['-chardev', 'file,id=serial,path=/run/v/vm-1/console.log,append=on'],
  ...['-serial', 'chardev:serial'],
  ...['-device', 'virtio-serial-pci,id=ports,max_ports=5,romfile='],
  ...['-device', 'virtconsole,bus=ports.0,nr=0,chardev=console'],
  ...['-chardev', 'socket,id=agent0,path=/run/v/vm-1/agent.0,server=on,wait=off'],
  ...['-device', 'virtserialport,bus=ports.0,nr=1,chardev=agent0,id=agent0,name=org.vmwright.agent.0'],
  ...['-chardev', 'socket,id=agent1,path=/run/v/vm-1/agent.1,server=on,wait=off'],
  ...['-device', 'virtserialport,bus=ports.0,nr=2,chardev=agent1,id=agent1,name=org.vmwright.agent.1'],
  ...['-chardev', 'socket,id=agent2,path=/run/v/vm-1/agent.2,server=on,wait=off'],
  ...['-device', 'virtserialport,bus=ports.0,nr=3,chardev=agent2,id=agent2,name=org.vmwright.agent.2'],
  ...['-chardev', 'socket,id=agent3,path=/run/v/vm-1/agent.3,server=on,wait=off'],
  ...['-device', 'virtserialport,bus=ports.0,nr=4,chardev=agent3,id=agent3,name=org.vmwright.agent.3'],
  ...['-device', 'pvpanic'],
  ...['-device', 'virtio-rng-pci,romfile='],
];

/** The values of an option, in order. */
const valuesOf = (argv: readonly string[], option: string): string[] =>
  argv.flatMap((word, index) => (argv[index - 1] === option ? [word] : []));

describe('qemu argv', () => {
  it('is exactly this for a directly booted kernel', () => {
    assert.deepEqual(qemuArgv(spec, context), EXPECTED);
  });

  it('boots the bzImage when there is no vmlinux, without an initrd when there is none', () => {
    const argv = qemuArgv({ ...spec, boot: { type: 'kernel', kernel: '/k/vmlinuz', cmdline: [] } }, context);
    assert.deepEqual(valuesOf(argv, '-kernel'), ['/k/vmlinuz']);
    assert.deepEqual(valuesOf(argv, '-initrd'), []);
  });

  it('uses KVM with the CPU of the host', () => {
    const argv = qemuArgv(spec, { ...context, hypervisor: 'kvm' });
    assert.deepEqual([...valuesOf(argv, '-accel'), ...valuesOf(argv, '-cpu')], ['kvm', 'host']);
  });

  it('leaves the console on the serial port where the guest may have no other, or is asked to', () => {
    const boot = { type: 'kernel', kernel: '/k/vmlinuz', cmdline: ['console=ttyS0'] } as const;
    for (const changes of [
      { agent: false },
      { boot },
      { boot: { type: 'disk', firmware: 'bios' } },
    ] as const) {
      const argv = qemuArgv({ ...spec, ...changes }, context);
      assert.deepEqual(valuesOf(argv, '-serial'), ['chardev:console']);
      assert.ok(!argv.some((word) => word.startsWith('virtconsole')));
    }
    const [append = ''] = valuesOf(qemuArgv({ ...spec, agent: false }, context), '-append');
    assert.match(append, /^console=ttyS0 panic=-1 /);
  });

  it('gives each disk its file, by access', () => {
    const disks: VmSpec['disks'] = [
      { path: '/d/a.qcow2', format: 'qcow2', access: 'overlay' },
      { path: '/d/b,c', format: 'raw', access: 'write' },
      { path: '/d/d', format: 'raw', access: 'read' },
    ];
    const argv = qemuArgv({ ...spec, boot: { type: 'disk', firmware: 'bios' }, disks }, context);
    assert.deepEqual(valuesOf(argv, '-drive'), [
      'id=disk0,if=none,file=/var/v/vm-1/disk.0.qcow2,format=qcow2,cache=unsafe,discard=unmap,detect-zeroes=unmap',
      'id=disk1,if=none,file=/d/b,,c,format=raw,cache=writeback,discard=unmap,detect-zeroes=unmap',
      'id=disk2,if=none,file=/d/d,format=raw,cache=writeback,discard=unmap,detect-zeroes=unmap,readonly=on',
    ]);
    assert.deepEqual(
      valuesOf(argv, '-device').filter((device) => device.startsWith('virtio-blk')),
      [0, 1, 2].map((n) => `virtio-blk-pci,drive=disk${n},id=vd${n},romfile=`),
    );
    assert.deepEqual(valuesOf(argv, '-append'), []);
  });

  it('boots UEFI from read-only code with variables of its own', () => {
    const uefi = { ...spec, boot: { type: 'disk', firmware: 'uefi' } } as const;
    assert.deepEqual(valuesOf(qemuArgv(uefi, { ...context, firmwareCode: '/o/CODE.fd' }), '-drive'), [
      'if=pflash,unit=0,format=raw,readonly=on,file=/o/CODE.fd',
      'if=pflash,unit=1,format=raw,file=/var/v/vm-1/vars.fd',
    ]);
  });

  const networks: [VmSpec['network'], string, string][] = [
    [{ type: 'user', restrict: false }, 'user,id=net0,restrict=off', ''],
    [{ type: 'user', restrict: true }, 'user,id=net0,restrict=on', ''],
    [
      { type: 'tap', device: 'tap0', mac: '52:54:00:00:00:01' },
      'tap,id=net0,ifname=tap0,script=no,downscript=no',
      ',mac=52:54:00:00:00:01',
    ],
    [
      { type: 'bridge', bridge: 'br0', mac: '52:54:00:00:00:02' },
      'bridge,id=net0,br=br0',
      ',mac=52:54:00:00:00:02',
    ],
  ];
  for (const [network, backend, mac] of networks) {
    it(`makes a ${network.type} network (${backend})`, () => {
      const argv = qemuArgv({ ...spec, network }, context);
      assert.deepEqual(valuesOf(argv, '-netdev'), [backend]);
      assert.ok(valuesOf(argv, '-device').includes(`virtio-net-pci,netdev=net0${mac},romfile=`));
      const rights = network.type === 'bridge' ? 'allow' : 'deny';
      assert.match(valuesOf(argv, '-sandbox')[0] ?? '', new RegExp(`spawn=${rights}`));
    });
  }

  it('leaves the sandbox away only for users who ask for it', () => {
    assert.deepEqual(valuesOf(qemuArgv({ ...spec, jail: false }, context), '-sandbox'), []);
  });

  it('holds nothing that others must not read', () => {
    assert.ok(!qemuArgv(spec, context).join(' ').includes('hunter2'));
  });
});
