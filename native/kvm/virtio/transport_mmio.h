// virtio-mmio, version 2: a window of registers and one edge-triggered line. virtio 1.2, section 4.2. To attach one:
//   MmioTransport transport({device, memory, interrupts, GuestAddr{window}});
//   memory_bus.insert(window, MmioTransport::kWindow, transport);
// and tell of window and transport.gsi() in an LNRO0005 node.
#pragma once

#include <atomic>

#include "kvm/virtio/transport.h"
#include "kvm/virtio/transport_state.h"

namespace vmwright::virtio {

class MmioTransport final : public Transport {
 public:
  static constexpr std::uint64_t kWindow = 0x1000;

  // Throws std::length_error when no line is left.
  explicit MmioTransport(const TransportConfig& config);
  ~MmioTransport() override;

  std::uint32_t gsi() const noexcept { return line_.gsi; }

  // Registers are accessed by aligned 32-bit words: others read as zero and write nothing.
  void read(std::uint64_t offset, std::span<std::byte> data) override;
  void write(std::uint64_t offset, std::span<const std::byte> data) override;

  void reset() override;

  MmioTransportState state() const;
  // On a transport that was not used yet, whose device is paused.
  void restore(const MmioTransportState& state);

 private:
  std::uint32_t read_register(std::uint64_t offset) const;
  std::uint32_t read_queue_register(std::uint64_t offset) const;
  void write_register(std::uint64_t offset, std::uint32_t value);
  void write_address(std::uint64_t offset, std::uint32_t value);

  void queue_used(std::uint16_t queue) override;
  void config_changed() override;
  void needs_reset() override;
  void on_reset() noexcept override { interrupt_status_ = 0; }
  void interrupt(std::uint32_t reason) noexcept;

  const Wiring::Line line_;
  std::atomic<std::uint32_t> interrupt_status_ = 0;
};

}  // namespace vmwright::virtio
