// virtio socket device over unix sockets of the host. virtio 1.2, section 5.10.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/fd.h"
#include "kvm/virtio/device.h"
#include "kvm/virtio/vsock_connection.h"
#include "kvm/virtio/vsock_host.h"

namespace vmwright::virtio {

class VsockDevice final : public Device {
 public:
  struct Config {
    std::uint64_t guest_cid = 3;  // 3 or more
    // A listening stream socket, for clients that write `CONNECT PORT\n` and then get `OK HOSTPORT\n`. One that comes while
    // the guest has no driver, or that the guest refuses, is closed.
    Fd listener;
    // Where the guest's connections to port P of the host go: the socket `path`_P, looked up when it connects.
    std::string path;
    // Further ones are refused, further clients wait. Each takes a descriptor and up to VsockConnection::kBuffer bytes.
    std::size_t max_connections = 256;
  };
  struct Stats {
    std::size_t connections = 0;
    std::uint64_t from_guest = 0;  // bytes of payload
    std::uint64_t to_guest = 0;
    std::uint64_t resets = 0;   // packets that were answered by a reset
    std::uint64_t ignored = 0;  // packets that were none, or not for this host
  };

  // The loop outlives the device. On the loop's thread, or before it runs.
  VsockDevice(EventLoop& loop, Config config);
  ~VsockDevice() override;

  DeviceType type() const noexcept override { return DeviceType::vsock; }
  std::uint64_t features() const noexcept override { return 0; }
  std::span<const std::uint16_t> queue_sizes() const noexcept override;
  EventLoop& loop() noexcept override { return loop_; }
  void read_config(std::uint64_t offset, std::span<std::byte> data) override;
  void write_config(std::uint64_t, std::span<const std::byte>) override {}
  void activate(const Activation& activation) override;
  void reset() override;
  void pause() override { paused_ = true; }
  void resume() override;

  // On the loop's thread. Ends all connections and tells the guest so: it was restored from a snapshot.
  void end_connections();
  Stats stats() const;

 private:
  using Key = std::uint64_t;  // host port, guest port
  static Key key(std::uint32_t host_port, std::uint32_t guest_port) { return Key{host_port} << 32 | guest_port; }

  bool running() const noexcept { return activation_.has_value() && !paused_ && !broken_; }
  void on_kick(std::size_t queue);
  void take_packets();
  void take(const Chain& chain);
  void request(const virtio_vsock_hdr& header);
  void give_packets();
  bool give(const Chain& chain);
  bool anything_to_give() const noexcept { return !resets_.empty() || !ready_.empty(); }
  void write(const Chain& chain, virtio_vsock_hdr header, std::uint32_t host_port, std::uint32_t guest_port);
  void give_event();

  void connect(Fd client, std::uint32_t port);
  VsockConnection* add(VsockConnection::Origin origin, Fd socket, std::uint32_t host_port, std::uint32_t guest_port);
  void judge(Key key, VsockConnection::Verdict verdict);
  void on_socket(Key key, std::uint32_t events);
  void owe_reset(std::uint32_t host_port, std::uint32_t guest_port);
  void remove(Key key);
  void drop_all();
  void update_listening();
  void fail();

  EventLoop& loop_;
  const std::uint64_t guest_cid_;
  const std::size_t max_connections_;
  std::unordered_map<Key, std::unique_ptr<VsockConnection>> connections_;
  VsockHost host_;
  std::deque<Key> ready_;   // connections that may have something to send, each once
  std::deque<Key> resets_;  // owed to the guest; bounded as its packets wait while these are many
  bool owes_event_ = false;
  std::uint32_t next_port_;
  std::optional<Activation> activation_;
  bool paused_ = false;
  bool broken_ = false;
  Chain chain_;
  std::vector<iovec> pieces_;
  Stats stats_;
};

}  // namespace vmwright::virtio
