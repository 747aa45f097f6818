// A network device as a guest drives it, over any backend.
#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "driver.h"
#include "kvm/net/abi.h"
#include "kvm/net/backend.h"
#include "kvm/virtio/net.h"

constexpr std::size_t kNetReceive = 0, kNetTransmit = 1;

// An Ethernet frame of a kind that no host speaks by itself.
std::string frame_of(std::size_t size, char fill = 'f');

struct NetGuest {
  driver::Arena arena{32 << 20};
  driver::LoopThread thread;
  std::atomic<int> link_changes = 0;
  std::unique_ptr<vmwright::virtio::NetDevice> device;
  std::vector<driver::Ring> rings;
  std::optional<driver::Harness> harness;
  std::vector<std::pair<driver::GuestAddr, std::size_t>> buffers;  // for frames, in the order of the queue
  std::size_t next_buffer = 0;

  explicit NetGuest(std::unique_ptr<vmwright::net::Backend> backend, std::uint64_t features_off = 0,
                    std::uint16_t queue_size = 256);
  ~NetGuest();

  // Sends header and frame in one buffer; false when it is not completed.
  bool send(const std::string& frame, const virtio_net_hdr_v1& header = {});
  void offer(std::size_t count, std::size_t size);
  // The next frame with its header, from as many buffers as its header says; nothing after five seconds.
  struct Frame {
    virtio_net_hdr_v1 header;
    std::string bytes;
  };
  std::optional<Frame> receive();
  vmwright::virtio::NetDevice::Stats stats() const { return device->stats(); }
  bool link_up() const;
};
