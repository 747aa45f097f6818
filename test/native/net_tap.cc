// virtio network device over a real tap; a packet socket is the host's side of the cable.
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "base/error.h"
#include "check.h"
#include "kvm/net/tap.h"
#include "net_support.h"
#include "stream_support.h"

namespace {

using namespace vmwright;

constexpr std::uint16_t kType = 0x88b5;  // as in frame_of()

// A tap and the host's end of it.
class Cable {
 public:
  explicit Cable(int mtu = 1500) : control_(check(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), "socket")) {
    try {
      tap = net::open_tap("vmwt%d");
    } catch (const Error& error) {
      throw Skipped(std::string("no tap can be made here: ") + error.what());
    }
    check(ioctl(tap.get(), TUNGETIFF, &request_), "TUNGETIFF");
    // Without addresses the host says nothing by itself.
    std::ofstream("/proc/sys/net/ipv6/conf/" + name() + "/disable_ipv6") << 1;
    ifreq request = named();
    request.ifr_mtu = mtu;
    check(ioctl(control_.get(), SIOCSIFMTU, &request), "SIOCSIFMTU");
    set_up(true);
    packets_ = Fd(check(socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0), "socket"));
    sockaddr_ll address{};
    address.sll_family = AF_PACKET;
    address.sll_protocol = htons(ETH_P_ALL);
    address.sll_ifindex = static_cast<int>(if_nametoindex(name().c_str()));
    const int on = 1;
    check(setsockopt(packets_.get(), SOL_PACKET, PACKET_VNET_HDR, &on, sizeof on), "PACKET_VNET_HDR");
    check(bind(packets_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), "bind");
  }

  std::string name() const { return request_.ifr_name; }
  void set_up(bool up) const {
    ifreq request = named();
    check(ioctl(control_.get(), SIOCGIFFLAGS, &request), "SIOCGIFFLAGS");
    request.ifr_flags = static_cast<short>(up ? request.ifr_flags | IFF_UP : request.ifr_flags & ~IFF_UP);
    check(ioctl(control_.get(), SIOCSIFFLAGS, &request), "SIOCSIFFLAGS");
    // The packet socket remembers that the interface was down.
    int error;
    socklen_t length = sizeof error;
    getsockopt(packets_.get(), SOL_SOCKET, SO_ERROR, &error, &length);
  }
  // With the 10 bytes of header that a packet socket has.
  void send(const std::string& frame, virtio_net_hdr_v1 header = {}) const {
    const std::string bytes = std::string(reinterpret_cast<char*>(&header), 10) + frame;
    check(static_cast<int>(write(packets_.get(), bytes.data(), bytes.size())), "write");
  }
  // The next frame of our type that came from the guest, header first.
  std::string receive() const {
    for (;;) {
      pollfd ready = {.fd = packets_.get(), .events = POLLIN, .revents = 0};
      if (poll(&ready, 1, 5000) != 1) throw std::runtime_error("no frame came");
      std::string bytes(70'000, 0);
      sockaddr_ll from{};
      socklen_t length = sizeof from;
      const ssize_t count =
          recvfrom(packets_.get(), bytes.data(), bytes.size(), 0, reinterpret_cast<sockaddr*>(&from), &length);
      if (count < 0) continue;
      if (from.sll_pkttype == PACKET_OUTGOING) continue;
      return bytes.substr(0, static_cast<std::size_t>(count));
    }
  }

  Fd tap;

 private:
  ifreq named() const {
    ifreq request{};
    std::memcpy(request.ifr_name, request_.ifr_name, sizeof request.ifr_name);
    return request;
  }

  Fd control_;
  Fd packets_;
  ifreq request_{};
};

// 40 bytes of IPv4 and TCP headers and so many of payload.
std::string tcp_frame(std::size_t payload) {
  std::string frame("\xff\xff\xff\xff\xff\xff\x02\x00\x00\x00\x00\x01\x08\x00", 14);
  const auto total = static_cast<std::uint16_t>(40 + payload);
  std::string ip("\x45\x00\x00\x00\x00\x00\x40\x00\x40\x06\x00\x00\x0a\x00\x00\x01\x0a\x00\x00\x02", 20);
  ip[2] = static_cast<char>(total >> 8);
  ip[3] = static_cast<char>(total);
  std::uint32_t sum = 0;
  for (int i = 0; i < 20; i += 2) {
    sum += static_cast<std::uint32_t>(static_cast<std::uint8_t>(ip[i])) << 8 | static_cast<std::uint8_t>(ip[i + 1]);
  }
  sum = (sum & 0xffff) + (sum >> 16);
  sum = ~((sum & 0xffff) + (sum >> 16));
  ip[10] = static_cast<char>(sum >> 8);
  ip[11] = static_cast<char>(sum);
  const std::string tcp("\x30\x39\x00\x50\x00\x00\x00\x01\x00\x00\x00\x01\x50\x10\x10\x00\x00\x00\x00\x00", 20);
  return frame + ip + tcp + std::string(payload, 't');
}

virtio_net_hdr_v1 segments() {
  virtio_net_hdr_v1 header{};
  header.flags = VIRTIO_NET_HDR_F_NEEDS_CSUM;
  header.gso_type = VIRTIO_NET_HDR_GSO_TCPV4;
  header.hdr_len = 54;
  header.gso_size = 1448;
  header.csum_start = 34;
  header.csum_offset = 16;
  return header;
}

struct Network {
  Cable cable;
  NetGuest guest;
  explicit Network(int mtu = 1500, std::uint64_t features_off = 0)
      : cable(mtu), guest(std::make_unique<net::Tap>(std::move(cable.tap)), features_off) {}
};

void frames_both_ways() {
  Network network;
  network.guest.offer(8, 2048);
  CHECK(network.guest.send(frame_of(60)) && network.cable.receive().substr(10) == frame_of(60));
  network.cable.send(frame_of(1514));
  const auto frame = network.guest.receive();
  CHECK(frame->bytes == frame_of(1514) && frame->header.num_buffers == 1 && frame->header.gso_type == 0);
  CHECK(network.guest.stats().sent_bytes == 60 && network.guest.stats().received_bytes == 1514);
}

void segmentation_offload() {
  Network network;
  network.guest.offer(60, 1536);
  CHECK(network.guest.send(tcp_frame(20'000), segments()));
  const std::string bytes = network.cable.receive();
  CHECK(bytes.size() == 10 + 54 + 20'000 && bytes[1] == VIRTIO_NET_HDR_GSO_TCPV4);
  network.cable.send(tcp_frame(30'000), segments());
  const auto frame = network.guest.receive();
  CHECK(frame->bytes.size() == 54 + 30'000 && frame->header.gso_type == VIRTIO_NET_HDR_GSO_TCPV4);
  CHECK(frame->header.gso_size == 1448 && frame->header.num_buffers == 20);
}

// The kernel cuts for a driver that cannot.
void without_offloads() {
  const std::uint64_t off = 1ULL << VIRTIO_NET_F_GUEST_TSO4 | 1ULL << VIRTIO_NET_F_GUEST_TSO6 |
                            1ULL << VIRTIO_NET_F_GUEST_CSUM | 1ULL << VIRTIO_NET_F_GUEST_ECN;
  Network network(1500, off);
  network.guest.offer(8, 2048);
  network.cable.send(tcp_frame(2896), segments());
  for (int i = 0; i < 2; i++) {
    const auto frame = network.guest.receive();
    CHECK(frame->bytes.size() == 54 + 1448 && frame->header.gso_type == 0 && frame->header.flags == 0);
  }
}

void large_frames_wait_for_room() {
  Network network(9000);
  network.guest.offer(2, 1536);
  network.cable.send(frame_of(9000, 'l'));
  network.cable.send(frame_of(60, 's'));
  nap();
  CHECK(network.guest.rings[kNetReceive].used_index() == 0);
  network.guest.offer(6, 1536);
  CHECK(network.guest.receive()->bytes == frame_of(9000, 'l') && network.guest.receive()->bytes == frame_of(60, 's'));
}

void wrong_headers_are_dropped() {
  Network network;
  virtio_net_hdr_v1 header = segments();
  header.csum_start = 60'000;
  CHECK(network.guest.send(tcp_frame(3000), header));
  header = segments();
  header.hdr_len = 65'535;
  header.gso_size = 65'535;
  network.guest.send(tcp_frame(3000), header);
  CHECK(network.guest.stats().sent_dropped >= 1);
  CHECK(network.guest.send(frame_of(60)) && eventually([&] { return network.cable.receive().substr(10) == frame_of(60); }));
}

void interface_down_and_up() {
  Network network;
  network.guest.offer(8, 2048);
  for (int i = 1; i <= 3; i++) {
    network.cable.set_up(false);
    CHECK(network.guest.send(frame_of(60)));
    CHECK(network.guest.harness->wait_config_changed() && !network.guest.link_up());
    CHECK(network.guest.send(frame_of(60)));
    network.cable.set_up(true);
    CHECK(network.guest.harness->wait_config_changed() && network.guest.link_up());
    CHECK(eventually([&] { return network.guest.link_changes == 2 * i; }) && network.guest.stats().sent_dropped == 2ULL * i);
    network.cable.send(frame_of(99));
    CHECK(network.guest.receive()->bytes == frame_of(99));
  }
}

void interface_removed() {
  Network network;
  network.guest.offer(8, 2048);
  const std::string command = "ip link delete " + network.cable.name() + " 2>/dev/null";
  if (system(command.c_str()) != 0) throw Skipped("no program ip");
  CHECK(network.guest.harness->wait_config_changed() && !network.guest.link_up());
  CHECK(network.guest.stats().link == net::Link::gone && eventually([&] { return network.guest.link_changes == 1; }));
  CHECK(network.guest.send(frame_of(60)) && network.guest.stats().sent_dropped == 1);
}

void flood_from_the_host() {
  Network network;
  network.guest.offer(200, 2048);
  for (int i = 0; i < 200; i++) network.cable.send(frame_of(60, static_cast<char>('a' + i % 26)));
  for (int i = 0; i < 200; i++) CHECK(network.guest.receive()->bytes[20] == 'a' + i % 26);
  CHECK(network.guest.harness->interrupts() < 200);
}

// Frames of before a reset are not for the next driver.
void reset_forgets_what_was_queued() {
  Cable cable;
  net::Tap tap(std::move(cable.tap));
  tap.use(0);
  cable.send(frame_of(60));
  nap();
  tap.use(tap.features());
  std::string room(4096, 0);
  const iovec buffer{room.data(), room.size()};
  CHECK(tap.receive(std::span(&buffer, 1)).what == net::Received::What::none);
}

void other_descriptors_are_refused() {
  CHECK_THROWS(Error, net::Tap(Fd(open("/dev/null", O_RDWR))));
  CHECK_THROWS(Error, net::open_tap("a-name-that-is-too-long"));
  CHECK_THROWS(Error, net::open_tap("lo"));
}

}  // namespace

Suite net_tap_suite() {
  return {"net_tap",
          {{"frames go both ways", frames_both_ways},
           {"segmentation is offloaded both ways", segmentation_offload},
           {"without offloads the host cuts", without_offloads},
           {"large frames wait for room", large_frames_wait_for_room},
           {"wrong headers are dropped", wrong_headers_are_dropped},
           {"an interface goes down and up", interface_down_and_up},
           {"an interface is removed", interface_removed},
           {"a flood from the host", flood_from_the_host},
           {"a reset forgets what was queued", reset_forgets_what_was_queued},
           {"other descriptors are refused", other_descriptors_are_refused}}};
}
