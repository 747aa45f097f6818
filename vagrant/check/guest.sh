# Sent to a host before kvm.sh or xen.sh: makes the initramfs of a guest that gets an address, finds the other guest,
# reaches its host and what is beyond, says so and powers off.
set -eu
export PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
trap 'exit 1' HUP INT TERM
work=$(mktemp -d)
release=$(uname -r)

fail() {
  echo "$*" >&2
  exit 1
}

# guest_initramfs FILE MODULE...
guest_initramfs() {
  file=$1
  shift
  tree=$work/tree
  rm -rf "$tree"
  mkdir -p "$tree/bin" "$tree/modules" "$tree/proc" "$tree/sys" "$tree/dev" "$tree/etc"
  cp /bin/busybox "$tree/bin/busybox"
  : > "$tree/modules/order"
  for module in "$@"; do
    modprobe --show-depends "$module" | awk '$1 == "insmod" { print $2 }'
  done | awk '!seen[$0]++' | while read -r path; do
    cp "$path" "$tree/modules/"
    basename "$path" >> "$tree/modules/order"
  done
  guest_init > "$tree/init"
  chmod 755 "$tree/init"
  (cd "$tree" && find . | busybox cpio -o -H newc 2> /dev/null | gzip -1) > "$file"
}

guest_init() {
  cat << 'END'
#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev 2> /dev/null
while read -r module; do insmod "/modules/$module"; done < /modules/order
for word in $(cat /proc/cmdline); do
  case $word in me=* | peer=* | beyond=*) export "${word?}" ;; esac
done
echo "check: $me userspace after $(cut -d' ' -f1 /proc/uptime) s"
cat > /lease << 'LEASE'
#!/bin/sh
[ "$1" = bound ] || exit 0
ip addr add "$ip/24" dev eth0
ip route add default via "$router"
echo "nameserver $dns" > /etc/resolv.conf
echo "check: $me address $ip" > /dev/console
LEASE
chmod 755 /lease
ip link set lo up
ip link set eth0 up
udhcpc -i eth0 -s /lease -x "hostname:$me" -n -q -t 20 -T 1 > /dev/null 2>&1 || echo "check: $me no lease"
reach() {
  tries=0
  until ping -c 1 -W 2 "$2" > /dev/null 2>&1; do
    tries=$((tries + 1))
    [ "$tries" -lt 60 ] || { echo "check: $me cannot reach $1"; return; }
    sleep 1
  done
  echo "check: $me reaches $1"
}
reach host 10.86.0.1
reach peer "$peer.guests.internal"
reach beyond "$beyond"
echo "check: $me done"
sleep 5 # the peer may still be asking
poweroff -f
END
}

# The gateway of the host: reached through NAT only.
beyond=$(ip -4 route show default | awk '{ print $3; exit }')

# await_guests LOG... until each says done; then shows what they said.
await_guests() {
  tries=0
  for log in "$@"; do
    until grep -q 'check: .* done' "$log" 2> /dev/null; do
      tries=$((tries + 1))
      [ "$tries" -lt 180 ] || fail "no sign of a guest in $log; its console ends: $(tail -c 2000 "$log")"
      sleep 1
    done
    tr -d '\r' < "$log" | sed -n 's/^.*check: //p'
    ! grep -q 'check: .* \(cannot reach\|no lease\)' "$log" || fail 'the network of the guests does not work'
  done
}
