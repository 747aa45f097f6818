#include "kvm/interrupts.h"

#include <linux/kvm.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <stdexcept>
#include <vector>

#include "base/error.h"

namespace vmwright {
namespace {

constexpr std::uint32_t kFirstLine = 5;  // below are the timer, the keyboard, the cascade and the serial ports of a PC
constexpr std::uint32_t kFixedLines[] = {8, 9};  // RTC, ACPI events

kvm_irq_routing_entry line_entry(std::uint32_t gsi) {
  kvm_irq_routing_entry entry{};
  entry.gsi = gsi;
  entry.type = KVM_IRQ_ROUTING_IRQCHIP;
  entry.u.irqchip = {.irqchip = KVM_IRQCHIP_IOAPIC, .pin = gsi};
  return entry;
}

kvm_irq_routing_entry msi_entry(std::uint32_t gsi, std::uint64_t address, std::uint32_t data) {
  kvm_irq_routing_entry entry{};
  entry.gsi = gsi;
  entry.type = KVM_IRQ_ROUTING_MSI;
  entry.u.msi = {.address_lo = static_cast<std::uint32_t>(address),
                 .address_hi = static_cast<std::uint32_t>(address >> 32),
                 .data = data,
                 .pad = 0};
  return entry;
}

bool same_message(const kvm_irq_routing_entry& a, const kvm_irq_routing_entry& b) {
  return a.u.msi.address_lo == b.u.msi.address_lo && a.u.msi.address_hi == b.u.msi.address_hi &&
         a.u.msi.data == b.u.msi.data;
}

}  // namespace

// The routing table, which KVM only takes as a whole. Until the first message is programmed KVM's own table is in force,
// which has all lines too.
struct Interrupts::Table {
  explicit Table(const Vm& machine)
      : vm(machine), limit(static_cast<std::uint32_t>(machine.check_extension(KVM_CAP_IRQ_ROUTING))) {
    for (std::uint32_t gsi = 0; gsi < kLines; gsi++) entries.push_back(line_entry(gsi));
  }

  const Vm& vm;
  const std::uint32_t limit;  // messages get the numbers from kLines up to this
  std::mutex mutex;           // everything below
  std::map<std::uint32_t, Line> lines;
  std::vector<bool> taken;                      // messages, counted from kLines
  std::vector<kvm_irq_routing_entry> entries;  // lines, then the programmed messages in any order

  Line line(std::uint32_t gsi);
  bool program(const kvm_irq_routing_entry& entry);
  void release(std::uint32_t gsi);
};

Interrupts::Line Interrupts::Table::line(std::uint32_t gsi) {
  Line made{gsi, std::make_shared<EventFd>()};
  vm.assign_irqfd(made.event->get(), gsi);
  return lines[gsi] = made;
}

bool Interrupts::Table::program(const kvm_irq_routing_entry& entry) {
  const std::lock_guard lock(mutex);
  const auto old = std::ranges::find(entries, entry.gsi, &kvm_irq_routing_entry::gsi);
  if (old != entries.end() && same_message(*old, entry)) return true;
  const std::vector<kvm_irq_routing_entry> before = entries;
  if (old == entries.end()) {
    entries.push_back(entry);
  } else {
    *old = entry;
  }
  try {
    vm.set_gsi_routing(entries);
    return true;
  } catch (const Error&) {
    entries = before;  // the guest's message made no sense; the table in force is the old one
    return false;
  }
}

// The kernel forgets the entry with the next change: nothing triggers it any more.
void Interrupts::Table::release(std::uint32_t gsi) {
  const std::lock_guard lock(mutex);
  std::erase_if(entries, [gsi](const kvm_irq_routing_entry& entry) { return entry.gsi == gsi; });
  taken[gsi - kLines] = false;
}

class Interrupts::Route final : public MsiRoute {
 public:
  Route(std::shared_ptr<Table> table, std::uint32_t gsi) : table_(std::move(table)), gsi_(gsi) {}
  Route(const Route&) = delete;
  Route& operator=(const Route&) = delete;

  ~Route() override {
    try {
      if (connected_) table_->vm.deassign_irqfd(event_.get(), gsi_);
    } catch (const Error&) {
      // The VM is gone already, and the connection with it.
    }
    table_->release(gsi_);
  }

  bool program(std::uint64_t address, std::uint32_t data) noexcept override {
    try {
      if (!table_->program(msi_entry(gsi_, address, data))) return false;
      // After the route is there: KVM resolves it when the event is assigned.
      if (!connected_) table_->vm.assign_irqfd(event_.get(), gsi_);
      connected_ = true;
      return true;
    } catch (const std::exception&) {
      return false;
    }
  }

  void trigger() noexcept override { event_.notify(); }

 private:
  const std::shared_ptr<Table> table_;
  const std::uint32_t gsi_;
  const EventFd event_;
  bool connected_ = false;
};

Interrupts::Interrupts(const Vm& vm) : table_(std::make_shared<Table>(vm)) {}

Interrupts::~Interrupts() = default;

Interrupts::Line Interrupts::allocate_line() {
  const std::lock_guard lock(table_->mutex);
  for (std::uint32_t gsi = kFirstLine; gsi < kLines; gsi++) {
    if (std::ranges::find(kFixedLines, gsi) != std::end(kFixedLines) || table_->lines.contains(gsi)) continue;
    return table_->line(gsi);
  }
  throw std::length_error("the I/O APIC has no free input");
}

Interrupts::Line Interrupts::fixed_line(std::uint32_t gsi) {
  const std::lock_guard lock(table_->mutex);
  if (gsi >= kLines) throw std::length_error("the I/O APIC has no such input");
  const auto found = table_->lines.find(gsi);
  return found == table_->lines.end() ? table_->line(gsi) : found->second;
}

std::unique_ptr<MsiRoute> Interrupts::allocate_msi() {
  const std::lock_guard lock(table_->mutex);
  const auto free = std::ranges::find(table_->taken, false);
  const auto index = static_cast<std::uint32_t>(free - table_->taken.begin());
  if (kLines + index >= table_->limit) throw std::length_error("KVM has no free interrupt route");
  if (free == table_->taken.end()) table_->taken.push_back(false);
  auto route = std::make_unique<Route>(table_, kLines + index);
  table_->taken[index] = true;
  return route;
}

void Interrupts::connect_doorbell(const EventFd& event, const IoEvent& where) {
  table_->vm.assign_ioeventfd(event.get(), where);
}

}  // namespace vmwright
