#!/bin/sh
# Makes a host of the configured packages.
# usage: finish.sh ROOT BOX_FOLDER kvm|xen NODE
set -eu
root=$1 box=$2 kind=$3 node=$4
case $kind in kvm) bridge=br0 ;; xen) bridge=xenbr0 ;; esac

copy_files() {
  for set in common "$kind"; do
    (cd "$box/files/$set" && find . -type f) | while read -r file; do
      mkdir -p "$root/$(dirname "$file")"
      sed "s/@BRIDGE@/$bridge/g" "$box/files/$set/$file" > "$root/$file"
      chmod 644 "$root/$file"
    done
  done
  chmod 440 "$root/etc/sudoers.d/vagrant"
  echo "$kind" > "$root/etc/hostname"
  : > "$root/etc/machine-id" # empty: every machine makes its own
  rm -f "$root"/etc/ssh/ssh_host_*
  ln -sf ../run/systemd/resolve/resolv.conf "$root/etc/resolv.conf"
}

add_users() {
  chroot "$root" useradd --create-home --shell /bin/bash --groups sudo,kvm,libvirt vagrant
  for home in root home/vagrant; do
    mkdir -p -m 700 "$root/$home/.ssh"
    cp "$box/insecure-key.pub" "$root/$home/.ssh/authorized_keys"
    chmod 600 "$root/$home/.ssh/authorized_keys"
  done
  chroot "$root" chown -R vagrant:vagrant /home/vagrant/.ssh
  # A password that cannot be typed; `!` would make sshd refuse the key as well.
  chroot "$root" usermod --password '*' vagrant
}

add_node() {
  install -m 755 "$node" "$root/usr/local/bin/node"
  if ! chroot "$root" /usr/local/bin/node --version > /dev/null; then
    echo "box: $node does not run on Debian 12; set VMWRIGHT_BOX_NODE to a Node.js binary that does" >&2
    exit 1
  fi
}

# What only costs time in a machine that lives for hours.
mask_units() {
  for unit in apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer \
    e2scrub_reap.service fstrim.timer logrotate.timer getty@tty1.service ldconfig.service \
    systemd-networkd-wait-online.service systemd-firstboot.service systemd-hwdb-update.service \
    systemd-journal-catalog-update.service systemd-update-done.service; do
    ln -sf /dev/null "$root/etc/systemd/system/$unit"
  done
}

set_services() {
  chroot "$root" systemctl --quiet enable systemd-networkd systemd-resolved ssh guests-network
  chroot "$root" systemctl --quiet disable libvirtd.service libvirt-guests.service 2> /dev/null
  chroot "$root" systemctl --quiet set-default multi-user.target
}

finish_kvm() {
  # libvirtd starts when somebody connects to it, not at boot.
  chroot "$root" systemctl --quiet enable libvirtd.socket libvirtd-ro.socket virtlogd.socket virtlockd.socket
  chroot "$root" systemctl --quiet enable kvm-keys
  # Users of the group kvm may put their QEMU on the bridge.
  chroot "$root" dpkg-statoverride --update --add root kvm 4750 /usr/lib/qemu/qemu-bridge-helper
}

finish_xen() {
  # A starting libvirtd saves and stops every domain of xl (Conflicts=xendomains.service): only when a test asks.
  chroot "$root" systemctl --quiet disable libvirtd.socket libvirtd-ro.socket libvirtd-admin.socket \
    virtlogd.socket virtlogd-admin.socket virtlockd.socket virtlockd-admin.socket 2> /dev/null
  # Xen hides SEP on AMD; with it libvirt finds no CPU model and ends.
  sed -i "/name='sep'/d" "$root"/usr/share/libvirt/cpu_map/x86_qemu64.xml \
    "$root"/usr/share/libvirt/cpu_map/x86_kvm64.xml "$root"/usr/share/libvirt/cpu_map/x86_Opteron_G1.xml
}

# The emulated TSC is the same on all CPUs, but the kernel does not know and would read the HPET, an exit to QEMU each
# time; polling for guests that are halted takes the CPU from those that are not. A host that panics comes back.
grub_entry_kvm() {
  echo "linux $1 root=/dev/vda1 rw console=ttyS0,115200 quiet net.ifnames=0 mitigations=off tsc=reliable kvm.halt_poll_ns=0 nohz=off highres=off panic=5"
  echo "initrd $2"
}

# smap, smep, cpuidle, lazy FPU: QEMU's emulated CPU fails with them (docs/test-hosts.md). Memory is zero already.
grub_entry_xen() {
  xen=$(cd "$root" && echo boot/xen-*.gz)
  echo "multiboot2 /$xen placeholder dom0_mem=1536M,max:1536M com1=115200,8n1 console=com1 bootscrub=0 smap=0 smep=0 cpuidle=0 spec-ctrl=no,eager-fpu=1"
  echo "module2 $1 placeholder root=/dev/vda1 rw console=hvc0 quiet net.ifnames=0 mitigations=off"
  echo "module2 --nounzip $2"
}

write_grub_config() {
  mkdir -p "$root/boot/grub"
  kernel=$(cd "$root" && echo boot/vmlinuz-*)
  initrd=$(cd "$root" && echo boot/initrd.img-*)
  {
    echo 'set timeout=0'
    echo 'menuentry host {'
    "grub_entry_$kind" "/$kernel" "/$initrd"
    echo '}'
  } > "$root/boot/grub/grub.cfg"
}

drop_leftovers() {
  rm -rf "$root"/var/cache/apt/*.bin "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/* \
    "$root"/var/cache/debconf/*-old "$root"/var/lib/systemd/random-seed "$root"/var/log/journal \
    "$root"/tmp/* "$root"/var/tmp/*
  rm -f "$root"/etc/apt/apt.conf.d/*mmdebstrap
  find "$root/var/log" -type f -delete
}

copy_files
add_users
add_node
mask_units
set_services
"finish_$kind"
write_grub_config
drop_leftovers
