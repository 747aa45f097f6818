// The virtio devices of a VM and the threads that serve them, made from its configuration.
#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "base/event_loop.h"
#include "kvm/stream/console_channel.h"
#include "kvm/virtio/balloon.h"
#include "kvm/virtio/block.h"
#include "kvm/virtio/console.h"
#include "kvm/virtio/net.h"
#include "kvm/virtio/rng.h"
#include "kvm/virtio/vsock.h"
#include "vmm/config.h"
#include "vmm/loop_thread.h"

namespace vmwright::vmm {

class Devices {
 public:
  // Where the sockets of vsock are, by the name that the VM will know it by: its working directory, see Vmm.
  static constexpr const char* kVsockName = "vsock";

  struct Callbacks {
    // On the main loop's thread: a program in the guest opened or closed an agent port. As often as the guest likes.
    std::function<void(std::size_t agent, bool open)> agent;
    // On the disk's own thread.
    std::function<void(std::size_t disk, const virtio::BlockFault& fault)> disk;
    // First on each device thread.
    std::function<void()> thread_started;
  };

  // Opens every file, socket and interface that `config` names. Throws Error. `main` outlives this.
  Devices(EventLoop& main, const Config& config, const Callbacks& callbacks);
  Devices(const Devices&) = delete;
  Devices& operator=(const Devices&) = delete;

  // In the order in which the guest finds them.
  std::vector<virtio::Device*> all() const;
  void start_threads();

  // Where the guest's console output goes.
  stream::ConsoleChannel& console() noexcept { return *console_channel_; }
  virtio::Balloon& balloon() noexcept { return *balloon_; }
  const std::vector<std::unique_ptr<virtio::Block>>& disks() const noexcept { return disks_; }
  // Null without a network.
  const virtio::NetDevice* net() const noexcept { return net_.get(); }

 private:
  void make_console(EventLoop& main, const Config& config, const Callbacks& callbacks);
  void make_disks(const Config& config, const Callbacks& callbacks);
  void make_vsock(EventLoop& main, const std::string& folder);
  void make_network(const Network& network, const Callbacks& callbacks);
  EventLoop& new_thread(const std::string& name, const Callbacks& callbacks);

  // The console's channel while a serial port is the console; else the console device has it.
  std::unique_ptr<stream::ConsoleChannel> serial_channel_;
  stream::ConsoleChannel* console_channel_ = nullptr;
  // Before the devices, which use their loops to the last.
  std::vector<std::unique_ptr<LoopThread>> threads_;
  std::unique_ptr<virtio::ConsoleDevice> console_;
  std::vector<std::unique_ptr<virtio::Block>> disks_;
  std::unique_ptr<virtio::NetDevice> net_;
  std::unique_ptr<virtio::VsockDevice> vsock_;
  std::unique_ptr<virtio::RngDevice> rng_;
  std::unique_ptr<virtio::Balloon> balloon_;
};

}  // namespace vmwright::vmm
