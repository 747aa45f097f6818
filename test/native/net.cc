// virtio network device over a stream of frames, as passt speaks it, driven as a guest would.
#include <arpa/inet.h>
#include <sys/socket.h>

#include "base/error.h"
#include "check.h"
#include "kvm/net/passt.h"
#include "kvm/stream/unix_socket.h"
#include "kvm/virtio/net_header.h"
#include "net_support.h"
#include "stream_support.h"

namespace {

using namespace vmwright;

std::pair<Fd, Fd> socket_pair() {
  std::array<int, 2> fds;
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds.data()) != 0) throw std::runtime_error("socketpair");
  return {Fd(fds[0]), Fd(fds[1])};
}

std::string framed(const std::string& frame) {
  const std::uint32_t length = htonl(static_cast<std::uint32_t>(frame.size()));
  return std::string(reinterpret_cast<const char*>(&length), 4) + frame;
}

// A guest whose network is `host`.
struct Network {
  std::pair<Fd, Fd> pair = socket_pair();
  Client host{std::move(pair.first)};
  NetGuest guest;
  explicit Network(std::uint64_t features_off = 0, std::uint16_t queue_size = 256)
      : guest(std::make_unique<net::Passt>(std::move(pair.second)), features_off, queue_size) {}

  std::string receive() const {
    std::uint32_t length;
    host.receive(4).copy(reinterpret_cast<char*>(&length), 4);
    return host.receive(ntohl(length));
  }
};

void describes_itself() {
  Network network;
  virtio_net_config config;
  network.guest.device->read_config(0, std::as_writable_bytes(std::span(&config, 1)));
  CHECK(config.mac[0] == 2 && config.mac[5] == 1 && config.status == VIRTIO_NET_S_LINK_UP);
  const std::uint64_t features = network.guest.device->features();
  CHECK((features >> VIRTIO_NET_F_MAC & 1) && (features >> VIRTIO_NET_F_MRG_RXBUF & 1));
  CHECK(!(features >> VIRTIO_NET_F_CSUM & 1) && !(features >> VIRTIO_NET_F_MTU & 1));
}

void frames_both_ways() {
  Network network;
  network.guest.offer(4, 2048);
  CHECK(network.guest.send(frame_of(60)) && network.receive() == frame_of(60));
  CHECK(network.guest.send(frame_of(1514)) && network.receive() == frame_of(1514));
  network.host.send(framed(frame_of(60)) + framed(frame_of(1514, 'g')));
  CHECK(network.guest.receive()->bytes == frame_of(60));
  const auto second = network.guest.receive();
  CHECK(second->bytes == frame_of(1514, 'g') && second->header.num_buffers == 1 && second->header.flags == 0);
  const auto stats = network.guest.stats();
  CHECK(stats.sent_frames == 2 && stats.sent_bytes == 1574 && stats.sent_dropped == 0);
  CHECK(stats.received_frames == 2 && stats.received_bytes == 1574 && stats.received_dropped == 0);
}

void frames_torn_at_every_byte() {
  Network network;
  network.guest.offer(200, 2048);
  const std::string bytes = framed(frame_of(20, 'a')) + framed(frame_of(31, 'b'));
  for (std::size_t cut = 1; cut < bytes.size(); cut++) {
    network.host.send(bytes.substr(0, cut));
    nap();
    network.host.send(bytes.substr(cut));
    CHECK(network.guest.receive()->bytes == frame_of(20, 'a'));
    CHECK(network.guest.receive()->bytes == frame_of(31, 'b'));
  }
}

void odd_lengths_from_the_host() {
  Network network;
  network.guest.offer(4, 2048);
  network.host.send(framed("") + framed("too short") + framed(frame_of(64)));
  CHECK(network.guest.receive()->bytes == frame_of(64));
  CHECK(network.guest.stats().received_dropped == 2 && network.guest.link_up());
  // Longer than any frame: the stream is out of step.
  network.host.send(std::string("\x7f\xff\xff\xff", 4) + std::string(100, 'x'));
  CHECK(network.guest.harness->wait_config_changed() && !network.guest.link_up());
  CHECK(eventually([&] { return network.guest.link_changes == 1; }) && network.guest.stats().link == net::Link::gone);
}

void large_frames_take_several_buffers() {
  Network network;
  const std::string frame = frame_of(net::kLargestFrame);
  network.guest.offer(10, 1536);
  network.host.send(framed(frame).substr(0, 30'000));
  nap();
  network.host.send(framed(frame).substr(30'000) + framed(frame_of(60)));
  nap();
  // Not enough room yet: nothing is lost.
  CHECK(network.guest.rings[kNetReceive].used_index() == 0);
  network.guest.offer(40, 1536);
  const auto received = network.guest.receive();
  CHECK(received->bytes == frame && received->header.num_buffers == 43);
  CHECK(network.guest.receive()->bytes == frame_of(60));
}

// A driver whose whole queue is too small for a frame loses that frame only.
void frame_larger_than_the_queue() {
  Network network(0, 4);
  network.guest.offer(4, 1536);
  network.host.send(framed(frame_of(9000)) + framed(frame_of(100)));
  CHECK(network.guest.receive()->bytes == frame_of(100));
  CHECK(network.guest.stats().received_dropped == 1);
}

void without_mergeable_buffers() {
  Network network(1ULL << VIRTIO_NET_F_MRG_RXBUF);
  network.guest.offer(2, 1526);
  network.host.send(framed(frame_of(1515)) + framed(frame_of(1514)));
  const auto received = network.guest.receive();
  CHECK(received->bytes == frame_of(1514) && received->header.num_buffers == 1);
  CHECK(network.guest.stats().received_dropped == 1);
}

void oversized_and_short_from_the_guest() {
  Network network;
  auto& ring = network.guest.rings[kNetTransmit];
  CHECK(network.guest.send(""));
  CHECK(network.guest.send(frame_of(14).substr(0, 13)));
  CHECK(network.guest.send(frame_of(net::kLargestFrame + 1)));
  ring.add({{network.guest.arena.place("header"), 6}});  // cut off
  ring.add({{network.guest.arena.allocate(2048), 2048, true}});
  network.guest.harness->kick(kNetTransmit);
  CHECK(network.guest.harness->wait_used(kNetTransmit) && network.guest.harness->wait_used(kNetTransmit));
  CHECK(network.guest.send(frame_of(net::kLargestFrame)) && network.receive() == frame_of(net::kLargestFrame));
  const auto stats = network.guest.stats();
  CHECK(stats.sent_dropped == 5 && stats.sent_frames == 1);
}

// Header and frame in pieces of one byte.
void scattered_frame() {
  Network network;
  const std::string bytes = std::string(sizeof(virtio_net_hdr_v1), 0) + frame_of(60);
  const auto addr = network.guest.arena.place(bytes);
  std::vector<driver::Buffer> pieces;
  for (std::size_t i = 0; i < bytes.size(); i++) pieces.push_back({{addr.value + i}, 1});
  network.guest.rings[kNetTransmit].add(pieces);
  network.guest.harness->kick(kNetTransmit);
  CHECK(network.receive() == frame_of(60));
}

void offloads_that_were_not_negotiated() {
  Network network;
  CHECK(network.guest.send(frame_of(60), {.flags = VIRTIO_NET_HDR_F_NEEDS_CSUM}));
  CHECK(network.guest.send(frame_of(9000), {.flags = 1, .gso_type = VIRTIO_NET_HDR_GSO_TCPV4, .gso_size = 1448}));
  CHECK(network.guest.stats().sent_dropped == 2);
  using virtio::check_header;
  const std::uint64_t csum = 1ULL << VIRTIO_NET_F_CSUM, tso4 = csum | 1ULL << VIRTIO_NET_F_HOST_TSO4;
  virtio_net_hdr_v1 header{.flags = 0xff, .num_buffers = 77};
  CHECK(check_header(header, csum) && header.flags == VIRTIO_NET_HDR_F_NEEDS_CSUM && header.num_buffers == 0);
  header = {.flags = 1, .gso_type = VIRTIO_NET_HDR_GSO_TCPV4, .gso_size = 1448};
  CHECK(check_header(header, tso4) && !check_header(header, csum));
  header.gso_type = VIRTIO_NET_HDR_GSO_TCPV6;
  CHECK(!check_header(header, tso4));
  header.gso_type = VIRTIO_NET_HDR_GSO_TCPV4 | VIRTIO_NET_HDR_GSO_ECN;
  CHECK(!check_header(header, tso4) && check_header(header, tso4 | 1ULL << VIRTIO_NET_F_HOST_ECN));
  header = {.flags = 1, .gso_type = VIRTIO_NET_HDR_GSO_TCPV4, .gso_size = 0};
  CHECK(!check_header(header, tso4));
  header = {.flags = 1, .gso_type = VIRTIO_NET_HDR_GSO_UDP, .gso_size = 1448};
  CHECK(!check_header(header, ~0ULL));
}

// The host reads nothing for a while: frames wait in the guest's ring, in order, none is lost.
void slow_host() {
  Network network;
  const std::string block = frame_of(60'000);
  const virtio_net_hdr_v1 header{};
  const auto addr = network.guest.arena.place(std::string(reinterpret_cast<const char*>(&header), sizeof header) + block);
  constexpr int kFrames = 100;
  for (int i = 0; i < kFrames; i++) network.guest.rings[kNetTransmit].add({{addr, 60'012}});
  network.guest.harness->kick(kNetTransmit);
  nap();
  CHECK(network.guest.rings[kNetTransmit].used_index() < kFrames);
  for (int i = 0; i < kFrames; i++) CHECK(network.receive() == block);
  CHECK(eventually([&] { return network.guest.rings[kNetTransmit].used_index() == kFrames; }));
  CHECK(network.guest.stats().sent_frames == kFrames && network.guest.stats().sent_dropped == 0);
}

void flood_from_the_host() {
  Network network;
  constexpr int kFrames = 2000;
  std::string bytes;
  for (int i = 0; i < kFrames; i++) bytes += framed(frame_of(60, static_cast<char>('a' + i % 26)));
  std::size_t sent = 0;
  for (int i = 0; i < kFrames; i++) {
    sent += network.host.try_send(std::string_view(bytes).substr(sent));
    if (i % 100 == 0) network.guest.offer(100, 256);
    CHECK(network.guest.receive()->bytes[20] == 'a' + i % 26);
  }
  CHECK(sent == bytes.size() && network.guest.stats().received_dropped == 0);
  CHECK(network.guest.harness->interrupts() <= kFrames);
}

void connecting_fails_with_a_reason() {
  const Folder folder;
  CHECK_THROWS(Error, net::connect_passt(folder.file("nobody")));
  const Fd listener = stream::listen_unix(folder.file("passt"), 1);
  CHECK(net::connect_passt(folder.file("passt")));
}

void backend_that_ends() {
  Network network;
  network.guest.offer(4, 2048);
  network.host.send(framed(frame_of(60)));
  network.host.close();
  CHECK(network.guest.receive()->bytes == frame_of(60));
  CHECK(network.guest.harness->wait_config_changed() && !network.guest.link_up());
  CHECK(network.guest.send(frame_of(60)) && network.guest.stats().sent_dropped == 1);
  CHECK(eventually([&] { return network.guest.link_changes == 1; }));
}

void pause_and_reset() {
  Network network;
  network.guest.offer(8, 2048);
  network.host.send(framed(frame_of(60)));
  CHECK(network.guest.receive());
  network.guest.harness->pause();
  network.host.send(framed(frame_of(61)));
  network.guest.rings[kNetTransmit].add({{network.guest.arena.place(std::string(12, 0) + frame_of(62)), 74}});
  network.guest.harness->kick(kNetTransmit);
  CHECK(network.host.silent() && network.guest.rings[kNetReceive].used_index() == 1);
  network.guest.harness->resume();
  CHECK(network.receive() == frame_of(62) && network.guest.receive()->bytes == frame_of(61));
  for (int i = 0; i < 100; i++) {
    network.guest.harness->pause();
    network.guest.harness->resume();
  }
  network.host.send(framed(frame_of(63)));
  CHECK(network.guest.receive()->bytes == frame_of(63));
  network.guest.harness->reset();
  network.host.send(framed(frame_of(64)));
  nap();
  CHECK(network.guest.rings[kNetReceive].used_index() == 3);
}

void broken_rings() {
  for (const std::size_t queue : {kNetReceive, kNetTransmit}) {
    Network network;
    network.guest.rings[queue].set_available_index(9999);
    network.guest.harness->kick(queue);
    network.host.send(framed(frame_of(60)));
    CHECK(network.guest.harness->wait_needs_reset());
  }
  Network looped;
  looped.guest.rings[kNetReceive].descriptor(0, {4096, 64, driver::kNext | driver::kWrite, 0});
  looped.guest.rings[kNetReceive].available(0);
  looped.guest.harness->kick(kNetReceive);
  CHECK(looped.guest.harness->wait_needs_reset());
}

// 256 requests of one byte each, more pieces than one system call may have, nothing to write into.
void tiny_buffers() {
  Network network;
  network.guest.offer(256, 1);
  network.host.send(framed(frame_of(60)));
  const auto first = network.guest.harness->wait_used(kNetReceive);
  CHECK(first && eventually([&] { return network.guest.rings[kNetReceive].used_index() == 72; }));
  Network many;
  std::vector<driver::Buffer> pieces;
  const auto addr = many.guest.arena.allocate(64);
  for (int i = 0; i < 256; i++) pieces.push_back({addr, 1, true});
  for (int i = 0; i < 16; i++) many.guest.rings[kNetReceive].add_indirect(pieces);
  many.guest.harness->kick(kNetReceive);
  many.host.send(framed(frame_of(4000)) + framed(frame_of(60)));
  CHECK(many.guest.harness->wait_used(kNetReceive)->written == 72);
  CHECK(many.guest.stats().received_dropped == 1);
}

}  // namespace

Suite net_suite() {
  return {"net",
          {{"a network device describes itself", describes_itself},
           {"frames go both ways", frames_both_ways},
           {"frames torn at every byte", frames_torn_at_every_byte},
           {"odd lengths from the host", odd_lengths_from_the_host},
           {"a large frame takes several buffers", large_frames_take_several_buffers},
           {"a frame larger than the queue is dropped", frame_larger_than_the_queue},
           {"without mergeable buffers", without_mergeable_buffers},
           {"oversized and short frames from the guest", oversized_and_short_from_the_guest},
           {"a frame in pieces of one byte", scattered_frame},
           {"offloads that were not negotiated", offloads_that_were_not_negotiated},
           {"a slow host loses nothing", slow_host},
           {"a flood from the host", flood_from_the_host},
           {"connecting fails with a reason", connecting_fails_with_a_reason},
           {"a backend that ends", backend_that_ends},
           {"pause and reset", pause_and_reset},
           {"broken rings stop the device", broken_rings},
           {"tiny buffers", tiny_buffers}}};
}
