# Xen host: a PV and a PVH guest on xenbr0.
caps=$(xl info virt_caps)
case $caps in *pv*hvm*hap*) ;; *) fail "Xen shows virt_caps: $caps" ;; esac
# Consoles are pseudo terminals: readers copy them into files.
trap 'set +e; for guest in check-pv check-pvh; do xl destroy $guest 2> /dev/null; done; kill $(cat "$work"/*.pid 2> /dev/null) 2> /dev/null; rm -rf "$work"' EXIT
echo "Xen $(xl info xen_version), $caps, kernel $release, $(node --version) of Node.js"
guest_initramfs "$work/initrd" xen-netfront

# start_guest NAME PEER TYPE NUMBER
start_guest() {
  cat > "$work/$1.cfg" << END
name = "$1"
type = "$3"
kernel = "/boot/vmlinuz-$release"
ramdisk = "$work/initrd"
memory = 192
vif = ["mac=00:16:3e:86:00:0$4,bridge=xenbr0"]
extra = "console=hvc0 quiet net.ifnames=0 me=$1 peer=$2 beyond=$beyond"
on_reboot = "destroy"
END
  xl create -p "$work/$1.cfg" > /dev/null
  xl console "$1" > "$work/$1.log" 2> /dev/null < /dev/null &
  echo $! > "$work/$1.pid"
  xl unpause "$1"
}
# With a lazily switched FPU the emulated CPU gives dom0 wrong register contents while guests run (Xen's eager-fpu).
watch_registers() {
  right=$(sha256sum < "/boot/vmlinuz-$release")
  while sum=$(sha256sum < "/boot/vmlinuz-$release"); do
    [ "$sum" = "$right" ] || echo "$sum" >> "$work/wrong-sums"
  done
}
watch_registers &
echo $! > "$work/watch.pid"
start_guest check-pv check-pvh pv 1
start_guest check-pvh check-pv pvh 2
await_guests "$work/check-pv.log" "$work/check-pvh.log"
[ ! -e "$work/wrong-sums" ] || fail "dom0 computes wrong checksums while guests run: $(wc -l < "$work/wrong-sums") of them"
