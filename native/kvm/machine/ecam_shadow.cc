#include "kvm/machine/ecam_shadow.h"

#include <array>

#include "kvm/machine/layout.h"

namespace vmwright {
namespace {

constexpr std::uint64_t kSlotSize = 0x8000;      // of eight functions
constexpr std::uint64_t kFunctionSize = 0x1000;
constexpr std::uint64_t kHeaderSize = 0x100;     // all that a guest can change is in there
constexpr std::uint64_t kStep = 4;

// PCI local bus specification 3.0, section 6.7 and appendix H.
constexpr std::uint64_t kFirstCapability = 0x34;
constexpr unsigned kVendorSpecific = 0x09;
constexpr int kMostCapabilities = 48;

}  // namespace

EcamShadow::EcamShadow(const Vm& vm, EventLoop& loop, BusDevice& bus, std::uint32_t memory_slot)
    : vm_(vm), loop_(loop), bus_(bus), memory_slot_(memory_slot) {}

// Functions 1 to 7 of each slot are pages never touched, which cost nothing. They read as zeros, which Linux takes for
// nobody as it does ones; nobody asks for them unless function 0 says that it has sisters.
void EcamShadow::show(unsigned count) {
  if (vm_.check_extension(KVM_CAP_READONLY_MEM) == 0) return;
  shadow_ = Mapping::anonymous(count * kSlotSize);
  shown_ = true;
  refresh();
  vm_.set_user_memory_region(memory_slot_, {{layout::kEcam.base}, shadow_.bytes()}, KVM_MEM_READONLY);
}

void EcamShadow::refresh() {
  const std::lock_guard lock(mutex_);
  if (!shown_) return;
  for (std::uint64_t slot = 0; slot < shadow_.size(); slot += kSlotSize) copy(slot, slot + kFunctionSize);
}

void EcamShadow::read(std::uint64_t offset, std::span<std::byte> data) { bus_.read(offset, data); }

void EcamShadow::write(std::uint64_t offset, std::span<const std::byte> data) {
  bus_.write(offset, data);
  {
    const std::lock_guard lock(mutex_);
    if (!shown_ || offset >= shadow_.size()) return;
    if (!reads_get_effects(offset)) {
      const std::uint64_t function = offset / kFunctionSize * kFunctionSize;
      if (function % kSlotSize == 0) copy(function, function + kHeaderSize);
      return;
    }
    shown_ = false;
  }
  hide();
}

void EcamShadow::copy(std::uint64_t begin, std::uint64_t end) {
  for (std::uint64_t at = begin; at < end; at += kStep) bus_.read(at, shadow_.bytes().subspan(at, kStep));
}

// A vendor's capability may be a door to other registers, as virtio's access to BARs is (virtio 1.2, 4.1.4.9): once the
// guest has set it up, what is read there has to come from the device.
bool EcamShadow::reads_get_effects(std::uint64_t offset) const {
  const auto page = shadow_.bytes().subspan(offset / kFunctionSize * kFunctionSize, kHeaderSize);
  const auto byte = [page](std::uint64_t at) { return std::to_integer<unsigned>(page[at % kHeaderSize]); };
  const std::uint64_t register_offset = offset % kFunctionSize;
  std::uint64_t capability = byte(kFirstCapability);
  for (int i = 0; i < kMostCapabilities && capability != 0; i++) {
    const std::uint64_t length = byte(capability + 2);
    const bool inside = register_offset >= capability && register_offset < capability + length;
    if (inside && byte(capability) == kVendorSpecific) return true;
    capability = byte(capability + 1);
  }
  return false;
}

void EcamShadow::hide() {
  loop_.call([this] { vm_.set_user_memory_region(memory_slot_, {{layout::kEcam.base}, {}}); });
}

}  // namespace vmwright
