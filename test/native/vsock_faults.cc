// virtio socket device, driven by hostile guests and clients.
#include "check.h"
#include "kvm/stream/unix_socket.h"
#include "vsock_support.h"

namespace {

using namespace vmwright;

void wrong_commands_are_closed() {
  VsockGuest guest;
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

void no_more_than_the_guest_allows() {
  VsockGuest guest;
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

void more_than_allowed_is_reset() {
  VsockGuest guest;
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

void nonsense_is_answered_or_ignored() {
  VsockGuest guest;
  guest.offer(64);
  auto [client, port] = guest.accept_client();
  auto packet = guest.header(VIRTIO_VSOCK_OP_RW, 52, port);
  packet.src_cid = 4;
  guest.say(packet);
  packet = guest.header(VIRTIO_VSOCK_OP_RW, 52, port);
  packet.dst_cid = 1ULL << 40 | 2;
  guest.say(packet);
  guest.rings[kVsockTransmit].add({{guest.arena.place("short"), 5}});
  guest.rings[kVsockTransmit].add({{guest.arena.allocate(64), 64, true}});
  guest.harness->kick(kVsockTransmit);
  CHECK(guest.harness->wait_used(kVsockTransmit) && guest.harness->wait_used(kVsockTransmit));
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
    VsockGuest guest;
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
  VsockGuest guest;
  const auto addr = guest.arena.allocate(44);
  guest.arena.memory().write(addr, guest.header(VIRTIO_VSOCK_OP_RW, 1, 2));
  int put = 0, used = 0;
  for (int i = 0; i < 128; i++, put++) guest.rings[kVsockTransmit].add({{addr, 44}});
  guest.harness->kick(kVsockTransmit);
  for (; guest.harness->wait_used(kVsockTransmit) && used < 63; used++) {
  }
  CHECK(guest.quiet() && guest.rings[kVsockTransmit].used_index() == 64 && guest.stats().resets == 64);
  for (int i = 0; i < 128; i++) {
    guest.offer(1);
    guest.expect(VIRTIO_VSOCK_OP_RST);
  }
  CHECK(guest.rings[kVsockTransmit].used_index() == 128 && guest.quiet());
}

// Opens and resets without any room for answers.
void storm_of_requests() {
  VsockGuest guest;
  const Fd listener = guest.listen();
  for (std::uint32_t i = 0; i < 2000; i++) {
    guest.say(guest.header(VIRTIO_VSOCK_OP_REQUEST, i, 1024));
    guest.say(guest.header(VIRTIO_VSOCK_OP_RST, i, 1024));
    while (Client(stream::accept_unix(listener.get())).at_end()) break;
  }
  CHECK(guest.stats().connections == 0);
}

void connections_are_bounded() {
  VsockGuest guest(4);
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

void broken_rings() {
  for (const std::size_t queue : {kVsockReceive, kVsockTransmit, kVsockEvent}) {
    VsockGuest guest;
    if (queue == kVsockEvent) guest.thread.loop().call([&] { guest.device->end_connections(); });
    guest.rings[queue].set_available_index(12'345);
    guest.harness->kick(queue);
    Client client(guest.path);
    client.send("CONNECT 1\n");
    CHECK(guest.harness->wait_needs_reset());
  }
}

// Headers and payloads in pieces of one byte, and buffers that are too small.
void scattered_packets() {
  VsockGuest guest;
  const auto small = guest.arena.allocate(43);
  guest.rings[kVsockReceive].add({{small, 43, true}});
  const auto room = guest.arena.allocate(64);
  std::vector<driver::Buffer> pieces;
  for (std::uint64_t i = 0; i < 64; i++) pieces.push_back({{room.value + i}, 1, true});
  guest.rings[kVsockReceive].add(pieces);
  guest.harness->kick(kVsockReceive);
  Client client(guest.path);
  client.send("CONNECT 52\n");
  CHECK(guest.harness->wait_used(kVsockReceive)->written == 0);
  CHECK(guest.harness->wait_used(kVsockReceive)->written == 44);
  const auto request = guest.arena.memory().read<virtio_vsock_hdr>(room);
  CHECK(request.op == VIRTIO_VSOCK_OP_REQUEST && request.dst_port == 52);
  const auto response = guest.header(VIRTIO_VSOCK_OP_RESPONSE, 52, request.src_port);
  const auto bytes = guest.arena.place({reinterpret_cast<const char*>(&response), sizeof response});
  pieces.clear();
  for (std::uint64_t i = 0; i < 44; i++) pieces.push_back({{bytes.value + i}, 1});
  guest.rings[kVsockTransmit].add(pieces);
  guest.harness->kick(kVsockTransmit);
  CHECK(client.receive(3) == "OK ");
}

}  // namespace

Suite vsock_faults_suite() {
  return {"vsock_faults",
          {{"wrong commands are closed", wrong_commands_are_closed},
           {"no more than the guest allows", no_more_than_the_guest_allows},
           {"more than allowed is reset", more_than_allowed_is_reset},
           {"nonsense is answered or ignored", nonsense_is_answered_or_ignored},
           {"wrong packets end their connection", wrong_packets_end_their_connection},
           {"a storm of resets", storm_of_resets},
           {"a storm of requests", storm_of_requests},
           {"connections are bounded", connections_are_bounded},
           {"broken rings stop the device", broken_rings},
           {"scattered packets", scattered_packets}}};
}
