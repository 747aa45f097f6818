// virtio console, driven as a guest would.
#include <array>

#include "check.h"
#include "console_support.h"

namespace {

using namespace vmwright;
using virtio::ConsoleDevice;

constexpr std::uint64_t kMultiport = 1ULL << VIRTIO_CONSOLE_F_MULTIPORT;

void describes_itself() {
  ConsoleGuest guest;
  virtio_console_config config;
  guest.device->read_config(0, std::as_writable_bytes(std::span(&config, 1)));
  CHECK(config.max_nr_ports == 2 && guest.device->queue_sizes().size() == 6);
  std::array<std::byte, 8> past;
  past.fill(std::byte{0xff});
  guest.device->read_config(9, past);
  CHECK(past[0] == std::byte{} && past[7] == std::byte{});
  guest.device->read_config(~0ULL, past);
}

void boots_and_talks() {
  ConsoleGuest guest;
  guest.boot();
  CHECK(eventually([&] { return guest.opened == 2; }));
  CHECK(guest.print(1, "Linux version\n") && eventually([&] { return guest.stats(0).from_guest == 14; }));
  Client console(guest.console_path);
  console.send("root\r");
  CHECK(guest.take(0, 64) == "root\r");
  CHECK(guest.print(1, "login: ") && console.receive(7) == "login: ");
  Client agent = guest.agent();
  agent.send("HELLO");
  CHECK(guest.take(kAgentIn, 4096) == "HELLO");
  CHECK(guest.print(kAgentOut, "READY") && agent.receive(5) == "READY");
  CHECK(guest.stats(1).guest_open && guest.stats(1).host_open && guest.stats(1).to_guest == 5);
}

void one_port_without_the_feature() {
  ConsoleGuest guest(kMultiport);
  Client console(guest.console_path);
  console.send("x");
  CHECK(guest.take(0, 16) == "x");
  CHECK(guest.print(1, "output") && console.receive(6) == "output");
}

void resizes() {
  ConsoleGuest guest;
  guest.boot();
  guest.thread.loop().call([&] { guest.device->resize({.columns = 132, .rows = 50}); });
  CHECK(guest.harness->wait_config_changed());
  const auto [control, payload] = guest.hear();
  CHECK(control.event == VIRTIO_CONSOLE_RESIZE && payload == std::string("\x84\0\x32\0", 4));
  std::array<std::uint16_t, 2> size;
  guest.device->read_config(0, std::as_writable_bytes(std::span(size)));
  CHECK(size[0] == 132 && size[1] == 50);
}

void agent_gets_nothing_before_it_is_open() {
  ConsoleGuest guest;
  guest.boot();
  guest.say({1, VIRTIO_CONSOLE_PORT_OPEN, 0});
  CHECK(eventually([&] { return guest.closed == 1; }));
  Client agent = guest.agent();
  agent.send("early");
  const auto addr = guest.arena.allocate(64);
  guest.rings[kAgentIn].add({{addr, 64, true}});
  guest.harness->kick(kAgentIn);
  nap();
  CHECK(guest.rings[kAgentIn].used_index() == 0);
  guest.say({1, VIRTIO_CONSOLE_PORT_OPEN, 1});
  CHECK(guest.harness->wait_used(kAgentIn) && guest.arena.text(addr, 5) == "early");
}

// Half of the request is at the host, and the guest is told nothing until all of it is.
void slow_host_stalls_the_agent() {
  ConsoleGuest guest;
  guest.boot();
  Client agent = guest.agent();
  const std::string block(1 << 20, 'a');
  guest.rings[kAgentOut].add({{guest.arena.place(block), 1 << 20}});
  guest.harness->kick(kAgentOut);
  CHECK(eventually([&] { return guest.stats(1).from_guest > 0; }));
  nap();
  CHECK(guest.rings[kAgentOut].used_index() == 0 && guest.stats(1).from_guest < block.size());
  // Other ports go on meanwhile.
  CHECK(guest.print(1, "console lives"));
  CHECK(agent.receive(block.size()) == block);
  CHECK(guest.harness->wait_used(kAgentOut) && guest.stats(1).from_guest == block.size());
}

void slow_guest_stalls_the_host() {
  ConsoleGuest guest;
  guest.boot();
  Client agent = guest.agent();
  std::size_t sent = 0;
  std::string all;
  while (sent < 4 << 20) {
    const std::string block(4096, static_cast<char>('a' + sent / 4096 % 26));
    const std::size_t count = agent.try_send(block);
    all.append(block, 0, count);
    sent += count;
    if (count < block.size()) break;
  }
  CHECK(sent < 4 << 20 && guest.stats(1).to_guest == 0);
  std::string got;
  while (got.size() < sent) got += guest.take(kAgentIn, 8192);
  CHECK(got == all);
}

void clients_come_and_go() {
  ConsoleGuest guest;
  guest.boot();
  for (int i = 0; i < 3; i++) {
    Client agent = guest.agent();
    agent.send("hi");
    CHECK(guest.take(kAgentIn, 16) == "hi");
    agent.close();
    guest.expect(1, VIRTIO_CONSOLE_PORT_OPEN, 0);
    // Nobody listens: taken and forgotten, as with QEMU.
    CHECK(guest.print(kAgentOut, "to nobody"));
  }
  Client last = guest.agent();
  CHECK(last.silent() && guest.print(kAgentOut, "new") && last.receive(3) == "new");
}

// What the first client did not read is not the second one's.
void rest_is_not_for_the_next_client() {
  ConsoleGuest guest;
  guest.boot();
  Client first = guest.agent();
  const std::string block(1 << 20, 'o');
  guest.rings[kAgentOut].add({{guest.arena.place(block), 1 << 20}});
  guest.harness->kick(kAgentOut);
  CHECK(eventually([&] { return guest.stats(1).from_guest > 0; }));
  Client second(guest.agent_path);
  first.close();
  CHECK(guest.harness->wait_used(kAgentOut));
  guest.expect(1, VIRTIO_CONSOLE_PORT_OPEN, 0);
  guest.expect(1, VIRTIO_CONSOLE_PORT_OPEN, 1);
  CHECK(guest.print(kAgentOut, "fresh") && second.receive(5) == "fresh");
}

void nonsense_is_refused() {
  ConsoleGuest guest;
  guest.boot();
  for (const Control control : {Control{99, VIRTIO_CONSOLE_PORT_READY, 1}, Control{~0u, VIRTIO_CONSOLE_PORT_OPEN, 1},
                                Control{1, VIRTIO_CONSOLE_PORT_NAME, 1}, Control{0, 0xffff, 0xffff}}) {
    guest.say(control);
  }
  // Too short, empty, or to be written by us.
  guest.rings[kControlOut].add({{guest.arena.place("1234567"), 7}});
  guest.rings[kControlOut].add({{guest.arena.allocate(64), 64, true}});
  guest.harness->kick(kControlOut);
  CHECK(guest.harness->wait_used(kControlOut) && guest.harness->wait_used(kControlOut));
  CHECK(eventually([&] {
    std::uint64_t refused = 0;
    guest.thread.loop().call([&] { refused = guest.device->refused_messages(); });
    return refused == 4;
  }));
  CHECK(guest.print(1, "still here"));
}

// Thousands of messages, no buffer for any answer: nothing piles up, and the answers are of the latest state.
void flood_takes_no_memory() {
  ConsoleGuest guest;
  const auto addr = guest.arena.allocate(8);
  for (int i = 0; i < 3000; i++) {
    const auto event = static_cast<std::uint16_t>(i % 3 == 0   ? VIRTIO_CONSOLE_DEVICE_READY
                                                  : i % 3 == 1 ? VIRTIO_CONSOLE_PORT_READY
                                                               : VIRTIO_CONSOLE_PORT_OPEN);
    guest.arena.memory().write(addr, Control{1, event, static_cast<std::uint16_t>(1)});
    guest.rings[kControlOut].add({{addr, 8}});
    guest.harness->kick(kControlOut);
    if (i % 16 == 15) {
      for (int k = 0; k < 16; k++) CHECK(guest.harness->wait_used(kControlOut));
    }
  }
  guest.say({1, VIRTIO_CONSOLE_PORT_READY, 1});
  guest.offer_control(8);
  guest.expect(0, VIRTIO_CONSOLE_PORT_ADD, 1);
  guest.expect(1, VIRTIO_CONSOLE_PORT_NAME, 1, "org.vmwright.agent.0");
  nap();
  CHECK(guest.rings[kControlIn].used_index() == 2);
}

void huge_output_shares_the_loop() {
  ConsoleGuest guest;
  guest.boot();
  // 16 times the same 8 MiB in one request.
  const auto addr = guest.arena.allocate(8 << 20);
  std::vector<driver::Buffer> buffers(16, driver::Buffer{addr, 8 << 20});
  guest.rings[1].add(buffers);
  guest.harness->kick(1);
  CHECK(eventually([&] { return guest.stats(0).from_guest > 0; }));
  CHECK(guest.rings[1].used_index() == 0);
  CHECK(eventually([&] { return guest.rings[1].used_index() == 1; }));
  CHECK(guest.stats(0).from_guest == 16ULL * (8 << 20));
}

void broken_ring_stops_the_device() {
  for (const std::size_t queue : {0, 1, 2, 3, 4, 5}) {
    ConsoleGuest guest;
    guest.boot();
    Client agent = guest.agent(), console(guest.console_path);
    console.send("x");
    if (queue == kAgentIn) agent.send("x");
    guest.rings[queue].set_available_index(20'000);
    guest.harness->kick(queue);
    // More to be told than there were buffers before.
    for (int i = 0; queue == kControlIn && i < 20; i++) {
      agent.close();
      CHECK(eventually([&] { return !guest.stats(1).host_open; }));
      agent = Client(guest.agent_path);
      CHECK(eventually([&] { return guest.stats(1).host_open; }));
    }
    CHECK(guest.harness->wait_needs_reset());
    guest.harness->reset();
    CHECK(guest.closed == 2);
  }
}

void odd_buffers_for_input() {
  ConsoleGuest guest;
  guest.boot();
  Client agent = guest.agent();
  agent.send("abcdef");
  // Nothing to write into, then in pieces.
  guest.rings[kAgentIn].add({{guest.arena.place("readable"), 8}});
  const auto a = guest.arena.allocate(16), b = guest.arena.allocate(16);
  guest.rings[kAgentIn].add({{a, 2, true}, {b, 3, true}});
  guest.harness->kick(kAgentIn);
  CHECK(guest.harness->wait_used(kAgentIn)->written == 0);
  CHECK(guest.harness->wait_used(kAgentIn)->written == 5);
  CHECK(guest.arena.text(a, 2) == "ab" && guest.arena.text(b, 3) == "cde");
  CHECK(guest.take(kAgentIn, 16) == "f");
}

void pause_holds_everything() {
  ConsoleGuest guest;
  guest.boot();
  Client agent = guest.agent();
  guest.harness->pause();
  agent.send("later");
  guest.rings[kAgentOut].add({{guest.arena.place("too"), 3}});
  guest.rings[kAgentIn].add({{guest.arena.allocate(64), 64, true}});
  guest.harness->kick(kAgentOut);
  guest.harness->kick(kAgentIn);
  CHECK(agent.silent() && guest.rings[kAgentIn].used_index() == 0);
  guest.harness->resume();
  CHECK(agent.receive(3) == "too" && guest.harness->wait_used(kAgentIn)->written == 5);
}

void reset_in_the_middle() {
  ConsoleGuest guest;
  guest.boot();
  Client agent = guest.agent();
  const std::string block(1 << 20, 'r');
  guest.rings[kAgentOut].add({{guest.arena.place(block), 1 << 20}});
  guest.harness->kick(kAgentOut);
  CHECK(eventually([&] { return guest.stats(1).from_guest > 0; }));
  guest.harness->reset();
  const auto sent = guest.stats(1).from_guest;
  CHECK(agent.receive(sent).size() == sent && agent.silent());
  CHECK(guest.closed == 2 && !guest.stats(1).guest_open && guest.stats(1).host_open);
}

}  // namespace

Suite console_suite() {
  return {"console",
          {{"a console describes itself", describes_itself},
           {"console and agent port carry both ways", boots_and_talks},
           {"without MULTIPORT the first port works", one_port_without_the_feature},
           {"a new size of the terminal is told", resizes},
           {"a port gets nothing before it is open", agent_gets_nothing_before_it_is_open},
           {"a host that does not read stalls the port, not the device", slow_host_stalls_the_agent},
           {"a guest that does not read stalls the host", slow_guest_stalls_the_host},
           {"clients come and go", clients_come_and_go},
           {"what one client left is not for the next", rest_is_not_for_the_next_client},
           {"control messages without sense are refused", nonsense_is_refused},
           {"a flood of control messages takes no memory", flood_takes_no_memory},
           {"a huge request shares the loop", huge_output_shares_the_loop},
           {"a broken ring stops the device", broken_ring_stops_the_device},
           {"odd buffers for input", odd_buffers_for_input},
           {"a paused console touches nothing", pause_holds_everything},
           {"a reset ends what was on its way", reset_in_the_middle}}};
}
