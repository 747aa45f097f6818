// The balloon: the guest lends memory back to the host, reports what it does not use, and tells how it fares.
// virtio 1.2, section 5.5.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "base/event_fd.h"
#include "kvm/virtio/balloon_stats.h"
#include "kvm/virtio/device.h"

namespace vmwright::virtio {

struct BalloonConfig {
  // Bytes that the guest is to give up from the start.
  std::uint64_t target = 0;
  // The guest takes pages back rather than kill its programs.
  bool deflate_on_oom = true;
  // The guest tells which pages are free, for good, as it frees them.
  bool report_free_pages = true;
  // Both on the loop's thread.
  std::function<void(std::uint64_t bytes)> on_actual;
  std::function<void(const GuestMemoryStats&)> on_stats;
};

struct BalloonStats {
  std::uint64_t target_bytes = 0;
  std::uint64_t actual_bytes = 0;    // the guest's word
  std::uint64_t inflated_bytes = 0;  // freed on the host because of inflation, in total
  std::uint64_t reported_bytes = 0;  // freed because the guest reported them free, in total
  GuestMemoryStats guest;            // as last told; ask by request_stats()
};

class Balloon final : public Device {
 public:
  // `loop` outlives the device.
  Balloon(EventLoop& loop, BalloonConfig config);
  ~Balloon() override;

  DeviceType type() const noexcept override { return DeviceType::balloon; }
  std::uint64_t features() const noexcept override;
  std::span<const std::uint16_t> queue_sizes() const noexcept override { return kQueueSizes; }
  EventLoop& loop() noexcept override { return loop_; }
  void read_config(std::uint64_t offset, std::span<std::byte> data) override;
  void write_config(std::uint64_t offset, std::span<const std::byte> data) override;
  void activate(const Activation& activation) override;
  void reset() override;
  void pause() override;
  void resume() override;

  // These three from any thread; none waits for the guest.
  // How much the guest is to give up from now on, in bytes, rounded down to whole pages.
  void set_target(std::uint64_t bytes) noexcept;
  // Asks the guest for its figures; on_stats() when they have come.
  void request_stats() noexcept;
  BalloonStats stats() const;

 private:
  static constexpr std::array<std::uint16_t, 4> kQueueSizes = {128, 128, 128, 128};

  struct Active {
    Activation activation;
    std::optional<std::size_t> stats_queue;
    std::optional<std::size_t> report_queue;
  };

  void told();
  void work(std::size_t queue);
  void take(std::size_t queue);
  void take_pages();
  void take_stats();
  void ask_stats();
  void signal(std::size_t queue);

  EventLoop& loop_;
  const BalloonConfig config_;
  EventFd changed_;  // target, actual, or a wish for stats
  std::atomic<std::uint32_t> target_pages_;
  std::atomic<std::uint32_t> actual_pages_ = 0;
  std::atomic<bool> stats_wanted_ = false;
  std::atomic<std::uint64_t> inflated_ = 0;
  std::atomic<std::uint64_t> reported_ = 0;
  mutable std::mutex mutex_;  // guards guest_
  GuestMemoryStats guest_;

  // The loop's thread.
  std::optional<Active> active_;
  bool paused_ = false;
  bool broken_ = false;
  std::uint32_t told_target_;
  std::uint32_t told_actual_ = 0;
  std::optional<std::uint16_t> stats_head_;  // the guest's buffer, kept until new figures are wanted
  Chain chain_;
  std::vector<std::uint32_t> pages_;
};

}  // namespace vmwright::virtio
