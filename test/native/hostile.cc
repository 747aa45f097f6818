// The same hostile acts of a driver against every queue of every device, on both transports. What a device answers to
// nonsense in the requests themselves is in the device's own suite.
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <functional>

#include "check.h"
#include "disk_driver.h"
#include "driver_machine.h"
#include "kvm/net/passt.h"
#include "kvm/stream/console_channel.h"
#include "kvm/stream/direct_channel.h"
#include "kvm/stream/unix_socket.h"
#include "kvm/virtio/balloon.h"
#include "kvm/virtio/console.h"
#include "kvm/virtio/net.h"
#include "kvm/virtio/rng.h"
#include "kvm/virtio/vsock.h"
#include "stream_support.h"

using namespace vmwright;
using driver::Kind;
using driver::Ring;

namespace {

constexpr std::uint64_t kTransportFeatures = virtio::kVersion1 | virtio::kIndirectDescriptors | virtio::kEventIdx;

// A device, what it is plugged into, and how the host makes it look at the queues that it fills.
struct Subject {
  ~Subject() {
    thread.loop().call([this] { device.reset(); });
  }

  Folder folder;
  driver::LoopThread thread;
  std::vector<Client> peers;
  std::unique_ptr<virtio::Device> device;
  std::uint32_t looked_at = 0;  // queues whose requests are taken without anything else having to happen
  std::function<void()> stir = [] {};
};

void make_rng(Subject& subject) {
  subject.device = std::make_unique<virtio::RngDevice>(subject.thread.loop());
  subject.looked_at = 1;
}

void make_balloon(Subject& subject) {
  subject.device = std::make_unique<virtio::Balloon>(subject.thread.loop(), virtio::BalloonConfig{});
  subject.looked_at = 0b1111;
}

void make_block(Subject& subject) {
  const std::string path = subject.folder.file("disk");
  const Fd fd(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  CHECK(fd && ftruncate(fd.get(), 1 << 20) == 0);
  subject.device = std::make_unique<virtio::Block>(
      subject.thread.loop(),
      virtio::BlockConfig{
          .image = block::open_image({.path = path, .mode = block::DiskMode::writable, .overlay_folder = {}}),
          .serial = {},
          .engine = block::EngineChoice::automatic,
          .limit = {},
          .on_fault = {}});
  subject.looked_at = 1;
}

void make_net(Subject& subject) {
  std::array<int, 2> fds;
  CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds.data()) == 0);
  subject.peers.emplace_back(Fd(fds[0]));
  subject.device = std::make_unique<virtio::NetDevice>(
      subject.thread.loop(), std::make_unique<net::Passt>(Fd(fds[1])),
      virtio::NetDevice::Config{.mac = {2, 0, 0, 0, 0, 1}, .mtu = std::nullopt}, [](net::Link) {});
  subject.looked_at = 0b11;
  subject.stir = [&subject] { subject.peers[0].try_send(std::string("\0\0\0\x3c", 4) + std::string(60, 'f')); };
}

void make_console(Subject& subject) {
  using Role = virtio::ConsoleDevice::Role;
  EventLoop& loop = subject.thread.loop();
  const std::string console = subject.folder.file("console"), agent = subject.folder.file("agent");
  std::vector<virtio::ConsoleDevice::Port> ports;
  ports.push_back({"", Role::console,
                   std::make_unique<stream::ConsoleChannel>(
                       loop, stream::ConsoleChannel::Config{.listener = stream::listen_unix(console, 1)})});
  ports.push_back({"agent", Role::data, std::make_unique<stream::DirectChannel>(loop, stream::listen_unix(agent, 1))});
  subject.device = std::make_unique<virtio::ConsoleDevice>(loop, std::move(ports), [](std::size_t, bool) {});
  subject.peers.emplace_back(console);
  subject.peers.emplace_back(agent);
  subject.looked_at = 0b101010;
  subject.stir = [&subject] {
    for (const Client& peer : subject.peers) peer.try_send("x");
  };
}

void make_vsock(Subject& subject) {
  const std::string path = subject.folder.file("vsock");
  subject.device = std::make_unique<virtio::VsockDevice>(
      subject.thread.loop(),
      virtio::VsockDevice::Config{.guest_cid = 3, .listener = stream::listen_unix(path, 16), .path = path});
  subject.looked_at = 0b10;
  subject.stir = [&subject, path] {
    subject.peers.emplace_back(path);
    subject.peers.back().try_send("CONNECT 52\n");
  };
}

using Make = void (*)(Subject&);

// A driver at one device, with a ring for each queue.
struct Guest {
  driver::Arena arena;
  Subject subject;
  std::optional<driver::TestMachine> machine;
  std::vector<Ring> rings;

  Guest(Make make, Kind kind) {
    subject.thread.loop().call([&] { make(subject); });
    machine.emplace(kind, *subject.device, arena.memory());
    bring_up();
  }

  const driver::TransportDriver& driver() const { return machine->driver(); }
  void bring_up() {
    rings.clear();
    for (const std::uint16_t size : subject.device->queue_sizes()) {
      rings.emplace_back(arena, std::min<std::uint16_t>(size, 64));
    }
    std::vector<Ring*> pointers;
    for (Ring& ring : rings) pointers.push_back(&ring);
    driver().bring_up(subject.device->features() | kTransportFeatures, pointers);
  }
  bool gave_up() const { return (driver().status() & driver::kNeedsReset) != 0; }
  // The device has looked at everything by then.
  void kick(std::size_t queue) {
    driver().kick(static_cast<std::uint16_t>(queue));
    subject.stir();
    subject.thread.loop().call([] {});
    subject.thread.loop().call([] {});
  }
};

// Each breaks one rule of the rings, in slot 0 of a queue of `size`.
using Act = void (*)(driver::Arena&, Ring&, std::uint16_t size);

void bad_index(driver::Arena&, Ring& ring, std::uint16_t size) {
  ring.set_available_index(static_cast<std::uint16_t>(size + 100));
}

void head_past_the_table(driver::Arena&, Ring& ring, std::uint16_t size) { ring.available(size); }

void looped_chain(driver::Arena& arena, Ring& ring, std::uint16_t) {
  const GuestAddr buffer = arena.allocate(64);
  ring.descriptor(0, {buffer.value, 8, driver::kNext | driver::kWrite, 1});
  ring.descriptor(1, {buffer.value, 8, driver::kNext | driver::kWrite, 0});
  ring.available(0);
}

void address_past_the_end(driver::Arena& arena, Ring& ring, std::uint16_t) {
  ring.descriptor(0, {arena.end().value - 1, 2, driver::kWrite, 0});
  ring.available(0);
}

void address_that_wraps(driver::Arena&, Ring& ring, std::uint16_t) {
  ring.descriptor(0, {UINT64_MAX - 7, 16, driver::kWrite, 0});
  ring.available(0);
}

void zero_length(driver::Arena& arena, Ring& ring, std::uint16_t) {
  ring.descriptor(0, {arena.allocate(64).value, 0, driver::kWrite, 0});
  ring.available(0);
}

void huge_length(driver::Arena& arena, Ring& ring, std::uint16_t) {
  ring.descriptor(0, {arena.allocate(64).value, UINT32_MAX, driver::kWrite, 0});
  ring.available(0);
}

void huge_table(driver::Arena& arena, Ring& ring, std::uint16_t) {
  ring.descriptor(0, {arena.allocate(64).value, 0xffff'fff0, driver::kIndirect, 0});
  ring.available(0);
}

// More pieces than the queue has descriptors, in a table that is there.
void long_table(driver::Arena& arena, Ring& ring, std::uint16_t size) {
  const std::size_t count = size + 1U;
  const GuestAddr table = arena.allocate(count * 16);
  for (std::size_t i = 0; i < count; i++) {
    const driver::Descriptor piece = {table.value, 1, driver::kNext | driver::kWrite, static_cast<std::uint16_t>(i + 1)};
    arena.memory().write({table.value + i * 16}, piece);
  }
  ring.descriptor(0, {table.value, static_cast<std::uint32_t>(count * 16), driver::kIndirect, 0});
  ring.available(0);
}

constexpr std::array kActs = {bad_index,   head_past_the_table, looped_chain, address_past_the_end, address_that_wraps,
                              zero_length, huge_length,         huge_table,   long_table};

void broken_ring(Make make, Kind kind, std::size_t queue, Act act) {
  Guest guest(make, kind);
  act(guest.arena, guest.rings[queue], guest.rings[queue].layout().size);
  guest.kick(queue);
  if ((guest.subject.looked_at >> queue & 1) != 0) CHECK(eventually([&] { return guest.gave_up(); }));
  CHECK(guest.rings[queue].used_index() == 0);
  guest.driver().set_status(0);
  CHECK(guest.driver().status() == 0);
  guest.bring_up();
  CHECK(!guest.gave_up() && (guest.driver().status() & driver::kDriverOk) != 0);
}

// Every queue full of requests that are taken, for better or worse; after the reset the memory is the guest's alone.
void reset_in_mid_flight(Make make, Kind kind) {
  Guest guest(make, kind);
  for (int round = 0; round < 5; round++) {
    for (std::size_t queue = 0; queue < guest.rings.size(); queue++) {
      Ring& ring = guest.rings[queue];
      const driver::Buffer request[] = {{guest.arena.allocate(64), 64}, {guest.arena.allocate(4096), 4096, true}};
      for (int i = 0; i < ring.layout().size / 2; i++) ring.add(request);
      guest.driver().kick(static_cast<std::uint16_t>(queue));
    }
    guest.subject.stir();
    if (round % 2 == 1) nap();
    guest.driver().set_status(0);
    CHECK(guest.driver().status() == 0);
    const auto all = guest.arena.memory().slice({0}, guest.arena.memory().size());
    std::memset(all.data(), 0x5a, all.size());
    guest.subject.stir();
    nap();
    CHECK(std::memcmp(all.data(), all.data() + 1, all.size() - 1) == 0);
    std::memset(all.data(), 0, all.size());
    guest.bring_up();
  }
  CHECK(!guest.gave_up());
}

template <Make make>
void on_both() {
  for (const Kind kind : {Kind::mmio, Kind::pci}) {
    const std::size_t queues = Guest(make, kind).rings.size();
    for (std::size_t queue = 0; queue < queues; queue++) {
      for (std::size_t act = 0; act < kActs.size(); act++) {
        try {
          broken_ring(make, kind, queue, kActs[act]);
        } catch (const CheckFailed& failed) {
          throw CheckFailed(std::string(kind == Kind::mmio ? "mmio" : "pci") + ", queue " + std::to_string(queue) + ", act " +
                            std::to_string(act) + ": " + failed.what());
        }
      }
    }
    reset_in_mid_flight(make, kind);
  }
}

}  // namespace

Suite hostile_suite() {
  return {"hostile",
          {{"block", on_both<make_block>},
           {"net", on_both<make_net>},
           {"console", on_both<make_console>},
           {"vsock", on_both<make_vsock>},
           {"balloon", on_both<make_balloon>},
           {"rng", on_both<make_rng>}}};
}
