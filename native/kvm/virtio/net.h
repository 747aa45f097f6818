// virtio network device with one pair of queues. virtio 1.2, section 5.1.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "kvm/net/backend.h"
#include "kvm/virtio/device.h"
#include "kvm/virtio/net_receiver.h"

namespace vmwright::virtio {

class NetDevice final : public Device {
 public:
  struct Config {
    std::array<std::uint8_t, 6> mac;
    // What the guest sets its interface to; it then cannot choose more. With passt 65520 is fastest.
    std::optional<std::uint16_t> mtu;
  };
  // Bytes without the virtio header. `sent` is from the guest.
  struct Stats {
    std::uint64_t sent_frames, sent_bytes, sent_dropped;
    std::uint64_t received_frames, received_bytes, received_dropped;
    net::Link link;
  };
  // On the loop's thread.
  using LinkChanged = std::function<void(net::Link)>;

  // The loop, best one of its own thread, outlives the device. On the loop's thread, or before it runs.
  NetDevice(EventLoop& loop, std::unique_ptr<net::Backend> backend, const Config& config, LinkChanged on_link);
  ~NetDevice() override;

  DeviceType type() const noexcept override { return DeviceType::net; }
  std::uint64_t features() const noexcept override;
  std::span<const std::uint16_t> queue_sizes() const noexcept override;
  EventLoop& loop() noexcept override { return loop_; }
  void read_config(std::uint64_t offset, std::span<std::byte> data) override;
  void write_config(std::uint64_t, std::span<const std::byte>) override {}
  void activate(const Activation& activation) override;
  void reset() override;
  void pause() override;
  void resume() override;

  // From any thread.
  Stats stats() const noexcept;

 private:
  struct Direction {
    std::atomic<std::uint64_t> frames = 0, bytes = 0, dropped = 0;
    void count(std::size_t size) noexcept;
    void drop() noexcept { dropped.fetch_add(1, std::memory_order_relaxed); }
  };
  bool running() const noexcept { return activation_.has_value() && !paused_ && !broken_; }
  bool negotiated(unsigned bit) const noexcept { return (activation_->features >> bit & 1) != 0; }
  void on_event(std::uint32_t events);
  void update_link();
  void transmit();
  net::Sent send(const Chain& chain);
  void receive();
  bool receive_one();
  bool make_room();
  void fail();

  EventLoop& loop_;
  std::unique_ptr<net::Backend> backend_;
  const Config config_;
  LinkChanged on_link_;
  std::atomic<net::Link> link_;
  std::optional<Activation> activation_;
  bool paused_ = false;
  bool broken_ = false;
  bool watched_ = true;        // the backend's descriptor is registered
  bool input_ = true;          // the backend may have frames
  bool send_blocked_ = false;  // until the backend is writable
  std::size_t usual_frame_ = 0;  // bytes to hold ready, header included
  std::size_t large_frame_ = 0;  // bytes of the frame that waits in the backend for room; 0: none
  NetReceiver receiver_;
  Chain chain_;
  std::vector<iovec> pieces_;
  Direction sent_;
  Direction received_;
};

}  // namespace vmwright::virtio
