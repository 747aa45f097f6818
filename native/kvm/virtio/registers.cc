#include "kvm/virtio/registers.h"

#include <linux/virtio_config.h>

#include <bit>
#include <stdexcept>

namespace vmwright::virtio {
namespace {

constexpr std::uint8_t kAcknowledge = VIRTIO_CONFIG_S_ACKNOWLEDGE;
constexpr std::uint8_t kDriver = VIRTIO_CONFIG_S_DRIVER;
constexpr std::uint8_t kDriverOk = VIRTIO_CONFIG_S_DRIVER_OK;
constexpr std::uint8_t kFeaturesOk = VIRTIO_CONFIG_S_FEATURES_OK;
constexpr std::uint8_t kNeedsReset = VIRTIO_CONFIG_S_NEEDS_RESET;
constexpr std::uint8_t kFailed = VIRTIO_CONFIG_S_FAILED;

constexpr std::uint64_t kTransportFeatures = kVersion1 | kIndirectDescriptors | kEventIdx;

// In the order in which a driver takes them (section 3.1.1), with all that must be set before.
struct Step {
  std::uint8_t bit;
  std::uint8_t before;
};
constexpr Step kSteps[] = {
    {kAcknowledge, 0},
    {kDriver, kAcknowledge},
    {kFeaturesOk, kAcknowledge | kDriver},
    {kDriverOk, kAcknowledge | kDriver | kFeaturesOk},
};

std::uint64_t with_half(std::uint64_t old, bool high, std::uint32_t value) {
  return high ? (old & 0xffff'ffff) | static_cast<std::uint64_t>(value) << 32 : (old & ~0xffff'ffffULL) | value;
}

GuestAddr& part_of(QueueLayout& layout, RingPart part) {
  if (part == RingPart::descriptors) return layout.descriptors;
  return part == RingPart::driver ? layout.driver : layout.device;
}

}  // namespace

Registers::Registers(Device& device, const GuestMemory& memory, Wiring& wiring, Interrupt& interrupt, Doorbell doorbell)
    : device_(device),
      memory_(memory),
      wiring_(wiring),
      interrupt_(interrupt),
      doorbell_(std::move(doorbell)),
      offered_(device.features() | kTransportFeatures),
      registers_(device.queue_sizes().size()),
      queues_(registers_.size()),
      kicks_(registers_.size()),
      exits_(registers_.size()) {
  clear();
}

std::uint32_t Registers::device_features(std::uint32_t word) const noexcept {
  return word < 2 ? static_cast<std::uint32_t>(offered_ >> 32 * word) : 0;
}

std::uint32_t Registers::driver_features(std::uint32_t word) const noexcept {
  return word < 2 ? static_cast<std::uint32_t>(driver_features_ >> 32 * word) : 0;
}

void Registers::set_driver_features(std::uint32_t word, std::uint32_t value) noexcept {
  if (word < 2 && status_ == (kAcknowledge | kDriver)) driver_features_ = with_half(driver_features_, word == 1, value);
}

bool Registers::set_status(std::uint8_t value) {
  if (value == 0) {
    if (!active_ || device_.loop().try_call([this] { device_.reset(); })) clear();
    return false;
  }
  const std::uint8_t status = status_;
  // Section 2.1.1: a driver clears no bit. NEEDS_RESET is the device's, and a driver may have read it or not.
  if ((status & ~value & ~kNeedsReset) != 0) return false;
  if ((value & kFailed) != 0) status_ |= kFailed;
  for (const Step& next : kSteps) {
    const bool wanted = (value & next.bit) != 0 && (status_ & next.bit) == 0;
    if (!wanted) continue;
    if (status_ != next.before || !step(next.bit)) break;
  }
  return (status_ & kNeedsReset) != 0 && (status & kNeedsReset) == 0;
}

// False when the driver is refused; the bit stays clear then, which is how it learns.
bool Registers::step(std::uint8_t bit) {
  if (bit == kFeaturesOk && !features_acceptable()) return false;
  if (bit == kDriverOk) {
    if (build_queues(nullptr)) {
      active_ = device_.loop().try_call([this] { device_.activate(activation()); });
    } else {
      status_ |= kNeedsReset;  // rings that are not in memory: too late for a no
    }
  }
  status_ |= bit;
  return true;
}

bool Registers::features_acceptable() const noexcept {
  return (driver_features_ & kVersion1) != 0 && (driver_features_ & ~offered_) == 0;
}

const QueueRegisters* Registers::queue(std::uint16_t index) const noexcept {
  return index < registers_.size() ? &registers_[index] : nullptr;
}

std::uint16_t Registers::largest_size(std::uint16_t index) const noexcept {
  return index < registers_.size() ? device_.queue_sizes()[index] : 0;
}

bool Registers::in_setup(std::uint16_t index) const noexcept {
  return index < registers_.size() && status_ == (kAcknowledge | kDriver | kFeaturesOk) && !registers_[index].enabled;
}

void Registers::set_size(std::uint16_t index, std::uint32_t size) noexcept {
  if (!in_setup(index) || !std::has_single_bit(size) || size > largest_size(index)) return;
  registers_[index].layout.size = static_cast<std::uint16_t>(size);
}

void Registers::set_address(std::uint16_t index, RingPart part, bool high, std::uint32_t value) noexcept {
  if (!in_setup(index)) return;
  GuestAddr& address = part_of(registers_[index].layout, part);
  address.value = with_half(address.value, high, value);
}

void Registers::enable(std::uint16_t index) noexcept {
  if (in_setup(index)) registers_[index].enabled = true;
}

void Registers::disable(std::uint16_t index) noexcept {
  if (index < registers_.size() && (status_ & kDriverOk) == 0) registers_[index].enabled = false;
}

void Registers::kick(std::uint32_t index) {
  if (!active_ || index >= kicks_.size()) return;
  kicks_[index].notify();
  if (!registers_[index].enabled || exits_[index] == kExitsBeforeDoorbell) return;
  if (++exits_[index] == kExitsBeforeDoorbell) {
    wiring_.connect_doorbell(kicks_[index], doorbell_(static_cast<std::uint16_t>(index)));
  }
}

void Registers::note_needs_reset() noexcept { status_ |= kNeedsReset; }

// False when a ring breaks the rules.
bool Registers::build_queues(const RegisterState* state) {
  const bool indirect = (driver_features_ & kIndirectDescriptors) != 0;
  const bool event_idx = (driver_features_ & kEventIdx) != 0;
  try {
    for (std::size_t i = 0; i < registers_.size(); i++) {
      if (!registers_[i].enabled) continue;
      queues_[i] = Queue(memory_, registers_[i].layout, indirect, event_idx);
      if (state != nullptr) queues_[i].resume_at(state->queues[i].counters);
    }
  } catch (const std::logic_error&) {
    queues_.assign(registers_.size(), Queue());
    return false;
  }
  return true;
}

Activation Registers::activation() noexcept { return {memory_, driver_features_, queues_, kicks_, interrupt_}; }

void Registers::reset() {
  if (active_) device_.loop().call([this] { device_.reset(); });
  clear();
}

// After the device has let go.
void Registers::clear() {
  if (active_) {
    for (const EventFd& kick : kicks_) kick.drain();
  }
  active_ = false;
  queues_.assign(registers_.size(), Queue());
  for (std::uint16_t i = 0; i < registers_.size(); i++) registers_[i] = {.layout = {.size = largest_size(i)}};
  driver_features_ = 0;
  status_ = 0;
}

RegisterState Registers::state() const {
  RegisterState state{driver_features_, status_, generation_, {}};
  for (std::size_t i = 0; i < registers_.size(); i++) state.queues.push_back({registers_[i], queues_[i].counters()});
  return state;
}

void Registers::check(const RegisterState& state) const {
  if (state.queues.size() != registers_.size()) throw std::invalid_argument("virtio device with other queues");
  std::uint8_t legal = 0;
  bool known = (state.status & ~(kNeedsReset | kFailed)) == 0;
  for (const Step& step : kSteps) {
    legal |= step.bit;
    known = known || (state.status & ~(kNeedsReset | kFailed)) == legal;
  }
  if (!known) throw std::invalid_argument("virtio device status that no driver can reach");
  const bool features_ok = (state.status & kFeaturesOk) != 0;
  const bool acceptable = (state.driver_features & kVersion1) != 0 && (state.driver_features & ~offered_) == 0;
  if (features_ok && !acceptable) throw std::invalid_argument("virtio features that the device does not have");
  for (std::uint16_t i = 0; i < registers_.size(); i++) {
    const RegisterState::Queue& queue = state.queues[i];
    const std::uint16_t size = queue.registers.layout.size;
    // Largest sizes are powers of two or zero, as set_size() leaves them.
    if (size > largest_size(i) || (size != largest_size(i) && !std::has_single_bit(size)) ||
        (queue.registers.enabled && (!features_ok || size == 0))) {
      throw std::invalid_argument("virtqueue that no driver can set up");
    }
    const auto in_flight = static_cast<std::uint16_t>(queue.counters.next_available - queue.counters.next_used);
    if (in_flight > size) throw std::invalid_argument("virtqueue with more requests than room");
  }
}

void Registers::restore(const RegisterState& state) {
  check(state);
  driver_features_ = state.driver_features;
  generation_ = state.generation;
  for (std::size_t i = 0; i < registers_.size(); i++) registers_[i] = state.queues[i].registers;
  const bool running = (state.status & kDriverOk) != 0 && (state.status & kNeedsReset) == 0;
  if (running && !build_queues(&state)) {
    clear();
    throw std::out_of_range("virtqueue outside of the guest's memory");
  }
  status_ = state.status;
  if (!running) return;
  active_ = true;
  device_.loop().call([this] { device_.activate(activation()); });
}

}  // namespace vmwright::virtio
