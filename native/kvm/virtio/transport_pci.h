// virtio-pci, modern only: a PCI function with one BAR and MSI-X, no interrupt pin. virtio 1.2, section 4.1. To attach one:
//   PciTransport transport({device, memory, interrupts, GuestAddr{bar}});
//   root_bus.attach(slot, transport);
//   memory_bus.insert(bar, PciTransport::kBarSize, transport);
// `bar` is a multiple of kBarSize and stays where it is: tell the guest to keep it by _DSM function 5, and of the range
// that all BARs are in by the _CRS of the root.
#pragma once

#include <atomic>
#include <vector>

#include "kvm/pci/function.h"
#include "kvm/pci/msix.h"
#include "kvm/virtio/transport.h"
#include "kvm/virtio/transport_pci_config.h"
#include "kvm/virtio/transport_state.h"

namespace vmwright::virtio {

class PciTransport final : public Transport, public pci::Function {
 public:
  static constexpr std::uint64_t kBarSize = pci_bar::kSize;

  // Throws std::length_error for a device of more queues than there is room for vectors.
  explicit PciTransport(const TransportConfig& config);
  ~PciTransport() override;

  // The BAR. Fields are accessed in their own width, those of 64 bits in halves; others read as zero and write nothing.
  void read(std::uint64_t offset, std::span<std::byte> data) override;
  void write(std::uint64_t offset, std::span<const std::byte> data) override;

  void read_config(std::uint16_t offset, std::span<std::byte> data) override;
  void write_config(std::uint16_t offset, std::span<const std::byte> data) override;

  void reset() override;

  PciTransportState state() const;
  // On a transport that was not used yet, whose device is paused.
  void restore(const PciTransportState& state);

 private:
  std::uint32_t read_common(std::uint64_t offset, std::size_t length) const;
  std::uint32_t read_queue(std::uint64_t offset) const;
  void write_common(std::uint64_t offset, std::size_t length, std::uint32_t value);
  void write_queue(std::uint64_t offset, std::uint32_t value);
  std::uint16_t vector_or_none(std::uint32_t value) const noexcept;

  void queue_used(std::uint16_t queue) override;
  void config_changed() override;
  void needs_reset() override;
  void on_reset() noexcept override;
  void interrupt(std::uint8_t reason, std::uint16_t vector) noexcept;

  mutable std::mutex config_mutex_;  // taken before any other
  PciConfig pci_config_;
  pci::MsixTable msix_;
  // Read on the device's thread.
  std::atomic<std::uint8_t> isr_ = 0;
  std::atomic<std::uint16_t> config_vector_;
  std::vector<std::atomic<std::uint16_t>> queue_vectors_;
};

}  // namespace vmwright::virtio
