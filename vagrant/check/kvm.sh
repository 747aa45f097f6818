# KVM host: two guests with -accel kvm on br0.
[ -w /dev/kvm ] || fail 'there is no /dev/kvm'
trap 'set +e; kill $(cat "$work"/*.pid 2> /dev/null) 2> /dev/null; rm -rf "$work"' EXIT
echo "QEMU $(qemu-system-x86_64 --version | awk 'NR == 1 { print $4 }'), kernel $release, $(node --version) of Node.js"
guest_initramfs "$work/initrd" virtio_pci virtio_net

# start_guest NAME PEER NUMBER
start_guest() {
  qemu-system-x86_64 -accel kvm -M q35 -cpu host -m 192 -smp 1 -nodefaults -display none -no-reboot -daemonize \
    -pidfile "$work/$1.pid" -serial "file:$work/$1.log" \
    -kernel "/boot/vmlinuz-$release" -initrd "$work/initrd" \
    -append "console=ttyS0 quiet panic=-1 net.ifnames=0 me=$1 peer=$2 beyond=$beyond" \
    -nic "bridge,br=br0,model=virtio-net-pci,mac=52:54:00:86:00:0$3"
}
start_guest check-a check-b 1
start_guest check-b check-a 2
await_guests "$work/check-a.log" "$work/check-b.log"
