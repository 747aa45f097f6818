// virtio entropy device: random bytes of the host's kernel. virtio 1.2, section 5.4.
#pragma once

#include <cstdint>
#include <optional>

#include "kvm/virtio/device.h"

namespace vmwright::virtio {

class RngDevice final : public Device {
 public:
  // The loop outlives the device.
  explicit RngDevice(EventLoop& loop) noexcept : loop_(loop) {}

  DeviceType type() const noexcept override { return DeviceType::rng; }
  std::uint64_t features() const noexcept override { return 0; }
  std::span<const std::uint16_t> queue_sizes() const noexcept override { return kSizes; }
  EventLoop& loop() noexcept override { return loop_; }
  void read_config(std::uint64_t offset, std::span<std::byte> data) override;
  void write_config(std::uint64_t, std::span<const std::byte>) override {}
  void activate(const Activation& activation) override;
  void reset() override;
  void pause() override { paused_ = true; }
  void resume() override;

  // Bytes given to the guest so far.
  std::uint64_t bytes() const noexcept { return bytes_; }

 private:
  static constexpr std::uint16_t kSizes[] = {8};

  void work();
  std::uint32_t fill(const Chain& chain) const;

  EventLoop& loop_;
  std::optional<Activation> activation_;
  Chain chain_;
  bool paused_ = false;
  bool broken_ = false;
  std::uint64_t bytes_ = 0;
};

}  // namespace vmwright::virtio
