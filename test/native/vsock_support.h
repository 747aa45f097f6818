// A guest that drives a vsock device by hand.
#pragma once

#include <linux/virtio_vsock.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "driver.h"
#include "kvm/virtio/vsock.h"
#include "stream_support.h"

constexpr std::size_t kVsockReceive = 0, kVsockTransmit = 1, kVsockEvent = 2;
// What it lets the host send, per connection, and the size of its buffers.
constexpr std::uint32_t kGuestBuffer = 256 << 10;
constexpr std::size_t kBufferSize = 4096 + sizeof(virtio_vsock_hdr);

struct Packet {
  virtio_vsock_hdr header;
  std::string payload;
};

struct VsockGuest {
  Folder folder;
  std::string path = folder.file("vsock");
  driver::Arena arena{64 << 20};
  driver::LoopThread thread;
  std::unique_ptr<vmwright::virtio::VsockDevice> device;
  std::vector<driver::Ring> rings;
  std::optional<driver::Harness> harness;
  std::vector<driver::GuestAddr> buffers;
  std::size_t next_buffer = 0;

  explicit VsockGuest(std::size_t max_connections = 256);
  ~VsockGuest();

  void offer(int count);
  static virtio_vsock_hdr header(std::uint16_t op, std::uint32_t guest_port, std::uint32_t host_port);
  // Sends a packet; say() waits until it is taken.
  void put(const virtio_vsock_hdr& header, const std::string& payload = "");
  void say(const virtio_vsock_hdr& header, const std::string& payload = "");
  void write(std::uint32_t guest_port, std::uint32_t host_port, const std::string& payload);
  void shut_down(std::uint32_t guest_port, std::uint32_t host_port, std::uint32_t flags);
  Packet hear();
  Packet expect(std::uint16_t op);
  // Whether no packet comes for a moment.
  bool quiet() const;
  vmwright::virtio::VsockDevice::Stats stats();
  // A client of the host that the guest accepts at port 52; gives back the host's port.
  std::pair<Client, std::uint32_t> accept_client();
  // A socket for what the guest connects to.
  vmwright::Fd listen(std::uint32_t port = 1024) const;
  // A program of the guest connects from `port` to what listens at the host's port 1024.
  Client dial(const vmwright::Fd& listener, std::uint32_t port = 5000);
};
