// virtio socket device, driven as a guest would.
#include <linux/virtio_vsock.h>

#include <memory>

#include "check.h"
#include "driver.h"
#include "kvm/stream/unix_socket.h"
#include "kvm/virtio/vsock.h"
#include "stream_support.h"

namespace {

using namespace vmwright;
using virtio::VsockConnection;
using virtio::VsockDevice;

constexpr std::size_t kReceive = 0, kTransmit = 1, kEvent = 2;
constexpr std::uint32_t kGuestBuffer = 256 << 10;
constexpr std::size_t kBufferSize = 4096 + 44;

struct Packet {
  virtio_vsock_hdr header;
  std::string payload;
};

struct Guest {
  Folder folder;
  std::string path = folder.file("vsock");
  driver::Arena arena{64 << 20};
  driver::LoopThread thread;
  std::unique_ptr<VsockDevice> device;
  std::vector<driver::Ring> rings;
  std::optional<driver::Harness> harness;
  std::vector<driver::GuestAddr> buffers;
  std::size_t next_buffer = 0;

  explicit Guest(std::size_t max_connections = 256) {
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
  ~Guest() {
    harness.reset();
    thread.loop().call([this] { device.reset(); });
  }

  void offer(int count) {
    for (int i = 0; i < count; i++) {
      buffers.push_back(arena.allocate(kBufferSize));
      rings[kReceive].add({{buffers.back(), kBufferSize, true}});
    }
    harness->kick(kReceive);
  }
  static virtio_vsock_hdr header(std::uint16_t op, std::uint32_t guest_port, std::uint32_t host_port) {
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
  void put(const virtio_vsock_hdr& header, const std::string& payload = "") {
    const std::string bytes = std::string(reinterpret_cast<const char*>(&header), sizeof header) + payload;
    rings[kTransmit].add({{arena.place(bytes), static_cast<std::uint32_t>(bytes.size())}});
    harness->kick(kTransmit);
  }
  void say(const virtio_vsock_hdr& header, const std::string& payload = "") {
    put(header, payload);
    CHECK(harness->wait_used(kTransmit));
  }
  void write(std::uint32_t guest_port, std::uint32_t host_port, const std::string& payload) {
    virtio_vsock_hdr packet = header(VIRTIO_VSOCK_OP_RW, guest_port, host_port);
    packet.len = static_cast<std::uint32_t>(payload.size());
    say(packet, payload);
  }
  void shut_down(std::uint32_t guest_port, std::uint32_t host_port, std::uint32_t flags) {
    virtio_vsock_hdr packet = header(VIRTIO_VSOCK_OP_SHUTDOWN, guest_port, host_port);
    packet.flags = flags;
    say(packet);
  }
  Packet hear() {
    const auto used = harness->wait_used(kReceive);
    CHECK(used && used->written >= sizeof(virtio_vsock_hdr));
    const auto addr = buffers.at(next_buffer++);
    Packet packet{arena.memory().read<virtio_vsock_hdr>(addr), arena.text({addr.value + 44}, used->written - 44)};
    CHECK(packet.header.src_cid == 2 && packet.header.dst_cid == 3 && packet.header.len == packet.payload.size());
    return packet;
  }
  Packet expect(std::uint16_t op) {
    Packet packet = hear();
    if (packet.header.op != op) {
      throw CheckFailed("op " + std::to_string(packet.header.op) + " instead of " + std::to_string(op));
    }
    return packet;
  }
  bool quiet() {
    const auto before = rings[kReceive].used_index();
    for (int i = 0; i < 10; i++) nap();
    return rings[kReceive].used_index() == before;
  }
  VsockDevice::Stats stats() {
    VsockDevice::Stats stats;
    thread.loop().call([&] { stats = device->stats(); });
    return stats;
  }
  // A client of the host that the guest accepts at port 52; gives back the host's port.
  std::pair<Client, std::uint32_t> accept_client() {
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
  // A program of the guest connects from `port` to what listens at the host's port 1024.
  Client dial(const Fd& listener, std::uint32_t port = 5000) {
    say(header(VIRTIO_VSOCK_OP_REQUEST, port, 1024));
    expect(VIRTIO_VSOCK_OP_RESPONSE);
    return Client(stream::accept_unix(listener.get()));
  }
  Fd listen(std::uint32_t port = 1024) const { return stream::listen_unix(path + "_" + std::to_string(port), 300); }
};

void describes_itself() {
  Guest guest;
  std::uint64_t cid = 0;
  guest.device->read_config(0, std::as_writable_bytes(std::span(&cid, 1)));
  CHECK(cid == 3);
  guest.device->read_config(8, std::as_writable_bytes(std::span(&cid, 1)));
  CHECK(cid == 0);
}

void host_connects() {
  Guest guest;
  guest.offer(32);
  auto [client, port] = guest.accept_client();
  CHECK(port >= 1U << 30);
  client.send("question");
  CHECK(guest.expect(VIRTIO_VSOCK_OP_RW).payload == "question");
  guest.write(52, port, "answer");
  CHECK(client.receive(6) == "answer");
  client.close();
  CHECK(guest.expect(VIRTIO_VSOCK_OP_SHUTDOWN).header.flags == 3);
  guest.say(guest.header(VIRTIO_VSOCK_OP_RST, 52, port));
  CHECK(eventually([&] { return guest.stats().connections == 0; }));
}

void guest_connects() {
  Guest guest;
  guest.offer(32);
  const Fd listener = guest.listen();
  Client server = guest.dial(listener);
  guest.write(5000, 1024, "hello host");
  CHECK(server.receive(10) == "hello host");
  server.send("hello guest");
  CHECK(guest.expect(VIRTIO_VSOCK_OP_RW).payload == "hello guest");
  guest.shut_down(5000, 1024, VIRTIO_VSOCK_SHUTDOWN_SEND);
  CHECK(server.at_end());
  server.send("last");
  CHECK(guest.expect(VIRTIO_VSOCK_OP_RW).payload == "last");
  guest.shut_down(5000, 1024, 3);
  guest.expect(VIRTIO_VSOCK_OP_RST);
  CHECK(guest.stats().connections == 0);
  // Nobody listens at another port.
  guest.say(guest.header(VIRTIO_VSOCK_OP_REQUEST, 5001, 1025));
  const Packet reset = guest.expect(VIRTIO_VSOCK_OP_RST);
  CHECK(reset.header.src_port == 1025 && reset.header.dst_port == 5001);
}

void command_torn_at_every_byte() {
  Guest guest;
  guest.offer(100);
  const std::string line = "CONNECT 4294967295\nearly";
  for (std::size_t cut = 1; cut < line.size(); cut++) {
    Client client(guest.path);
    client.send(line.substr(0, cut));
    nap();
    client.send(line.substr(cut));
    const Packet request = guest.expect(VIRTIO_VSOCK_OP_REQUEST);
    CHECK(request.header.dst_port == 4294967295U);
    guest.say(guest.header(VIRTIO_VSOCK_OP_RESPONSE, 4294967295U, request.header.src_port));
    std::string early;
    while (early.size() < 5) early += guest.expect(VIRTIO_VSOCK_OP_RW).payload;
    CHECK(early == "early");
    guest.say(guest.header(VIRTIO_VSOCK_OP_RST, 4294967295U, request.header.src_port));
  }
}

void wrong_commands_are_closed() {
  Guest guest;
  guest.offer(8);
  for (const std::string line : {"CONNECT\n", "CONNECT x\n", "CONNECT -1\n", "CONNECT 4294967296\n", "connect 1\n",
                                 "CONNECT 1 \n", "\n", "CONNECT 00000000000000000000000001\n"}) {
    Client client(guest.path);
    client.send(line);
    CHECK(client.at_end());
  }
  Client refused(guest.path);
  refused.send("CONNECT 9\n");
  const Packet request = guest.expect(VIRTIO_VSOCK_OP_REQUEST);
  guest.say(guest.header(VIRTIO_VSOCK_OP_RST, 9, request.header.src_port));
  CHECK(refused.at_end());
  guest.harness->reset();
  Client late(guest.path);
  late.send("CONNECT 9\n");
  CHECK(late.at_end());
}

void bulk_to_the_guest() {
  Guest guest;
  guest.offer(128);
  auto [client, port] = guest.accept_client();
  std::string all;
  for (int i = 0; i < 1'000'000; i++) all += static_cast<char>(i * 7 + i / 256);
  std::size_t sent = 0;
  std::string got;
  while (got.size() < all.size()) {
    sent += client.try_send(std::string_view(all).substr(sent));
    const Packet packet = guest.hear();
    guest.offer(1);
    if (packet.header.op == VIRTIO_VSOCK_OP_CREDIT_REQUEST || got.size() % 65'536 < packet.payload.size()) {
      virtio_vsock_hdr update = guest.header(VIRTIO_VSOCK_OP_CREDIT_UPDATE, 52, port);
      update.fwd_cnt = static_cast<std::uint32_t>(got.size() + packet.payload.size());
      guest.say(update);
    }
    got += packet.payload;
  }
  CHECK(got == all && guest.stats().to_guest == all.size());
}

void no_more_than_the_guest_allows() {
  Guest guest;
  guest.offer(128);
  auto [client, port] = guest.accept_client();
  std::size_t sent = 0;
  const std::string block(65'536, 'x');
  while (const std::size_t count = client.try_send(block)) {
    sent += count;
    nap();
    if (sent > 1 << 20) break;
  }
  std::size_t got = 0;
  for (Packet packet = guest.hear(); packet.header.op == VIRTIO_VSOCK_OP_RW; packet = guest.hear()) {
    got += packet.payload.size();
  }
  CHECK(got == kGuestBuffer && guest.quiet());
  virtio_vsock_hdr update = guest.header(VIRTIO_VSOCK_OP_CREDIT_UPDATE, 52, port);
  update.fwd_cnt = 1000;
  guest.say(update);
  CHECK(guest.expect(VIRTIO_VSOCK_OP_RW).payload.size() == 1000);
}

void bulk_to_the_host() {
  Guest guest;
  guest.offer(128);
  const Fd listener = guest.listen();
  Client server = guest.dial(listener);
  std::string all, got;
  std::uint32_t forwarded = 0;
  for (int i = 0; i < 60; i++) {
    const std::string block(32'768, static_cast<char>('a' + i % 26));
    // As a well-behaved guest: within what it was told.
    while (all.size() + block.size() - forwarded > VsockConnection::kBuffer) {
      got += server.receive(block.size());
      if (const auto used = guest.rings[kReceive].used()) {
        const auto header = guest.arena.memory().read<virtio_vsock_hdr>(guest.buffers.at(guest.next_buffer++));
        CHECK(header.op == VIRTIO_VSOCK_OP_CREDIT_UPDATE && header.buf_alloc == VsockConnection::kBuffer);
        forwarded = header.fwd_cnt;
      }
    }
    guest.write(5000, 1024, block);
    all += block;
  }
  got += server.receive(all.size() - got.size());
  CHECK(got == all && guest.stats().from_guest == all.size());
}

void more_than_allowed_is_reset() {
  Guest guest;
  guest.offer(8);
  const Fd listener = guest.listen();
  Client server = guest.dial(listener);
  const std::string block(60'000, 'v');
  // The host reads nothing: its socket's buffer, then ours.
  for (int i = 0; i < 200 && guest.stats().connections == 1; i++) guest.write(5000, 1024, block);
  CHECK(guest.stats().connections == 0 && guest.stats().resets == 1);
  while (guest.hear().header.op != VIRTIO_VSOCK_OP_RST) {
  }
}

void end_waits_for_the_host_to_read() {
  Guest guest;
  guest.offer(8);
  const Fd listener = guest.listen();
  Client server = guest.dial(listener);
  std::string all;
  for (int i = 0; i < 6; i++) {
    all += std::string(50'000, static_cast<char>('a' + i));
    guest.write(5000, 1024, all.substr(all.size() - 50'000));
  }
  guest.shut_down(5000, 1024, 3);
  CHECK(server.receive(all.size() + 1) == all && server.at_end());
  while (guest.hear().header.op != VIRTIO_VSOCK_OP_RST) {
  }
  CHECK(guest.stats().connections == 0);
}

void half_closed_host() {
  Guest guest;
  guest.offer(16);
  auto [client, port] = guest.accept_client();
  client.send("all I say");
  client.shutdown_write();
  CHECK(guest.expect(VIRTIO_VSOCK_OP_RW).payload == "all I say");
  CHECK(guest.expect(VIRTIO_VSOCK_OP_SHUTDOWN).header.flags == VIRTIO_VSOCK_SHUTDOWN_SEND);
  guest.write(52, port, "reply");
  CHECK(client.receive(5) == "reply" && guest.quiet());
  client.close();
  CHECK(guest.expect(VIRTIO_VSOCK_OP_SHUTDOWN).header.flags == 3);
  // A guest that does not answer is not waited for.
  guest.expect(VIRTIO_VSOCK_OP_RST);
  CHECK(guest.stats().connections == 0);
}

void nonsense_is_answered_or_ignored() {
  Guest guest;
  guest.offer(64);
  auto [client, port] = guest.accept_client();
  auto packet = guest.header(VIRTIO_VSOCK_OP_RW, 52, port);
  packet.src_cid = 4;
  guest.say(packet);
  packet = guest.header(VIRTIO_VSOCK_OP_RW, 52, port);
  packet.dst_cid = 1ULL << 40 | 2;
  guest.say(packet);
  guest.rings[kTransmit].add({{guest.arena.place("short"), 5}});
  guest.rings[kTransmit].add({{guest.arena.allocate(64), 64, true}});
  guest.harness->kick(kTransmit);
  CHECK(guest.harness->wait_used(kTransmit) && guest.harness->wait_used(kTransmit));
  CHECK(guest.stats().ignored == 4 && guest.stats().connections == 1 && guest.quiet());
  // Packets for connections that do not exist, all ops; a reset is never answered.
  for (std::uint16_t op = 0; op < 12; op++) {
    guest.say(guest.header(op, 77, 78));
    if (op != VIRTIO_VSOCK_OP_RST) guest.expect(VIRTIO_VSOCK_OP_RST);
  }
  CHECK(guest.quiet());
}

void wrong_packets_end_their_connection() {
  const auto try_packet = [](auto change) {
    Guest guest;
    guest.offer(16);
    auto [client, port] = guest.accept_client();
    auto packet = guest.header(VIRTIO_VSOCK_OP_RW, 52, port);
    change(packet);
    guest.say(packet, "0123456789");
    CHECK(guest.expect(VIRTIO_VSOCK_OP_RST).header.dst_port == 52 && client.at_end());
    CHECK(guest.stats().connections == 0);
  };
  try_packet([](virtio_vsock_hdr& packet) { packet.len = 11; });
  try_packet([](virtio_vsock_hdr& packet) { packet.len = ~0U; });
  try_packet([](virtio_vsock_hdr& packet) { packet.type = VIRTIO_VSOCK_TYPE_SEQPACKET; });
  try_packet([](virtio_vsock_hdr& packet) { packet.op = VIRTIO_VSOCK_OP_RESPONSE; });
  try_packet([](virtio_vsock_hdr& packet) { packet.op = VIRTIO_VSOCK_OP_REQUEST; });
  try_packet([](virtio_vsock_hdr& packet) { packet.op = 0xffff; });
}

// No room for answers: the guest's packets wait, and nothing piles up.
void storm_of_resets() {
  Guest guest;
  const auto addr = guest.arena.allocate(44);
  guest.arena.memory().write(addr, guest.header(VIRTIO_VSOCK_OP_RW, 1, 2));
  int put = 0, used = 0;
  for (int i = 0; i < 128; i++, put++) guest.rings[kTransmit].add({{addr, 44}});
  guest.harness->kick(kTransmit);
  for (; guest.harness->wait_used(kTransmit) && used < 63; used++) {
  }
  CHECK(guest.quiet() && guest.rings[kTransmit].used_index() == 64 && guest.stats().resets == 64);
  for (int i = 0; i < 128; i++) {
    guest.offer(1);
    guest.expect(VIRTIO_VSOCK_OP_RST);
  }
  CHECK(guest.rings[kTransmit].used_index() == 128 && guest.quiet());
}

// Opens and resets without any room for answers.
void storm_of_requests() {
  Guest guest;
  const Fd listener = guest.listen();
  for (std::uint32_t i = 0; i < 2000; i++) {
    guest.say(guest.header(VIRTIO_VSOCK_OP_REQUEST, i, 1024));
    guest.say(guest.header(VIRTIO_VSOCK_OP_RST, i, 1024));
    while (Client(stream::accept_unix(listener.get())).at_end()) break;
  }
  CHECK(guest.stats().connections == 0);
}

void connections_are_bounded() {
  Guest guest(4);
  guest.offer(64);
  const Fd listener = guest.listen();
  std::vector<Client> servers;
  for (std::uint32_t i = 0; i < 4; i++) servers.push_back(guest.dial(listener, 6000 + i));
  guest.say(guest.header(VIRTIO_VSOCK_OP_REQUEST, 7000, 1024));
  guest.expect(VIRTIO_VSOCK_OP_RST);
  // A client waits for its turn.
  Client client(guest.path);
  client.send("CONNECT 52\n");
  CHECK(guest.quiet() && client.silent());
  guest.say(guest.header(VIRTIO_VSOCK_OP_RST, 6000, 1024));
  CHECK(servers[0].at_end());
  guest.expect(VIRTIO_VSOCK_OP_REQUEST);
}

void pause_and_reset() {
  Guest guest;
  guest.offer(16);
  auto [client, port] = guest.accept_client();
  guest.harness->pause();
  client.send("later");
  guest.put(guest.header(VIRTIO_VSOCK_OP_CREDIT_REQUEST, 52, port));
  CHECK(guest.quiet());
  guest.harness->resume();
  bool data = false, credit = false;
  for (int i = 0; i < 2; i++) {
    const Packet packet = guest.hear();
    data |= packet.payload == "later";
    credit |= packet.header.op == VIRTIO_VSOCK_OP_CREDIT_UPDATE;
  }
  CHECK(data && credit);
  guest.harness->reset();
  CHECK(client.at_end() && guest.stats().connections == 0);
}

void a_restored_guest_is_told() {
  Guest guest;
  guest.offer(16);
  auto [client, port] = guest.accept_client();
  const auto addr = guest.arena.allocate(4);
  guest.arena.memory().write(addr, ~0U);
  guest.thread.loop().call([&] { guest.device->end_connections(); });
  CHECK(client.at_end());
  guest.rings[kEvent].add({{addr, 4, true}});
  guest.harness->kick(kEvent);
  CHECK(guest.harness->wait_used(kEvent)->written == 4 && guest.arena.memory().read<std::uint32_t>(addr) == 0);
}

void broken_rings() {
  for (const std::size_t queue : {kReceive, kTransmit, kEvent}) {
    Guest guest;
    if (queue == kEvent) guest.thread.loop().call([&] { guest.device->end_connections(); });
    guest.rings[queue].set_available_index(12'345);
    guest.harness->kick(queue);
    Client client(guest.path);
    client.send("CONNECT 1\n");
    CHECK(guest.harness->wait_needs_reset());
  }
}

// Headers and payloads in pieces of one byte, and buffers that are too small.
void scattered_packets() {
  Guest guest;
  const auto small = guest.arena.allocate(43);
  guest.rings[kReceive].add({{small, 43, true}});
  const auto room = guest.arena.allocate(64);
  std::vector<driver::Buffer> pieces;
  for (std::uint64_t i = 0; i < 64; i++) pieces.push_back({{room.value + i}, 1, true});
  guest.rings[kReceive].add(pieces);
  guest.harness->kick(kReceive);
  Client client(guest.path);
  client.send("CONNECT 52\n");
  CHECK(guest.harness->wait_used(kReceive)->written == 0);
  CHECK(guest.harness->wait_used(kReceive)->written == 44);
  const auto request = guest.arena.memory().read<virtio_vsock_hdr>(room);
  CHECK(request.op == VIRTIO_VSOCK_OP_REQUEST && request.dst_port == 52);
  const auto response = guest.header(VIRTIO_VSOCK_OP_RESPONSE, 52, request.src_port);
  const auto bytes = guest.arena.place({reinterpret_cast<const char*>(&response), sizeof response});
  pieces.clear();
  for (std::uint64_t i = 0; i < 44; i++) pieces.push_back({{bytes.value + i}, 1});
  guest.rings[kTransmit].add(pieces);
  guest.harness->kick(kTransmit);
  CHECK(client.receive(3) == "OK ");
}

}  // namespace

Suite vsock_suite() {
  return {"vsock",
          {{"a vsock device describes itself", describes_itself},
           {"a client of the host connects", host_connects},
           {"the guest connects", guest_connects},
           {"a command torn at every byte", command_torn_at_every_byte},
           {"wrong commands are closed", wrong_commands_are_closed},
           {"bulk data to the guest", bulk_to_the_guest},
           {"no more than the guest allows", no_more_than_the_guest_allows},
           {"bulk data to the host", bulk_to_the_host},
           {"more than allowed is reset", more_than_allowed_is_reset},
           {"the end waits for the host to read", end_waits_for_the_host_to_read},
           {"a half-closed host", half_closed_host},
           {"nonsense is answered or ignored", nonsense_is_answered_or_ignored},
           {"wrong packets end their connection", wrong_packets_end_their_connection},
           {"a storm of resets", storm_of_resets},
           {"a storm of requests", storm_of_requests},
           {"connections are bounded", connections_are_bounded},
           {"pause and reset", pause_and_reset},
           {"a restored guest is told", a_restored_guest_is_told},
           {"broken rings stop the device", broken_rings},
           {"scattered packets", scattered_packets}}};
}
