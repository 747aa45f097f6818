// A guest's virtio drivers for both transports, as far as they differ, and what devices are wired with in tests.
#pragma once

#include <cstring>
#include <memory>
#include <vector>

#include "driver.h"
#include "kvm/interrupts.h"
#include "kvm/pci/root_bus.h"
#include "kvm/virtio/transport_mmio.h"
#include "kvm/virtio/transport_pci.h"

namespace driver {

using vmwright::BusDevice;
using vmwright::IoEvent;
using vmwright::MsiRoute;
using vmwright::Wiring;

// Section 2.1 of virtio 1.2.
constexpr std::uint8_t kAcknowledge = 1;
constexpr std::uint8_t kDriver = 2;
constexpr std::uint8_t kDriverOk = 4;
constexpr std::uint8_t kFeaturesOk = 8;
constexpr std::uint8_t kNeedsReset = 64;

// Wires that end in the test instead of in KVM.
class TestWiring final : public Wiring {
 public:
  struct Message {
    std::uint64_t address = 0;
    std::uint32_t data = 0;
    int programmed = 0;
    std::shared_ptr<EventFd> event = std::make_shared<EventFd>();
  };
  struct Bell {
    int event;
    IoEvent where;
  };

  Line allocate_line() override;
  std::unique_ptr<MsiRoute> allocate_msi() override;
  void connect_doorbell(const EventFd& event, const IoEvent& where) override { bells.push_back({event.get(), where}); }

  std::vector<Line> lines;
  std::vector<std::shared_ptr<Message>> messages;  // in the order of their first use
  std::vector<Bell> bells;
};

// Registers as a guest accesses them.
struct Window {
  BusDevice& device;

  template <typename T>
  T read(std::uint64_t offset) const {
    T value;
    device.read(offset, std::as_writable_bytes(std::span(&value, 1)));
    return value;
  }
  template <typename T>
  void write(std::uint64_t offset, T value) const {
    device.write(offset, std::as_bytes(std::span(&value, 1)));
  }
};

class TransportDriver {
 public:
  virtual ~TransportDriver() = default;
  virtual std::uint8_t status() const = 0;
  virtual void set_status(std::uint8_t status) const = 0;
  virtual std::uint64_t device_features() const = 0;
  virtual void set_features(std::uint64_t features) const = 0;
  // The largest before it is set.
  virtual std::uint16_t size(std::uint16_t queue) const = 0;
  virtual void set_layout(std::uint16_t queue, const vmwright::virtio::QueueLayout& layout) const = 0;
  virtual void enable(std::uint16_t queue) const = 0;
  virtual bool enabled(std::uint16_t queue) const = 0;
  virtual void kick(std::uint16_t queue) const = 0;
  virtual std::uint32_t generation() const = 0;
  // Where the device's own configuration begins.
  virtual std::uint64_t config() const = 0;

  // From reset to FEATURES_OK; whether the device agreed.
  bool negotiate(std::uint64_t features) const;
  // Rings for a queue until KVM is told to hear it.
  void ring_often(std::uint16_t queue) const;
  // From reset to DRIVER_OK with these rings.
  void bring_up(std::uint64_t features, std::span<Ring* const> rings) const;

 protected:
  explicit TransportDriver(BusDevice& device) : window_{device} {}
  Window window_;
};

class MmioDriver final : public TransportDriver {
 public:
  explicit MmioDriver(BusDevice& device) : TransportDriver(device) {}
  std::uint8_t status() const override;
  void set_status(std::uint8_t status) const override;
  std::uint64_t device_features() const override;
  void set_features(std::uint64_t features) const override;
  std::uint16_t size(std::uint16_t queue) const override;
  void set_layout(std::uint16_t queue, const vmwright::virtio::QueueLayout& layout) const override;
  void enable(std::uint16_t queue) const override;
  bool enabled(std::uint16_t queue) const override;
  void kick(std::uint16_t queue) const override;
  std::uint32_t generation() const override;
  std::uint64_t config() const override { return 0x100; }
};

// Finds its way by the capabilities in the slot's configuration space.
class PciDriver final : public TransportDriver {
 public:
  PciDriver(vmwright::pci::RootBus& bus, unsigned slot, BusDevice& bar);
  std::uint8_t status() const override;
  void set_status(std::uint8_t status) const override;
  std::uint64_t device_features() const override;
  void set_features(std::uint64_t features) const override;
  std::uint16_t size(std::uint16_t queue) const override;
  void set_layout(std::uint16_t queue, const vmwright::virtio::QueueLayout& layout) const override;
  void enable(std::uint16_t queue) const override;
  bool enabled(std::uint16_t queue) const override;
  void kick(std::uint16_t queue) const override;
  std::uint32_t generation() const override;
  std::uint64_t config() const override { return device_; }

  // Configuration space.
  template <typename T>
  T read(std::uint16_t offset) const {
    return ecam_.read<T>(slot_base_ + offset);
  }
  template <typename T>
  void write(std::uint16_t offset, T value) const {
    ecam_.write<T>(slot_base_ + offset, value);
  }

  void enable_msix(bool enable, bool mask_all = false) const;
  void set_entry(std::uint16_t vector, std::uint64_t address, std::uint32_t data, bool masked) const;
  bool pending(std::uint16_t vector) const;
  void set_config_vector(std::uint16_t vector) const;
  std::uint16_t config_vector() const;
  void set_queue_vector(std::uint16_t queue, std::uint16_t vector) const;
  std::uint16_t queue_vector(std::uint16_t queue) const;
  std::uint8_t isr() const;

  // Capabilities found, by kind: where they are in configuration space. 0: there is none.
  std::uint8_t msix() const noexcept { return msix_; }
  std::uint8_t access_window() const noexcept { return access_window_; }
  bool has_device_config() const noexcept { return has_device_; }

 private:
  void look_at(std::uint8_t capability);
  void select(std::uint16_t queue) const;

  Window ecam_;
  std::uint64_t slot_base_;
  std::uint32_t common_ = 0;
  std::uint32_t notify_ = 0;
  std::uint32_t notify_multiplier_ = 0;
  std::uint32_t isr_ = 0;
  std::uint32_t device_ = 0;
  bool has_device_ = false;
  std::uint32_t table_ = 0;
  std::uint32_t pending_ = 0;
  std::uint8_t msix_ = 0;
  std::uint8_t access_window_ = 0;
};

}  // namespace driver
