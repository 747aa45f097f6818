#include "vsock_support.h"

#include "check.h"
#include "kvm/stream/unix_socket.h"

using vmwright::Fd;
using vmwright::virtio::VsockDevice;
namespace stream = vmwright::stream;

VsockGuest::VsockGuest(std::size_t max_connections) {
  thread.loop().call([&] {
    device = std::make_unique<VsockDevice>(
        thread.loop(), VsockDevice::Config{.guest_cid = 3,
                                           .listener = stream::listen_unix(path, 16),
                                           .path = path,
                                           .max_connections = max_connections});
  });
  rings.reserve(3);
  for (const std::uint16_t size : device->queue_sizes()) rings.emplace_back(arena, size);
  harness.emplace(arena.memory(), *device, std::vector<driver::Ring*>{&rings[0], &rings[1], &rings[2]});
}

VsockGuest::~VsockGuest() {
  harness.reset();
  thread.loop().call([this] { device.reset(); });
}

void VsockGuest::offer(int count) {
  for (int i = 0; i < count; i++) {
    buffers.push_back(arena.allocate(kBufferSize));
    rings[kVsockReceive].add({{buffers.back(), kBufferSize, true}});
  }
  harness->kick(kVsockReceive);
}

virtio_vsock_hdr VsockGuest::header(std::uint16_t op, std::uint32_t guest_port, std::uint32_t host_port) {
  return {.src_cid = 3,
          .dst_cid = 2,
          .src_port = guest_port,
          .dst_port = host_port,
          .len = 0,
          .type = VIRTIO_VSOCK_TYPE_STREAM,
          .op = op,
          .flags = 0,
          .buf_alloc = kGuestBuffer,
          .fwd_cnt = 0};
}

void VsockGuest::put(const virtio_vsock_hdr& header, const std::string& payload) {
  const std::string bytes = std::string(reinterpret_cast<const char*>(&header), sizeof header) + payload;
  rings[kVsockTransmit].add({{arena.place(bytes), static_cast<std::uint32_t>(bytes.size())}});
  harness->kick(kVsockTransmit);
}

void VsockGuest::say(const virtio_vsock_hdr& header, const std::string& payload) {
  put(header, payload);
  CHECK(harness->wait_used(kVsockTransmit));
}

void VsockGuest::write(std::uint32_t guest_port, std::uint32_t host_port, const std::string& payload) {
  virtio_vsock_hdr packet = header(VIRTIO_VSOCK_OP_RW, guest_port, host_port);
  packet.len = static_cast<std::uint32_t>(payload.size());
  say(packet, payload);
}

void VsockGuest::shut_down(std::uint32_t guest_port, std::uint32_t host_port, std::uint32_t flags) {
  virtio_vsock_hdr packet = header(VIRTIO_VSOCK_OP_SHUTDOWN, guest_port, host_port);
  packet.flags = flags;
  say(packet);
}

Packet VsockGuest::hear() {
  const auto used = harness->wait_used(kVsockReceive);
  CHECK(used && used->written >= sizeof(virtio_vsock_hdr));
  const auto addr = buffers.at(next_buffer++);
  Packet packet{arena.memory().read<virtio_vsock_hdr>(addr), arena.text({addr.value + 44}, used->written - 44)};
  CHECK(packet.header.src_cid == 2 && packet.header.dst_cid == 3 && packet.header.len == packet.payload.size());
  return packet;
}

Packet VsockGuest::expect(std::uint16_t op) {
  Packet packet = hear();
  if (packet.header.op != op) {
    throw CheckFailed("op " + std::to_string(packet.header.op) + " instead of " + std::to_string(op));
  }
  return packet;
}

bool VsockGuest::quiet() const {
  const auto before = rings[kVsockReceive].used_index();
  for (int i = 0; i < 10; i++) nap();
  return rings[kVsockReceive].used_index() == before;
}

VsockDevice::Stats VsockGuest::stats() {
  VsockDevice::Stats stats;
  thread.loop().call([&] { stats = device->stats(); });
  return stats;
}

std::pair<Client, std::uint32_t> VsockGuest::accept_client() {
  Client client(path);
  client.send("CONNECT 52\n");
  const Packet request = expect(VIRTIO_VSOCK_OP_REQUEST);
  CHECK(request.header.dst_port == 52);
  const std::uint32_t port = request.header.src_port;
  say(header(VIRTIO_VSOCK_OP_RESPONSE, 52, port));
  const std::string line = "OK " + std::to_string(port) + "\n";
  CHECK(client.receive(line.size()) == line);
  return {std::move(client), port};
}

Client VsockGuest::dial(const Fd& listener, std::uint32_t port) {
  say(header(VIRTIO_VSOCK_OP_REQUEST, port, 1024));
  expect(VIRTIO_VSOCK_OP_RESPONSE);
  return Client(stream::accept_unix(listener.get()));
}

Fd VsockGuest::listen(std::uint32_t port) const { return stream::listen_unix(path + "_" + std::to_string(port), 300); }
