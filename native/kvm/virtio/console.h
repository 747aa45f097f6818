// virtio console with several ports: hvc0 and channels of named ports. virtio 1.2, section 5.3.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kvm/stream/channel.h"
#include "kvm/virtio/console_control.h"
#include "kvm/virtio/console_port.h"
#include "kvm/virtio/device.h"

namespace vmwright::virtio {

class ConsoleDevice final : public Device {
 public:
  enum class Role {
    console,  // /dev/hvcN
    data,     // /dev/vportNpM, found by its name in /sys/class/virtio-ports
  };
  struct Port {
    std::string name;  // shorter than 200 bytes; of no use for a console
    Role role;
    std::unique_ptr<stream::Channel> channel;
  };
  struct PortStats : ConsolePort::Stats {
    bool guest_open = false;
    bool host_open = false;
  };
  // On the loop's thread: a program in the guest opened or closed a port, or the driver came or went. A guest can do
  // that as often as it likes: count or coalesce, do not queue.
  using GuestOpen = std::function<void(std::size_t port, bool open)>;

  // Port 0 is what a driver without the feature MULTIPORT uses: a console. The loop outlives the device.
  ConsoleDevice(EventLoop& loop, std::vector<Port> ports, GuestOpen on_guest_open);
  ~ConsoleDevice() override;

  DeviceType type() const noexcept override { return DeviceType::console; }
  std::uint64_t features() const noexcept override;
  std::span<const std::uint16_t> queue_sizes() const noexcept override { return sizes_; }
  EventLoop& loop() noexcept override { return loop_; }
  void read_config(std::uint64_t offset, std::span<std::byte> data) override;
  void write_config(std::uint64_t, std::span<const std::byte>) override {}
  void activate(const Activation& activation) override;
  void reset() override;
  void pause() override { paused_ = true; }
  void resume() override;

  // On the loop's thread. The size of the terminal at the host.
  void resize(ConsoleControl::Size size);
  PortStats stats(std::size_t port) const;
  // Control messages of the guest that made no sense.
  std::uint64_t refused_messages() const noexcept { return control_.refused(); }

 private:
  bool running() const noexcept { return activation_.has_value() && !paused_ && !broken_; }
  bool multiport() const noexcept;
  bool port_usable(std::size_t port) const noexcept { return port == 0 || multiport(); }
  void attach(std::size_t port);
  void watch_kicks();
  void on_kick(std::size_t queue);
  void on_connected(std::size_t port, bool open);
  void transmit(std::size_t port);
  void receive(std::size_t port);
  void take_control();
  void give_control();
  void report_opens();
  void fail();

  EventLoop& loop_;
  std::vector<ConsolePort> ports_;
  ConsoleControl control_;
  GuestOpen on_guest_open_;
  std::vector<bool> reported_open_;
  std::vector<std::uint16_t> sizes_;
  std::atomic<std::uint32_t> size_ = 0;  // columns, rows << 16; read on vCPU threads
  std::optional<Activation> activation_;
  Chain chain_;
  bool paused_ = false;
  bool broken_ = false;
};

}  // namespace vmwright::virtio
