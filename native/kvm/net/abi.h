// <linux/virtio_net.h> for C++: it has a field named `class`, and structs of devices before virtio 1.0.
#pragma once

#include <linux/if_ether.h>
#include <linux/types.h>
#include <linux/virtio_config.h>
#include <linux/virtio_ids.h>
#include <linux/virtio_types.h>

#define VIRTIO_NET_NO_LEGACY
#define class class_
#include <linux/virtio_net.h>
#undef class
