// How a machine sees a virtio device: registers on its memory bus and, when the machine stops or is saved, a few verbs.
// transport_mmio.h and transport_pci.h are the two kinds.
//
// Threads: registers are accessed on vCPU threads, which may wait for the device's loop there. So the thread of a device's
// loop must never wait for a vCPU.
#pragma once

#include <cstdint>
#include <mutex>

#include "kvm/bus/bus.h"
#include "kvm/virtio/registers.h"

namespace vmwright::virtio {

// Everything outlives the transport.
struct TransportConfig {
  Device& device;
  const GuestMemory& memory;
  Wiring& wiring;
  GuestAddr base;  // of the registers in the guest's address space
};

// What a driver selects before it accesses a value of several words or of several queues.
struct Selectors {
  std::uint32_t device_features = 0;
  std::uint32_t driver_features = 0;
  std::uint32_t queue = 0;
  bool operator==(const Selectors&) const = default;
};

class Transport : public BusDevice, protected Interrupt {
 public:
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;

  Device& device() const noexcept { return config_.device; }
  GuestAddr base() const noexcept { return config_.base; }

  // As when the machine was switched on, the device included; while no vCPU runs. Doorbells stay connected.
  virtual void reset() = 0;
  // On the device's loop, and done on return: rings and memory stand still in between.
  void pause();
  void resume();

 protected:
  Transport(const TransportConfig& config, Registers::Doorbell doorbell);

  // Under the lock.
  void write_status(std::uint8_t value);
  // The driver has reset the device. Under the lock.
  virtual void on_reset() noexcept = 0;
  // Resets the device, at any time. First thing in the end of each transport: until then the device may interrupt.
  void reset_registers();

  std::uint16_t selected_queue() const noexcept;

  const TransportConfig config_;
  mutable std::mutex mutex_;  // registers and selectors; never taken by a device's thread
  Selectors selectors_;
  Registers registers_;

 private:
  void clear() noexcept;
};

}  // namespace vmwright::virtio
