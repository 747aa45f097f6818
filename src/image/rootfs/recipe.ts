/** What a small server has; everything essential (bash, coreutils, apt, …) is there anyway. */
export const ROOTFS_PACKAGES: readonly string[] = [
  'ca-certificates',
  'curl',
  'dbus',
  'iproute2',
  'iputils-ping',
  'kmod',
  'less',
  'netbase',
  'openssh-client',
  'procps',
  'systemd-resolved',
  'systemd-sysv',
  'udev',
  'vim-tiny',
];

/** Left out at unpacking, as in Debian's own slim container images; licences stay. */
export const DPKG_OPTIONS: readonly string[] = [
  'path-exclude=/usr/share/man/*',
  'path-exclude=/usr/share/info/*',
  'path-exclude=/usr/share/locale/*',
  'path-exclude=/usr/share/doc/*',
  'path-include=/usr/share/doc/*/copyright',
];

/** Units that only cost time in a short-lived VM without hardware. */
const MASKED_UNITS: readonly string[] = [
  'apt-daily.timer',
  'apt-daily-upgrade.timer',
  'dev-hugepages.mount',
  'dpkg-db-backup.timer',
  'e2scrub_all.timer',
  'e2scrub_reap.service',
  'fstrim.timer',
  'getty@tty1.service',
  'ldconfig.service',
  'modprobe@dm_mod.service',
  'modprobe@drm.service',
  'modprobe@efi_pstore.service',
  'modprobe@loop.service',
  'sys-fs-fuse-connections.mount',
  'sys-kernel-config.mount',
  'sys-kernel-debug.mount',
  'sys-kernel-tracing.mount',
  'systemd-firstboot.service',
  'systemd-hwdb-update.service',
  'systemd-journal-catalog-update.service',
  'systemd-network-generator.service',
  'systemd-networkd-wait-online.service',
  'systemd-pstore.service',
  'systemd-random-seed.service',
  'systemd-update-done.service',
];

const NETWORK = `[Match]
Name=en* eth*

[Network]
DHCP=yes
`;

const AUTOLOGIN = `[Service]
ExecStart=
ExecStart=-/sbin/agetty --autologin root --noclear --keep-baud 115200,57600,38400,9600 - $TERM
`;

/** Keeps the journal in memory: nothing to flush, and the disk dies with most VMs. */
const JOURNAL = `[Journal]
Storage=volatile
`;

/** Coldplug without the kinds of device whose only effect is to load drivers for features of the CPU. */
const UDEV_TRIGGER = `[Service]
ExecStart=
ExecStart=-udevadm trigger --type=all --action=add --prioritized-subsystem=module,block,tpmrm,net,tty,input --subsystem-nomatch=cpu --subsystem-nomatch=memory --subsystem-nomatch=workqueue --subsystem-nomatch=vc --subsystem-nomatch=bdi --subsystem-nomatch=event_source --subsystem-nomatch=machinecheck --subsystem-nomatch=clocksource --subsystem-nomatch=clockevents
`;

/**
 * Where the host knows the address plan, the agent has set up eth0 and resolv.conf already; these two services
 * would add 2 s of CPU time to an emulated boot. They run where the agent leaves DHCP to the image (docs/guest-protocol.md).
 */
const NETWORK_SERVICES = `[Unit]
ConditionKernelCommandLine=vmwright.net=eth0,dhcp
`;

const FILES: Readonly<Record<string, string>> = {
  '/etc/hosts': '127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n',
  '/etc/fstab': '# The root file system is mounted by the initramfs.\n',
  '/etc/default/locale': 'LANG=C.UTF-8\n',
  '/etc/systemd/network/80-dhcp.network': NETWORK,
  '/etc/systemd/system/serial-getty@.service.d/autologin.conf': AUTOLOGIN,
  '/etc/systemd/journald.conf.d/volatile.conf': JOURNAL,
  '/etc/systemd/system/systemd-udev-trigger.service.d/fewer.conf': UDEV_TRIGGER,
  '/etc/systemd/system/systemd-networkd.service.d/needed.conf': NETWORK_SERVICES,
  '/etc/systemd/system/systemd-networkd.socket.d/needed.conf': NETWORK_SERVICES,
  '/etc/systemd/system/systemd-networkd-persistent-storage.service.d/needed.conf': NETWORK_SERVICES,
  '/etc/systemd/system/systemd-resolved.service.d/needed.conf': NETWORK_SERVICES,
  '/etc/machine-id': '', // empty, not absent: a new id at every boot, but no first-boot presets
};

const USRMERGE_PIN = '/etc/apt/preferences.d/vmwright';

/**
 * Runs before anything is installed into "$1". The package usrmerge only converts old systems, and would bring
 * all of perl; the directories are merged from the start.
 */
export const SETUP_SCRIPT = `mkdir -p "$1/etc/apt/preferences.d"
printf 'Package: usrmerge\\nPin: release *\\nPin-Priority: -1\\n' > "$1${USRMERGE_PIN}"`;

/** Shell text that finishes the root file system in "$1"; runs after all packages are configured. */
export function customizeScript(release: string): string {
  const files = Object.entries(FILES).map(
    ([path, content]) =>
      `mkdir -p "$(dirname "$1${path}")"\nrm -f "$1${path}"\ncat > "$1${path}" <<'END_OF_FILE'\n${content}END_OF_FILE\n`,
  );
  const masks = MASKED_UNITS.map((unit) => `ln -sf /dev/null "$1/etc/systemd/system/${unit}"`);
  return `set -e
${files.join('')}
${masks.join('\n')}
chroot "$1" depmod --all ${release}
chroot "$1" systemctl enable systemd-networkd.service systemd-resolved.service
chroot "$1" systemctl set-default multi-user.target
chroot "$1" passwd --lock root
ln -sf ../run/systemd/resolve/stub-resolv.conf "$1/etc/resolv.conf"
rm -f "$1/etc/hostname" "$1${USRMERGE_PIN}" "$1"/var/cache/apt/archives/*.deb
rm -rf "$1"/var/log/journal "$1"/var/cache/apt/*.bin "$1"/var/lib/apt/lists/* "$1"/var/cache/debconf/*-old
rm -f "$1"/etc/apt/apt.conf.d/*mmdebstrap "$1"/var/lib/systemd/random-seed "$1"/etc/ssh/ssh_host_*
find "$1"/var/log -type f -delete
rm -rf "$1"/var/tmp/*
`;
}

/** Everything here that makes a root file system what it is; the number stands for the code that uses it. */
export const ROOTFS_RECIPE = [
  1,
  ROOTFS_PACKAGES,
  DPKG_OPTIONS,
  SETUP_SCRIPT,
  customizeScript('<release>'),
] as const;
