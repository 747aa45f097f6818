#include "vmm/devices.h"

#include <fcntl.h>

#include <array>
#include <cstdio>
#include <optional>
#include <span>
#include <utility>

#include "base/error.h"
#include "kvm/net/passt.h"
#include "kvm/net/tap.h"
#include "kvm/stream/direct_channel.h"
#include "kvm/stream/iovec.h"
#include "kvm/stream/unix_socket.h"
#include "vmm/bridge_port.h"

namespace vmwright::vmm {
namespace {

// One connection is served and some may wait.
constexpr int kBacklog = 8;

// A port that nothing is plugged into: takes everything, gives nothing.
class NoChannel final : public stream::Channel {
 public:
  void attach(Events) override {}
  bool connected() const noexcept override { return false; }
  std::size_t read(std::span<const iovec>) override { return 0; }
  std::size_t write(std::span<const iovec> data) override { return stream::total_bytes(data); }
};

std::unique_ptr<stream::ConsoleChannel> open_console(EventLoop& loop, const Console& console) {
  Fd log(open(console.log.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600));
  if (!log) throw Error("ENGINE_FAILED", "open " + console.log, errno);
  return std::make_unique<stream::ConsoleChannel>(
      loop, stream::ConsoleChannel::Config{.listener = stream::listen_unix(console.socket, kBacklog), .log = std::move(log)});
}

std::array<std::uint8_t, 6> parse_mac(const std::string& text) {
  std::array<unsigned, 6> parts{};
  int used = 0;
  const int count = std::sscanf(text.c_str(), "%2x:%2x:%2x:%2x:%2x:%2x%n", &parts[0], &parts[1], &parts[2], &parts[3], &parts[4],
                                &parts[5], &used);
  const bool multicast = (parts[0] & 1) != 0;
  if (count != 6 || static_cast<std::size_t>(used) != text.size() || multicast)
    throw Error("ENGINE_FAILED", "config.network.mac: '" + text + "' is no MAC address of one interface");
  std::array<std::uint8_t, 6> mac{};
  for (std::size_t i = 0; i < mac.size(); ++i) mac[i] = static_cast<std::uint8_t>(parts[i]);
  return mac;
}

struct Plug {
  std::unique_ptr<net::Backend> backend;
  std::string mac;
  std::optional<std::uint16_t> mtu;
};

// passt(1), -m: as much in one frame as a socket takes, since every frame costs a call.
constexpr std::uint16_t kPasstMtu = 65520;

struct OpenNetwork {
  Plug operator()(std::monostate) const { return {}; }
  Plug operator()(const TapNetwork& tap) const { return {std::make_unique<net::Tap>(net::open_tap(tap.device)), tap.mac, std::nullopt}; }
  Plug operator()(const BridgeNetwork& bridge) const {
    return {std::make_unique<net::Tap>(open_bridge_port(bridge.bridge)), bridge.mac, std::nullopt};
  }
  Plug operator()(const UserNetwork& user) const {
    return {std::make_unique<net::Passt>(net::connect_passt(user.socket)), user.mac, kPasstMtu};
  }
};

}  // namespace

Devices::Devices(EventLoop& main, const Config& config, const Callbacks& callbacks) {
  make_console(main, config, callbacks);
  make_disks(config, callbacks);
  make_network(config.network, callbacks);
  if (config.vsock) make_vsock(main, *config.vsock);
  rng_ = std::make_unique<virtio::RngDevice>(main);
  balloon_ = std::make_unique<virtio::Balloon>(main, virtio::BalloonConfig{});
}

void Devices::make_console(EventLoop& main, const Config& config, const Callbacks& callbacks) {
  using Role = virtio::ConsoleDevice::Role;
  auto channel = open_console(main, config.console);
  console_channel_ = channel.get();
  std::vector<virtio::ConsoleDevice::Port> ports;
  if (config.console.port == Console::Port::hvc0) {
    ports.push_back({"", Role::console, std::move(channel)});
  } else {
    serial_channel_ = std::move(channel);
    ports.push_back({"", Role::console, std::make_unique<NoChannel>()});
  }
  for (const std::string& path : config.agents) {
    auto agent = std::make_unique<stream::DirectChannel>(main, stream::listen_unix(path, kBacklog));
    ports.push_back({"org.vmwright.agent." + std::to_string(ports.size() - 1), Role::data, std::move(agent)});
  }
  console_ = std::make_unique<virtio::ConsoleDevice>(main, std::move(ports), [callbacks](std::size_t port, bool open) {
    if (port > 0) callbacks.agent(port - 1, open);
  });
}

void Devices::make_vsock(EventLoop& main, const std::string& folder) {
  virtio::VsockDevice::Config config;
  config.listener = stream::listen_unix(folder + "/" + kVsockName, kBacklog);
  config.path = kVsockName;
  vsock_ = std::make_unique<virtio::VsockDevice>(main, std::move(config));
}

EventLoop& Devices::new_thread(const std::string& name, const Callbacks& callbacks) {
  return threads_.emplace_back(std::make_unique<LoopThread>(name, callbacks.thread_started))->loop();
}

void Devices::make_disks(const Config& config, const Callbacks& callbacks) {
  for (const Disk& disk : config.disks) {
    const std::size_t number = disks_.size();
    const std::string name = "disk" + std::to_string(number);
    virtio::BlockConfig block = {
        .image = block::open_image(disk.file),
        .serial = name,
        .engine = block::EngineChoice::automatic,
        .limit = disk.limit,
        .on_fault = [callbacks, number](const virtio::BlockFault& fault) { callbacks.disk(number, fault); },
    };
    disks_.push_back(std::make_unique<virtio::Block>(new_thread(name, callbacks), std::move(block)));
  }
}

void Devices::make_network(const Network& network, const Callbacks& callbacks) {
  Plug plug = std::visit(OpenNetwork{}, network);
  if (plug.backend == nullptr) return;
  const virtio::NetDevice::Config config = {.mac = parse_mac(plug.mac), .mtu = plug.mtu};
  net_ = std::make_unique<virtio::NetDevice>(new_thread("net", callbacks), std::move(plug.backend), config, [](net::Link) {});
}

std::vector<virtio::Device*> Devices::all() const {
  std::vector<virtio::Device*> devices = {console_.get()};
  for (const auto& disk : disks_) devices.push_back(disk.get());
  if (net_) devices.push_back(net_.get());
  if (vsock_) devices.push_back(vsock_.get());
  devices.push_back(rng_.get());
  devices.push_back(balloon_.get());
  return devices;
}

void Devices::start_threads() {
  for (const auto& thread : threads_) thread->start();
}

}  // namespace vmwright::vmm
