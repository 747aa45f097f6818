// A device for tests of transports: completes each request with the number of bytes it could have read, has some
// configuration, and remembers what was asked of it.
#pragma once

#include <array>
#include <atomic>
#include <optional>

#include "driver.h"

namespace driver {

class TestDevice final : public vmwright::virtio::Device {
 public:
  static constexpr std::uint64_t kFeatures = 1 | 1ULL << 5 | 1ULL << 40;
  static constexpr std::uint16_t kSizes[] = {16, 8};

  explicit TestDevice(EventLoop& loop) : loop_(loop) {}

  vmwright::virtio::DeviceType type() const noexcept override { return vmwright::virtio::DeviceType::block; }
  std::uint64_t features() const noexcept override { return kFeatures; }
  std::span<const std::uint16_t> queue_sizes() const noexcept override { return kSizes; }
  EventLoop& loop() noexcept override { return loop_; }
  void read_config(std::uint64_t offset, std::span<std::byte> data) override;
  void write_config(std::uint64_t offset, std::span<const std::byte> data) override;
  void activate(const vmwright::virtio::Activation& activation) override;
  void reset() override;
  void pause() override { paused = true; }
  void resume() override;

  // On the loop's thread, or while nothing runs there.
  std::optional<vmwright::virtio::Activation> activation;
  bool paused = false;
  bool hold = false;  // leaves requests where they are
  std::atomic<int> resets = 0;
  std::atomic<int> activations = 0;
  std::atomic<int> requests = 0;

 private:
  void work(std::uint16_t queue);

  EventLoop& loop_;
  std::array<std::atomic<std::uint8_t>, 12> config_{};
  vmwright::virtio::Chain chain_;
};

}  // namespace driver
