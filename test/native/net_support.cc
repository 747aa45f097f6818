#include "net_support.h"

using vmwright::virtio::NetDevice;

std::string frame_of(std::size_t size, char fill) {
  // To everybody, from a local address, of the type for local experiments.
  std::string frame("\xff\xff\xff\xff\xff\xff\x02\x00\x00\x00\x00\x01\x88\xb5", 14);
  frame.resize(size, fill);
  return frame;
}

NetGuest::NetGuest(std::unique_ptr<vmwright::net::Backend> backend, std::uint64_t features_off,
                   std::uint16_t queue_size) {
  thread.loop().call([&] {
    device = std::make_unique<NetDevice>(thread.loop(), std::move(backend),
                                         NetDevice::Config{.mac = {2, 0, 0, 0, 0, 1}, .mtu = std::nullopt},
                                         [this](vmwright::net::Link) { link_changes++; });
  });
  rings.reserve(2);
  rings.emplace_back(arena, queue_size);
  rings.emplace_back(arena, queue_size);
  harness.emplace(arena.memory(), *device, std::vector<driver::Ring*>{&rings[0], &rings[1]}, features_off);
}

NetGuest::~NetGuest() {
  harness.reset();
  thread.loop().call([this] { device.reset(); });
}

bool NetGuest::send(const std::string& frame, const virtio_net_hdr_v1& header) {
  std::string bytes(reinterpret_cast<const char*>(&header), sizeof header);
  bytes += frame;
  rings[kNetTransmit].add({{arena.place(bytes), static_cast<std::uint32_t>(bytes.size())}});
  harness->kick(kNetTransmit);
  return harness->wait_used(kNetTransmit).has_value();
}

void NetGuest::offer(std::size_t count, std::size_t size) {
  for (std::size_t i = 0; i < count; i++) {
    buffers.emplace_back(arena.allocate(size), size);
    rings[kNetReceive].add({{buffers.back().first, static_cast<std::uint32_t>(size), true}});
  }
  harness->kick(kNetReceive);
}

std::optional<NetGuest::Frame> NetGuest::receive() {
  std::string bytes;
  virtio_net_hdr_v1 header{.num_buffers = 1};
  for (std::size_t i = 0; i < header.num_buffers; i++) {
    const auto used = harness->wait_used(kNetReceive);
    if (!used) return std::nullopt;
    const auto addr = buffers.at(next_buffer++).first;
    bytes += arena.text(addr, used->written);
    if (i == 0) header = arena.memory().read<virtio_net_hdr_v1>(addr);
  }
  return Frame{header, bytes.substr(sizeof header)};
}

bool NetGuest::link_up() const {
  virtio_net_config config;
  device->read_config(0, std::as_writable_bytes(std::span(&config, 1)));
  return (config.status & VIRTIO_NET_S_LINK_UP) != 0;
}
