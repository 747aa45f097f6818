#!/bin/sh
# Runs before any package is unpacked: settings that maintainer scripts read.
# usage: early.sh ROOT BOX_FOLDER
set -eu
root=$1 box=$2
for folder in etc/initramfs-tools/conf.d usr/share/initramfs-tools/modules.d; do
  mkdir -p "$root/$folder"
  cp "$box/files/common/$folder/box" "$root/$folder/box"
done
