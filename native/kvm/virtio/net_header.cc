#include "kvm/virtio/net_header.h"

namespace vmwright::virtio {
namespace {

bool has(std::uint64_t features, unsigned bit) noexcept { return (features >> bit & 1) != 0; }

bool segmentation_allowed(std::uint8_t type, std::uint64_t features) noexcept {
  if ((type & VIRTIO_NET_HDR_GSO_ECN) != 0 && !has(features, VIRTIO_NET_F_HOST_ECN)) return false;
  switch (type & ~VIRTIO_NET_HDR_GSO_ECN) {
    case VIRTIO_NET_HDR_GSO_TCPV4: return has(features, VIRTIO_NET_F_HOST_TSO4);
    case VIRTIO_NET_HDR_GSO_TCPV6: return has(features, VIRTIO_NET_F_HOST_TSO6);
    default: return false;
  }
}

}  // namespace

bool check_header(virtio_net_hdr_v1& header, std::uint64_t features) noexcept {
  header.num_buffers = 0;
  // Unknown flags are to be ignored.
  header.flags &= VIRTIO_NET_HDR_F_NEEDS_CSUM;
  if (header.flags == 0) {
    header.csum_start = header.csum_offset = 0;
  } else if (!has(features, VIRTIO_NET_F_CSUM)) {
    return false;
  }
  if (header.gso_type == VIRTIO_NET_HDR_GSO_NONE) {
    header.gso_size = header.hdr_len = 0;
    return true;
  }
  return header.flags != 0 && header.gso_size != 0 && segmentation_allowed(header.gso_type, features);
}

}  // namespace vmwright::virtio
