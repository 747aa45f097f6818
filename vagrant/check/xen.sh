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
# With a lazily switched FPU the emulated CPU loses dom0's registers to guests (Xen's eager-fpu=1 is against that): a sum
# that stays in a floating-point register shows it.
cat > "$work/sums.js" << 'END'
const sum = () => {
  let total = 0;
  for (let i = 0; i < 5e6; i++) total += 0.1;
  return total;
};
const right = sum();
console.log('ready');
for (;;) if (sum() !== right) console.log('wrong');
END
node "$work/sums.js" > "$work/sums" &
echo $! > "$work/sums.pid"
until grep -q ready "$work/sums"; do sleep 1; done
start_guest check-pv check-pvh pv 1
start_guest check-pvh check-pv pvh 2
await_guests "$work/check-pv.log" "$work/check-pvh.log"
! grep -q wrong "$work/sums" || fail "dom0 lost registers while guests ran: $(grep -c wrong "$work/sums") wrong sums"
