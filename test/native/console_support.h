// A guest that drives a console by hand.
#pragma once

#include <linux/virtio_console.h>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "check.h"
#include "driver.h"
#include "kvm/stream/console_channel.h"
#include "kvm/stream/direct_channel.h"
#include "kvm/stream/unix_socket.h"
#include "kvm/virtio/console.h"
#include "stream_support.h"

constexpr std::size_t kControlIn = 2, kControlOut = 3, kAgentIn = 4, kAgentOut = 5;

struct Control {
  std::uint32_t id;
  std::uint16_t event;
  std::uint16_t value;
};

// A console at port 0 and an agent's port at 1, each with a socket at the host.
struct ConsoleGuest {
  Folder folder;
  std::string console_path = folder.file("console"), agent_path = folder.file("agent");
  driver::Arena arena{16 << 20};
  driver::LoopThread thread;
  std::atomic<int> opened = 0, closed = 0;
  std::unique_ptr<vmwright::virtio::ConsoleDevice> device;
  std::vector<driver::Ring> rings;
  std::optional<driver::Harness> harness;
  std::vector<driver::GuestAddr> control_buffers;
  std::size_t next_control = 0;

  explicit ConsoleGuest(std::uint64_t features_off = 0) {
    std::vector<vmwright::virtio::ConsoleDevice::Port> ports;
    ports.push_back({"", vmwright::virtio::ConsoleDevice::Role::console,
                     std::make_unique<vmwright::stream::ConsoleChannel>(
                         thread.loop(), vmwright::stream::ConsoleChannel::Config{.listener = vmwright::stream::listen_unix(console_path, 1)})});
    ports.push_back({"org.vmwright.agent.0", vmwright::virtio::ConsoleDevice::Role::data,
                     std::make_unique<vmwright::stream::DirectChannel>(thread.loop(), vmwright::stream::listen_unix(agent_path, 1))});
    thread.loop().call([&] {
      device = std::make_unique<vmwright::virtio::ConsoleDevice>(thread.loop(), std::move(ports),
                                               [this](std::size_t, bool open) { open ? opened++ : closed++; });
    });
    std::vector<driver::Ring*> pointers;
    rings.reserve(6);
    for (const std::uint16_t size : device->queue_sizes()) rings.emplace_back(arena, size);
    for (auto& ring : rings) pointers.push_back(&ring);
    harness.emplace(arena.memory(), *device, pointers, features_off);
  }
  ~ConsoleGuest() {
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
  vmwright::virtio::ConsoleDevice::PortStats stats(std::size_t port) {
    vmwright::virtio::ConsoleDevice::PortStats stats;
    thread.loop().call([&] { stats = device->stats(port); });
    return stats;
  }
};
