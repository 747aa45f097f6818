#include "kvm/machine/virtio_slots.h"

#include <string>

#include "base/error.h"
#include "kvm/machine/layout.h"
#include "kvm/virtio/transport_mmio.h"
#include "kvm/virtio/transport_pci.h"

namespace vmwright {
namespace {

using virtio::MmioTransport;
using virtio::PciTransport;

// Slot 0 is the host bridge.
constexpr std::size_t kPciDevices = pci::kSlots - 1;
static_assert(pci::kSlots * PciTransport::kBarSize <= layout::kPciBars.size);
static_assert(pci::kEcamSize == layout::kEcam.size);

// As many as there are windows and lines of the I/O APIC that nobody else uses.
constexpr std::size_t kMmioDevices = layout::kVirtioMmio.size / layout::kVirtioMmioWindow;
static_assert(MmioTransport::kWindow == layout::kVirtioMmioWindow);

[[noreturn]] void no_slot(std::size_t most) {
  throw Error("OPTION_INVALID", "a VM of this kind has room for " + std::to_string(most) + " devices, not more");
}

}  // namespace

VirtioSlots::VirtioSlots(Transport transport, const GuestMemory& memory, const Vm& vm, Interrupts& interrupts, Bus& bus,
                         EventLoop& loop)
    : transport_(transport), memory_(memory), interrupts_(interrupts), bus_(bus),
      // Behind the slots of guest memory.
      ecam_(vm, loop, root_bus_, static_cast<std::uint32_t>(memory.regions().size())) {
  if (transport_ != Transport::pci) return;
  root_bus_.attach(0, host_bridge_);
  bus_.insert(layout::kEcam.base, layout::kEcam.size, ecam_);
}

void VirtioSlots::seal() {
  if (transport_ == Transport::pci) ecam_.show(static_cast<unsigned>(transports_.size() + 1));
}

void VirtioSlots::attach(virtio::Device& device) {
  if (transport_ == Transport::pci) {
    attach_pci(device);
  } else {
    attach_mmio(device);
  }
}

void VirtioSlots::attach_pci(virtio::Device& device) {
  if (transports_.size() >= kPciDevices) no_slot(kPciDevices);
  const auto slot = static_cast<unsigned>(transports_.size() + 1);
  const std::uint64_t bar = layout::kPciBars.base + slot * PciTransport::kBarSize;
  auto transport = std::make_unique<PciTransport>(virtio::TransportConfig{device, memory_, interrupts_, {bar}});
  root_bus_.attach(slot, *transport);
  bus_.insert(bar, PciTransport::kBarSize, *transport);
  transports_.push_back(std::move(transport));
}

void VirtioSlots::attach_mmio(virtio::Device& device) {
  if (transports_.size() >= kMmioDevices) no_slot(kMmioDevices);
  const std::uint64_t window = layout::kVirtioMmio.base + transports_.size() * MmioTransport::kWindow;
  auto transport = std::make_unique<MmioTransport>(virtio::TransportConfig{device, memory_, interrupts_, {window}});
  bus_.insert(window, MmioTransport::kWindow, *transport);
  mmio_nodes_.push_back({.base = static_cast<std::uint32_t>(window),
                         .size = static_cast<std::uint32_t>(MmioTransport::kWindow),
                         .gsi = transport->gsi()});
  transports_.push_back(std::move(transport));
}

void VirtioSlots::reset() {
  for (const auto& transport : transports_) transport->reset();
  ecam_.refresh();
}

void VirtioSlots::pause() {
  for (const auto& transport : transports_) transport->pause();
}

void VirtioSlots::resume() {
  for (const auto& transport : transports_) transport->resume();
}

}  // namespace vmwright
