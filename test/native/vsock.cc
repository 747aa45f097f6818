// virtio socket device, driven as a guest would.
#include "check.h"
#include "kvm/stream/unix_socket.h"
#include "vsock_support.h"

namespace {

using namespace vmwright;

void describes_itself() {
  VsockGuest guest;
  std::uint64_t cid = 0;
  guest.device->read_config(0, std::as_writable_bytes(std::span(&cid, 1)));
  CHECK(cid == 3);
  guest.device->read_config(8, std::as_writable_bytes(std::span(&cid, 1)));
  CHECK(cid == 0);
}

void host_connects() {
  VsockGuest guest;
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
  VsockGuest guest;
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
  VsockGuest guest;
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

void bulk_to_the_guest() {
  VsockGuest guest;
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

void bulk_to_the_host() {
  VsockGuest guest;
  guest.offer(128);
  const Fd listener = guest.listen();
  Client server = guest.dial(listener);
  std::string all, got;
  std::uint32_t forwarded = 0;
  for (int i = 0; i < 60; i++) {
    const std::string block(32'768, static_cast<char>('a' + i % 26));
    // As a well-behaved guest: within what it was told.
    while (all.size() + block.size() - forwarded > virtio::VsockConnection::kBuffer) {
      got += server.receive(block.size());
      if (const auto used = guest.rings[kVsockReceive].used()) {
        const auto header = guest.arena.memory().read<virtio_vsock_hdr>(guest.buffers.at(guest.next_buffer++));
        CHECK(header.op == VIRTIO_VSOCK_OP_CREDIT_UPDATE && header.buf_alloc == virtio::VsockConnection::kBuffer);
        forwarded = header.fwd_cnt;
      }
    }
    guest.write(5000, 1024, block);
    all += block;
  }
  got += server.receive(all.size() - got.size());
  CHECK(got == all && guest.stats().from_guest == all.size());
}

void end_waits_for_the_host_to_read() {
  VsockGuest guest;
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
  VsockGuest guest;
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

void pause_and_reset() {
  VsockGuest guest;
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
  VsockGuest guest;
  guest.offer(16);
  auto [client, port] = guest.accept_client();
  const auto addr = guest.arena.allocate(4);
  guest.arena.memory().write(addr, ~0U);
  guest.thread.loop().call([&] { guest.device->end_connections(); });
  CHECK(client.at_end());
  guest.rings[kVsockEvent].add({{addr, 4, true}});
  guest.harness->kick(kVsockEvent);
  CHECK(guest.harness->wait_used(kVsockEvent)->written == 4 && guest.arena.memory().read<std::uint32_t>(addr) == 0);
}

}  // namespace

Suite vsock_suite() {
  return {"vsock",
          {{"a vsock device describes itself", describes_itself},
           {"a client of the host connects", host_connects},
           {"the guest connects", guest_connects},
           {"a command torn at every byte", command_torn_at_every_byte},
           {"bulk data to the guest", bulk_to_the_guest},
           {"bulk data to the host", bulk_to_the_host},
           {"the end waits for the host to read", end_waits_for_the_host_to_read},
           {"a half-closed host", half_closed_host},
           {"pause and reset", pause_and_reset},
           {"a restored guest is told", a_restored_guest_is_told}}};
}
