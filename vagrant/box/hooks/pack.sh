#!/bin/sh
# Writes the finished tree as an ext4 file system into partition 1 of a disk image.
# usage: pack.sh ROOT BOX_FOLDER IMAGE OFFSET_BYTES SIZE_KIB
set -eu
# /proc, /sys and device files are mounted in ROOT while hooks run; what is under them goes into the image.
if [ "${PACK_IN_OWN_MOUNTS:-}" != yes ]; then
  PACK_IN_OWN_MOUNTS=yes exec unshare --mount --propagation private sh "$0" "$@"
fi
root=$1 box=$2 image=$3 offset=$4 size=$5
awk -v root="$root/" 'index($5, root) == 1 { print $5 }' /proc/self/mountinfo | sort -r | while read -r mount; do
  umount --lazy "$mount"
done
export MKE2FS_CONFIG="$box/mke2fs.conf"
mke2fs -q -t ext4 -L host -J size=16 -d "$root" \
  -E "offset=$offset,lazy_itable_init=0,nodiscard,root_owner=0:0" "$image" "${size}k"
