// A VM for JavaScript: memory, clock, capabilities. The first argument of each is the VM.
#include "addon/args.h"
#include "addon/entry.h"
#include "addon/handle.h"
#include "addon/kvm_api.h"
#include "addon/layouts.h"
#include "addon/vcpu_session.h"
#include "addon/vm_state.h"

namespace vmwright {
namespace {

constexpr std::size_t kPageSize = 4096;
constexpr std::uint64_t kMaxSafeInteger = (std::uint64_t{1} << 53) - 1;

const Vm& vm_of(const Napi::CallbackInfo& info) { return use<VmState>(info[0]).vm; }

// Closes the JavaScript side's share; the kernel's VM goes with its last vCPU.
Napi::Value JS_vm_close(const Napi::CallbackInfo& info) {
  take<VmState>(info[0]);
  return info.Env().Undefined();
}

Napi::Value JS_vm_check_extension(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), vm_of(info).check_extension(to_u32(info[1], "capability")));
}

// (vm, capability, flags, four arguments)
Napi::Value JS_vm_enable_cap(const Napi::CallbackInfo& info) {
  std::array<std::uint64_t, 4> args{};
  for (std::size_t i = 0; i < args.size(); i++) args[i] = to_u64(info[3 + i], "args");
  vm_of(info).enable_cap(to_u32(info[1], "capability"), args, to_u32(info[2], "flags"));
  return info.Env().Undefined();
}

Napi::Value JS_vm_set_tss_addr(const Napi::CallbackInfo& info) {
  vm_of(info).set_tss_addr({to_u64(info[1], "address")});
  return info.Env().Undefined();
}

Napi::Value JS_vm_set_identity_map_addr(const Napi::CallbackInfo& info) {
  vm_of(info).set_identity_map_addr({to_u64(info[1], "address")});
  return info.Env().Undefined();
}

Napi::Value JS_vm_set_boot_cpu_id(const Napi::CallbackInfo& info) {
  vm_of(info).set_boot_cpu_id(to_u32(info[1], "id"));
  return info.Env().Undefined();
}

// (vm, slot, guestAddress, memory, offset, size, flags)
Napi::Value JS_vm_set_memory(const Napi::CallbackInfo& info) {
  auto& state = use<VmState>(info[0]);
  const std::uint32_t slot = to_u32(info[1], "slot");
  const GuestAddr address{to_u64(info[2], "guestAddress")};
  const auto& memory = shared<MemoryState>(info[3]);
  const std::uint64_t offset = to_unsigned(info[4], kMaxSafeInteger, "offset");
  const std::uint64_t size = to_unsigned(info[5], kMaxSafeInteger, "size");
  const auto bytes = memory->mapping.bytes();
  if (size == 0 || offset > bytes.size() || size > bytes.size() - offset) {
    throw Error("OPTION_INVALID", "offset and size: not inside of the memory");
  }
  state.vm.set_user_memory_region(slot, {address, bytes.subspan(offset, size)}, to_u32(info[6], "flags"));
  state.slots[slot] = {memory, static_cast<std::size_t>(size)};
  return info.Env().Undefined();
}

Napi::Value JS_vm_delete_memory(const Napi::CallbackInfo& info) {
  auto& state = use<VmState>(info[0]);
  const std::uint32_t slot = to_u32(info[1], "slot");
  state.vm.set_user_memory_region(slot, {GuestAddr{0}, {}});
  state.slots.erase(slot);
  return info.Env().Undefined();
}

std::size_t pages_of(const VmState& state, std::uint32_t slot) {
  const auto found = state.slots.find(slot);
  if (found == state.slots.end()) throw Error("OPTION_INVALID", "slot: there is no memory in it");
  return found->second.size / kPageSize;
}

// (vm, slot): a bit per page
Napi::Value JS_vm_get_dirty_log(const Napi::CallbackInfo& info) {
  const auto& state = use<VmState>(info[0]);
  const std::uint32_t slot = to_u32(info[1], "slot");
  const std::size_t pages = pages_of(state, slot);
  std::vector<std::uint64_t> bitmap((pages + 63) / 64);
  state.vm.get_dirty_log(slot, bitmap);
  return copy_bytes(info.Env(), std::as_bytes(std::span(bitmap)).first((pages + 7) / 8));
}

// (vm, slot, firstPage, pageCount, bitmap)
Napi::Value JS_vm_clear_dirty_log(const Napi::CallbackInfo& info) {
  const auto& state = use<VmState>(info[0]);
  const std::uint32_t slot = to_u32(info[1], "slot");
  const std::uint64_t first = to_unsigned(info[2], pages_of(state, slot), "firstPage");
  const auto count = static_cast<std::uint32_t>(to_unsigned(info[3], pages_of(state, slot) - first, "pageCount"));
  const auto bytes = to_bytes(info[4], "bitmap");
  if (bytes.size() < (std::size_t{count} + 7) / 8) throw Error("OPTION_INVALID", "bitmap: shorter than pageCount");
  std::vector<std::uint64_t> bitmap((std::size_t{count} + 63) / 64);
  std::copy_n(bytes.begin(), (std::size_t{count} + 7) / 8, std::as_writable_bytes(std::span(bitmap)).begin());
  state.vm.clear_dirty_log(slot, first, count, bitmap);
  return info.Env().Undefined();
}

Napi::Value JS_vm_get_clock(const Napi::CallbackInfo& info) {
  return to_js(info.Env(), kClockData, vm_of(info).get_clock());
}

Napi::Value JS_vm_set_clock(const Napi::CallbackInfo& info) {
  vm_of(info).set_clock(from_js<kvm_clock_data>(info[1], kClockData));
  return info.Env().Undefined();
}

Napi::Value JS_vm_create_vcpu(const Napi::CallbackInfo& info) {
  const auto& state = shared<VmState>(info[0]);
  Vcpu vcpu(state->vm.create_vcpu(to_u32(info[1], "id")), state->vcpu_mmap_size);
  return make_handle(info.Env(), std::make_shared<VcpuSession>(info.Env(), state, std::move(vcpu)));
}

}  // namespace

void export_vm_api(Napi::Object exports) {
  add_entry<JS_vm_close>(exports, "vmClose");
  add_entry<JS_vm_check_extension>(exports, "vmCheckExtension");
  add_entry<JS_vm_enable_cap>(exports, "vmEnableCap");
  add_entry<JS_vm_set_tss_addr>(exports, "vmSetTssAddr");
  add_entry<JS_vm_set_identity_map_addr>(exports, "vmSetIdentityMapAddr");
  add_entry<JS_vm_set_boot_cpu_id>(exports, "vmSetBootCpuId");
  add_entry<JS_vm_set_memory>(exports, "vmSetMemory");
  add_entry<JS_vm_delete_memory>(exports, "vmDeleteMemory");
  add_entry<JS_vm_get_dirty_log>(exports, "vmGetDirtyLog");
  add_entry<JS_vm_clear_dirty_log>(exports, "vmClearDirtyLog");
  add_entry<JS_vm_get_clock>(exports, "vmGetClock");
  add_entry<JS_vm_set_clock>(exports, "vmSetClock");
  add_entry<JS_vm_create_vcpu>(exports, "vmCreateVcpu");
}

}  // namespace vmwright
