// The interrupts and timers of a VM for JavaScript. The first argument of each is the VM.
#include <cstring>

#include "addon/args.h"
#include "addon/entry.h"
#include "addon/event_state.h"
#include "addon/handle.h"
#include "addon/kvm_api.h"
#include "addon/layouts.h"
#include "addon/vm_state.h"

namespace vmwright {
namespace {

const Vm& vm_of(const Napi::CallbackInfo& info) { return use<VmState>(info[0]).vm; }

Napi::Value JS_vm_create_irqchip(const Napi::CallbackInfo& info) {
  vm_of(info).create_irqchip();
  return info.Env().Undefined();
}

// (vm, chip number): the state of a PIC or of the I/O APIC
Napi::Value JS_vm_get_irqchip(const Napi::CallbackInfo& info) {
  const kvm_irqchip state = vm_of(info).get_irqchip(to_u32(info[1], "chip"));
  if (state.chip_id == KVM_IRQCHIP_IOAPIC) return to_js(info.Env(), kIoapicState, state.chip.ioapic);
  return to_js(info.Env(), kPicState, state.chip.pic);
}

// (vm, chip number, state)
Napi::Value JS_vm_set_irqchip(const Napi::CallbackInfo& info) {
  kvm_irqchip state{};
  state.chip_id = to_u32(info[1], "chip");
  if (state.chip_id == KVM_IRQCHIP_IOAPIC) {
    state.chip.ioapic = from_js<kvm_ioapic_state>(info[2], kIoapicState);
  } else {
    state.chip.pic = from_js<kvm_pic_state>(info[2], kPicState);
  }
  vm_of(info).set_irqchip(state);
  return info.Env().Undefined();
}

Napi::Value JS_vm_create_pit(const Napi::CallbackInfo& info) {
  vm_of(info).create_pit2(to_u32(info[1], "flags"));
  return info.Env().Undefined();
}

Napi::Value JS_vm_get_pit(const Napi::CallbackInfo& info) {
  return to_js(info.Env(), kPitState, vm_of(info).get_pit2());
}

Napi::Value JS_vm_set_pit(const Napi::CallbackInfo& info) {
  vm_of(info).set_pit2(from_js<kvm_pit_state2>(info[1], kPitState));
  return info.Env().Undefined();
}

// (vm, gsi, level)
Napi::Value JS_vm_irq_line(const Napi::CallbackInfo& info) {
  const int delivered = vm_of(info).irq_line_status(to_u32(info[1], "gsi"), to_bool(info[2], "level"));
  return Napi::Number::New(info.Env(), delivered);
}

// (vm, event, gsi, event that asks for the level or undefined)
Napi::Value JS_vm_assign_irqfd(const Napi::CallbackInfo& info) {
  const int resample = info[3].IsUndefined() ? -1 : use<EventState>(info[3]).fd();
  vm_of(info).assign_irqfd(use<EventState>(info[1]).fd(), to_u32(info[2], "gsi"), resample);
  return info.Env().Undefined();
}

Napi::Value JS_vm_deassign_irqfd(const Napi::CallbackInfo& info) {
  vm_of(info).deassign_irqfd(use<EventState>(info[1]).fd(), to_u32(info[2], "gsi"));
  return info.Env().Undefined();
}

// From the arguments (…, is a port, address, length, value to match or undefined)
IoEvent io_event(const Napi::CallbackInfo& info) {
  const std::uint64_t address = to_u64(info[3], "address");
  IoEvent where{.address = GuestAddr{address}, .length = to_u32(info[4], "size"), .match = {}};
  if (to_bool(info[2], "port")) {
    if (address > 0xffff) throw Error("OPTION_INVALID", "port: expected a number from 0 to 65535");
    where.address = Port{static_cast<std::uint16_t>(address)};
  }
  where.match = to_optional_u64(info[5], "match");
  return where;
}

// (vm, event, is a port, address, length, value to match or undefined)
Napi::Value JS_vm_assign_ioeventfd(const Napi::CallbackInfo& info) {
  vm_of(info).assign_ioeventfd(use<EventState>(info[1]).fd(), io_event(info));
  return info.Env().Undefined();
}

Napi::Value JS_vm_deassign_ioeventfd(const Napi::CallbackInfo& info) {
  vm_of(info).deassign_ioeventfd(use<EventState>(info[1]).fd(), io_event(info));
  return info.Env().Undefined();
}

// { gsi, irqchip, pin } or { gsi, address, data }
kvm_irq_routing_entry routing_entry(const Napi::Value& value) {
  const Napi::Object object = to_object(value, "route");
  kvm_irq_routing_entry entry{};
  entry.gsi = to_u32(object.Get("gsi"), "route.gsi");
  if (object.Get("irqchip").IsUndefined()) {
    const std::uint64_t address = to_u64(object.Get("address"), "route.address");
    entry.type = KVM_IRQ_ROUTING_MSI;
    entry.u.msi.address_lo = static_cast<std::uint32_t>(address);
    entry.u.msi.address_hi = static_cast<std::uint32_t>(address >> 32);
    entry.u.msi.data = to_u32(object.Get("data"), "route.data");
  } else {
    entry.type = KVM_IRQ_ROUTING_IRQCHIP;
    entry.u.irqchip.irqchip = to_u32(object.Get("irqchip"), "route.irqchip");
    entry.u.irqchip.pin = to_u32(object.Get("pin"), "route.pin");
  }
  return entry;
}

Napi::Value JS_vm_set_gsi_routing(const Napi::CallbackInfo& info) {
  const Napi::Array array = to_array(info[1], "routes");
  std::vector<kvm_irq_routing_entry> entries;
  for (std::uint32_t i = 0; i < array.Length(); i++) entries.push_back(routing_entry(array.Get(i)));
  vm_of(info).set_gsi_routing(entries);
  return info.Env().Undefined();
}

// (vm, address, data): the number of CPUs that got it
Napi::Value JS_vm_signal_msi(const Napi::CallbackInfo& info) {
  const std::uint64_t address = to_u64(info[1], "address");
  kvm_msi message{};
  message.address_lo = static_cast<std::uint32_t>(address);
  message.address_hi = static_cast<std::uint32_t>(address >> 32);
  message.data = to_u32(info[2], "data");
  return Napi::Number::New(info.Env(), vm_of(info).signal_msi(message));
}

}  // namespace

void export_interrupt_api(Napi::Object exports) {
  add_entry<JS_vm_create_irqchip>(exports, "vmCreateIrqchip");
  add_entry<JS_vm_get_irqchip>(exports, "vmGetIrqchip");
  add_entry<JS_vm_set_irqchip>(exports, "vmSetIrqchip");
  add_entry<JS_vm_create_pit>(exports, "vmCreatePit");
  add_entry<JS_vm_get_pit>(exports, "vmGetPit");
  add_entry<JS_vm_set_pit>(exports, "vmSetPit");
  add_entry<JS_vm_irq_line>(exports, "vmIrqLine");
  add_entry<JS_vm_assign_irqfd>(exports, "vmAssignIrqfd");
  add_entry<JS_vm_deassign_irqfd>(exports, "vmDeassignIrqfd");
  add_entry<JS_vm_assign_ioeventfd>(exports, "vmAssignIoeventfd");
  add_entry<JS_vm_deassign_ioeventfd>(exports, "vmDeassignIoeventfd");
  add_entry<JS_vm_set_gsi_routing>(exports, "vmSetGsiRouting");
  add_entry<JS_vm_signal_msi>(exports, "vmSignalMsi");
}

}  // namespace vmwright
