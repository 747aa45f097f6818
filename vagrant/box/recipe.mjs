/** What the boxes are made of. Every change here, or in a file beside, gives another box. */

/** Debian release of both hosts. */
export const SUITE = 'bookworm';

/** Disk of a host in GiB: the image is sparse, so room costs nothing. */
export const DISK_GIB = 16;

const COMMON = [
  'busybox-static', // the userland of the guests that hosts:check boots
  'dbus',
  'dnsmasq-base',
  'e2fsprogs',
  'initramfs-tools',
  'iproute2',
  'iputils-ping',
  'kmod',
  'less',
  'libpam-systemd',
  'libvirt-daemon-system',
  'libvirt-clients',
  'netbase',
  'netcat-openbsd',
  'nftables',
  'openssh-server',
  'procps',
  'qemu-utils',
  'socat',
  'sudo',
  'systemd-resolved',
  'systemd-sysv',
  'udev',
  'zstd',
];

const PACKAGES = {
  kvm: ['linux-image-cloud-amd64', 'ovmf', 'passt', 'qemu-system-x86'],
  xen: [
    'libvirt-daemon-driver-xen',
    'linux-image-amd64', // the cloud kernel cannot be a dom0
    'passt',
    'qemu-system-xen',
    'xen-system-amd64',
    'xen-utils-4.17',
  ],
};

/** Documentation in every language, and firmware for machines that nobody emulates here. */
const EXCLUDED_FILES = [
  '/usr/share/man/*',
  '/usr/share/info/*',
  '/usr/share/locale/*',
  '/usr/share/i18n/*',
  '/usr/share/doc/*',
  '/usr/share/bash-completion/*',
  '/usr/share/icons/*',
  '/usr/share/qemu/openbios*',
  '/usr/share/qemu/opensbi*',
  '/usr/share/qemu/skiboot*',
  '/usr/share/qemu/slof*',
  '/usr/share/qemu/hppa*',
  '/usr/share/qemu/s390*',
  '/usr/share/qemu/palcode*',
  '/usr/bin/qemu-system-i386',
];

/** Kernel modules for hardware that a virtual machine does not have. */
const EXCLUDED_MODULES = [
  'drivers/*',
  'sound/*',
  'net/bluetooth/*',
  'net/mac80211/*',
  'net/wireless/*',
  'net/can/*',
];
const EXCLUDED_FILESYSTEMS = [
  'afs',
  'btrfs',
  'ceph',
  'gfs2',
  'jfs',
  'nfsd',
  'nilfs2',
  'ocfs2',
  'orangefs',
  'reiserfs',
  'ubifs',
];
const KEPT_DRIVERS = [
  'acpi',
  'ata',
  'block',
  'char',
  'cdrom',
  'dax',
  'firmware',
  'md',
  'net/bonding',
  'net/macvlan',
  'net/macvtap',
  'net/tap',
  'net/tun',
  'net/veth',
  'net/vxlan',
  'net/dummy',
  'net/ifb',
  'net/net_failover',
  'net/virtio_net',
  'net/xen-',
  'nvdimm',
  'scsi/scsi_mod',
  'scsi/scsi_common',
  'scsi/sd_mod',
  'scsi/sr_mod',
  'scsi/sg',
  'scsi/virtio_scsi',
  'scsi/xen-scsi',
  'target',
  'tty',
  'vfio',
  'vhost',
  'virtio',
  'xen',
];

/** Packages of one kind of host, `kvm` or `xen`. */
export function packagesOf(kind) {
  return [...COMMON, ...PACKAGES[kind]];
}

/** Options for dpkg, so that unwanted files are not even unpacked. */
export function dpkgOptions() {
  const modules = (pattern) => `/lib/modules/*/kernel/${pattern}`;
  const excluded = [
    ...EXCLUDED_FILES,
    ...EXCLUDED_MODULES.map(modules),
    ...EXCLUDED_FILESYSTEMS.map((name) => modules(`fs/${name}/*`)),
  ];
  return [
    ...excluded.map((pattern) => `path-exclude=${pattern}`),
    'path-include=/usr/share/doc/*/copyright',
    ...KEPT_DRIVERS.map((name) => `path-include=${modules(`drivers/${name}*`)}`),
  ];
}
