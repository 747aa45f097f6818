// virtio console, driven as a guest would.
#include <linux/virtio_console.h>

#include <atomic>
#include <memory>

#include "check.h"
#include "driver.h"
#include "kvm/stream/console_channel.h"
#include "kvm/stream/direct_channel.h"
#include "kvm/stream/unix_socket.h"
#include "kvm/virtio/console.h"
#include "stream_support.h"

namespace {

using namespace vmwright;
using virtio::ConsoleDevice;

constexpr std::size_t kControlIn = 2, kControlOut = 3, kAgentIn = 4, kAgentOut = 5;
constexpr std::uint64_t kMultiport = 1ULL << VIRTIO_CONSOLE_F_MULTIPORT;

struct Control {
  std::uint32_t id;
  std::uint16_t event;
  std::uint16_t value;
};

// A console at port 0 and an agent's port at 1, each with a socket at the host.
struct Machine {
  Folder folder;
  std::string console_path = folder.file("console"), agent_path = folder.file("agent");
  driver::Arena arena{16 << 20};
  driver::LoopThread thread;
  std::atomic<int> opened = 0, closed = 0;
  std::unique_ptr<ConsoleDevice> device;
  std::vector<driver::Ring> rings;
  std::optional<driver::Harness> harness;
  std::vector<driver::GuestAddr> control_buffers;
  std::size_t next_control = 0;

  explicit Machine(std::uint64_t features_off = 0) {
    std::vector<ConsoleDevice::Port> ports;
    ports.push_back({"", ConsoleDevice::Role::console,
                     std::make_unique<stream::ConsoleChannel>(
                         thread.loop(), stream::ConsoleChannel::Config{.listener = stream::listen_unix(console_path, 1)})});
    ports.push_back({"org.vmwright.agent.0", ConsoleDevice::Role::data,
                     std::make_unique<stream::DirectChannel>(thread.loop(), stream::listen_unix(agent_path, 1))});
    thread.loop().call([&] {
      device = std::make_unique<ConsoleDevice>(thread.loop(), std::move(ports),
                                               [this](std::size_t, bool open) { open ? opened++ : closed++; });
    });
    std::vector<driver::Ring*> pointers;
    rings.reserve(6);
    for (const std::uint16_t size : device->queue_sizes()) rings.emplace_back(arena, size);
    for (auto& ring : rings) pointers.push_back(&ring);
    harness.emplace(arena.memory(), *device, pointers, features_off);
  }
  ~Machine() {
    harness.reset();
    thread.loop().call([this] { device.reset(); });
  }

  void offer_control(int count) {
    for (int i = 0; i < count; i++) {
      control_buffers.push_back(arena.allocate(256));
      rings[kControlIn].add({{control_buffers.back(), 256, true}});
    }
    harness->kick(kControlIn);
  }
  void say(Control control) {
    const auto addr = arena.allocate(sizeof control);
    arena.memory().write(addr, control);
    rings[kControlOut].add({{addr, sizeof control}});
    harness->kick(kControlOut);
    CHECK(harness->wait_used(kControlOut));
  }
  // The next control message and its payload.
  std::pair<Control, std::string> hear() {
    const auto used = harness->wait_used(kControlIn);
    CHECK(used && used->written >= 8);
    const auto addr = control_buffers.at(next_control++);
    return {arena.memory().read<Control>(addr), arena.text({addr.value + 8}, used->written - 8)};
  }
  void expect(std::uint32_t id, std::uint16_t event, std::uint16_t value, const std::string& payload = "") {
    const auto [control, text] = hear();
    CHECK(control.id == id && control.event == event && control.value == value && text == payload);
  }
  // What Linux does up to the open agent port.
  void boot() {
    offer_control(24);
    say({0, VIRTIO_CONSOLE_DEVICE_READY, 1});
    expect(0, VIRTIO_CONSOLE_PORT_ADD, 1);
    expect(1, VIRTIO_CONSOLE_PORT_ADD, 1);
    say({0, VIRTIO_CONSOLE_PORT_READY, 1});
    expect(0, VIRTIO_CONSOLE_CONSOLE_PORT, 1);
    expect(0, VIRTIO_CONSOLE_PORT_OPEN, 1);
    say({1, VIRTIO_CONSOLE_PORT_READY, 1});
    expect(1, VIRTIO_CONSOLE_PORT_NAME, 1, "org.vmwright.agent.0");
    say({0, VIRTIO_CONSOLE_PORT_OPEN, 1});
    say({1, VIRTIO_CONSOLE_PORT_OPEN, 1});
  }
  Client agent() {
    Client client(agent_path);
    expect(1, VIRTIO_CONSOLE_PORT_OPEN, 1);
    return client;
  }
  // Sends text from the guest; false when the host does not take it.
  bool print(std::size_t queue, const std::string& text) {
    rings[queue].add({{arena.place(text), static_cast<std::uint32_t>(text.size())}});
    harness->kick(queue);
    return harness->wait_used(queue).has_value();
  }
  std::string take(std::size_t queue, std::size_t size) {
    const auto addr = arena.allocate(size);
    rings[queue].add({{addr, static_cast<std::uint32_t>(size), true}});
    harness->kick(queue);
    const auto used = harness->wait_used(queue);
    CHECK(used);
    return arena.text(addr, used->written);
  }
  ConsoleDevice::PortStats stats(std::size_t port) {
    ConsoleDevice::PortStats stats;
    thread.loop().call([&] { stats = device->stats(port); });
    return stats;
  }
};

void describes_itself() {
  Machine machine;
  virtio_console_config config;
  machine.device->read_config(0, std::as_writable_bytes(std::span(&config, 1)));
  CHECK(config.max_nr_ports == 2 && machine.device->queue_sizes().size() == 6);
  std::array<std::byte, 8> past;
  past.fill(std::byte{0xff});
  machine.device->read_config(9, past);
  CHECK(past[0] == std::byte{} && past[7] == std::byte{});
  machine.device->read_config(~0ULL, past);
}

void boots_and_talks() {
  Machine machine;
  machine.boot();
  CHECK(eventually([&] { return machine.opened == 2; }));
  CHECK(machine.print(1, "Linux version\n") && eventually([&] { return machine.stats(0).from_guest == 14; }));
  Client console(machine.console_path);
  console.send("root\r");
  CHECK(machine.take(0, 64) == "root\r");
  CHECK(machine.print(1, "login: ") && console.receive(7) == "login: ");
  Client agent = machine.agent();
  agent.send("HELLO");
  CHECK(machine.take(kAgentIn, 4096) == "HELLO");
  CHECK(machine.print(kAgentOut, "READY") && agent.receive(5) == "READY");
  CHECK(machine.stats(1).guest_open && machine.stats(1).host_open && machine.stats(1).to_guest == 5);
}

void one_port_without_the_feature() {
  Machine machine(kMultiport);
  Client console(machine.console_path);
  console.send("x");
  CHECK(machine.take(0, 16) == "x");
  CHECK(machine.print(1, "output") && console.receive(6) == "output");
}

void resizes() {
  Machine machine;
  machine.boot();
  machine.thread.loop().call([&] { machine.device->resize({.columns = 132, .rows = 50}); });
  CHECK(machine.harness->wait_config_changed());
  const auto [control, payload] = machine.hear();
  CHECK(control.event == VIRTIO_CONSOLE_RESIZE && payload == std::string("\x32\0\x84\0", 4));
  std::array<std::uint16_t, 2> size;
  machine.device->read_config(0, std::as_writable_bytes(std::span(size)));
  CHECK(size[0] == 132 && size[1] == 50);
}

void agent_gets_nothing_before_it_is_open() {
  Machine machine;
  machine.boot();
  machine.say({1, VIRTIO_CONSOLE_PORT_OPEN, 0});
  CHECK(eventually([&] { return machine.closed == 1; }));
  Client agent = machine.agent();
  agent.send("early");
  const auto addr = machine.arena.allocate(64);
  machine.rings[kAgentIn].add({{addr, 64, true}});
  machine.harness->kick(kAgentIn);
  nap();
  CHECK(machine.rings[kAgentIn].used_index() == 0);
  machine.say({1, VIRTIO_CONSOLE_PORT_OPEN, 1});
  CHECK(machine.harness->wait_used(kAgentIn) && machine.arena.text(addr, 5) == "early");
}

// Half of the request is at the host, and the guest is told nothing until all of it is.
void slow_host_stalls_the_agent() {
  Machine machine;
  machine.boot();
  Client agent = machine.agent();
  const std::string block(1 << 20, 'a');
  machine.rings[kAgentOut].add({{machine.arena.place(block), 1 << 20}});
  machine.harness->kick(kAgentOut);
  CHECK(eventually([&] { return machine.stats(1).from_guest > 0; }));
  nap();
  CHECK(machine.rings[kAgentOut].used_index() == 0 && machine.stats(1).from_guest < block.size());
  // Other ports go on meanwhile.
  CHECK(machine.print(1, "console lives"));
  CHECK(agent.receive(block.size()) == block);
  CHECK(machine.harness->wait_used(kAgentOut) && machine.stats(1).from_guest == block.size());
}

void slow_guest_stalls_the_host() {
  Machine machine;
  machine.boot();
  Client agent = machine.agent();
  std::size_t sent = 0;
  std::string all;
  while (sent < 4 << 20) {
    const std::string block(4096, static_cast<char>('a' + sent / 4096 % 26));
    const std::size_t count = agent.try_send(block);
    all.append(block, 0, count);
    sent += count;
    if (count < block.size()) break;
  }
  CHECK(sent < 4 << 20 && machine.stats(1).to_guest == 0);
  std::string got;
  while (got.size() < sent) got += machine.take(kAgentIn, 8192);
  CHECK(got == all);
}

void clients_come_and_go() {
  Machine machine;
  machine.boot();
  for (int i = 0; i < 3; i++) {
    Client agent = machine.agent();
    agent.send("hi");
    CHECK(machine.take(kAgentIn, 16) == "hi");
    agent.close();
    machine.expect(1, VIRTIO_CONSOLE_PORT_OPEN, 0);
    // Nobody listens: taken and forgotten, as with QEMU.
    CHECK(machine.print(kAgentOut, "to nobody"));
  }
  Client last = machine.agent();
  CHECK(last.silent() && machine.print(kAgentOut, "new") && last.receive(3) == "new");
}

// What the first client did not read is not the second one's.
void rest_is_not_for_the_next_client() {
  Machine machine;
  machine.boot();
  Client first = machine.agent();
  const std::string block(1 << 20, 'o');
  machine.rings[kAgentOut].add({{machine.arena.place(block), 1 << 20}});
  machine.harness->kick(kAgentOut);
  CHECK(eventually([&] { return machine.stats(1).from_guest > 0; }));
  Client second(machine.agent_path);
  first.close();
  CHECK(machine.harness->wait_used(kAgentOut));
  machine.expect(1, VIRTIO_CONSOLE_PORT_OPEN, 0);
  machine.expect(1, VIRTIO_CONSOLE_PORT_OPEN, 1);
  CHECK(machine.print(kAgentOut, "fresh") && second.receive(5) == "fresh");
}

void nonsense_is_refused() {
  Machine machine;
  machine.boot();
  for (const Control control : {Control{99, VIRTIO_CONSOLE_PORT_READY, 1}, Control{~0u, VIRTIO_CONSOLE_PORT_OPEN, 1},
                                Control{1, VIRTIO_CONSOLE_PORT_NAME, 1}, Control{0, 0xffff, 0xffff}}) {
    machine.say(control);
  }
  // Too short, empty, or to be written by us.
  machine.rings[kControlOut].add({{machine.arena.place("1234567"), 7}});
  machine.rings[kControlOut].add({{machine.arena.allocate(64), 64, true}});
  machine.harness->kick(kControlOut);
  CHECK(machine.harness->wait_used(kControlOut) && machine.harness->wait_used(kControlOut));
  CHECK(eventually([&] {
    std::uint64_t refused = 0;
    machine.thread.loop().call([&] { refused = machine.device->refused_messages(); });
    return refused == 4;
  }));
  CHECK(machine.print(1, "still here"));
}

// Thousands of messages, no buffer for any answer: nothing piles up, and the answers are of the latest state.
void flood_takes_no_memory() {
  Machine machine;
  const auto addr = machine.arena.allocate(8);
  for (int i = 0; i < 3000; i++) {
    const auto event = static_cast<std::uint16_t>(i % 3 == 0   ? VIRTIO_CONSOLE_DEVICE_READY
                                                  : i % 3 == 1 ? VIRTIO_CONSOLE_PORT_READY
                                                               : VIRTIO_CONSOLE_PORT_OPEN);
    machine.arena.memory().write(addr, Control{1, event, static_cast<std::uint16_t>(1)});
    machine.rings[kControlOut].add({{addr, 8}});
    machine.harness->kick(kControlOut);
    if (i % 16 == 15) {
      for (int k = 0; k < 16; k++) CHECK(machine.harness->wait_used(kControlOut));
    }
  }
  machine.say({1, VIRTIO_CONSOLE_PORT_READY, 1});
  machine.offer_control(8);
  machine.expect(0, VIRTIO_CONSOLE_PORT_ADD, 1);
  machine.expect(1, VIRTIO_CONSOLE_PORT_NAME, 1, "org.vmwright.agent.0");
  nap();
  CHECK(machine.rings[kControlIn].used_index() == 2);
}

void huge_output_shares_the_loop() {
  Machine machine;
  machine.boot();
  // 16 times the same 8 MiB in one request.
  const auto addr = machine.arena.allocate(8 << 20);
  std::vector<driver::Buffer> buffers(16, driver::Buffer{addr, 8 << 20});
  machine.rings[1].add(buffers);
  machine.harness->kick(1);
  CHECK(eventually([&] { return machine.stats(0).from_guest > 0; }));
  CHECK(machine.rings[1].used_index() == 0);
  CHECK(eventually([&] { return machine.rings[1].used_index() == 1; }));
  CHECK(machine.stats(0).from_guest == 16ULL * (8 << 20));
}

void broken_ring_stops_the_device() {
  for (const std::size_t queue : {0, 1, 2, 3, 4, 5}) {
    Machine machine;
    machine.boot();
    Client agent = machine.agent(), console(machine.console_path);
    console.send("x");
    if (queue == kAgentIn) agent.send("x");
    machine.rings[queue].set_available_index(20'000);
    machine.harness->kick(queue);
    // More to be told than there were buffers before.
    for (int i = 0; queue == kControlIn && i < 20; i++) {
      agent.close();
      CHECK(eventually([&] { return !machine.stats(1).host_open; }));
      agent = Client(machine.agent_path);
      CHECK(eventually([&] { return machine.stats(1).host_open; }));
    }
    CHECK(machine.harness->wait_needs_reset());
    machine.harness->reset();
    CHECK(machine.closed == 2);
  }
}

void odd_buffers_for_input() {
  Machine machine;
  machine.boot();
  Client agent = machine.agent();
  agent.send("abcdef");
  // Nothing to write into, then in pieces.
  machine.rings[kAgentIn].add({{machine.arena.place("readable"), 8}});
  const auto a = machine.arena.allocate(16), b = machine.arena.allocate(16);
  machine.rings[kAgentIn].add({{a, 2, true}, {b, 3, true}});
  machine.harness->kick(kAgentIn);
  CHECK(machine.harness->wait_used(kAgentIn)->written == 0);
  CHECK(machine.harness->wait_used(kAgentIn)->written == 5);
  CHECK(machine.arena.text(a, 2) == "ab" && machine.arena.text(b, 3) == "cde");
  CHECK(machine.take(kAgentIn, 16) == "f");
}

void pause_holds_everything() {
  Machine machine;
  machine.boot();
  Client agent = machine.agent();
  machine.harness->pause();
  agent.send("later");
  machine.rings[kAgentOut].add({{machine.arena.place("too"), 3}});
  machine.rings[kAgentIn].add({{machine.arena.allocate(64), 64, true}});
  machine.harness->kick(kAgentOut);
  machine.harness->kick(kAgentIn);
  CHECK(agent.silent() && machine.rings[kAgentIn].used_index() == 0);
  machine.harness->resume();
  CHECK(agent.receive(3) == "too" && machine.harness->wait_used(kAgentIn)->written == 5);
}

void reset_in_the_middle() {
  Machine machine;
  machine.boot();
  Client agent = machine.agent();
  const std::string block(1 << 20, 'r');
  machine.rings[kAgentOut].add({{machine.arena.place(block), 1 << 20}});
  machine.harness->kick(kAgentOut);
  CHECK(eventually([&] { return machine.stats(1).from_guest > 0; }));
  machine.harness->reset();
  const auto sent = machine.stats(1).from_guest;
  CHECK(agent.receive(sent).size() == sent && agent.silent());
  CHECK(machine.closed == 2 && !machine.stats(1).guest_open && machine.stats(1).host_open);
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
