// Guest memory for JavaScript: anonymous pages that an ArrayBuffer shows.
#include <sys/mman.h>

#include "addon/args.h"
#include "addon/entry.h"
#include "addon/handle.h"
#include "addon/kvm_api.h"
#include "addon/vm_state.h"

namespace vmwright {
namespace {

constexpr std::uint64_t kMaxSafeInteger = (std::uint64_t{1} << 53) - 1;

// Called on the JavaScript thread, also when the environment ends.
void release_share(napi_env, void*, void* hint) { delete static_cast<std::shared_ptr<MemoryState>*>(hint); }

// An engine with a memory cage (Electron) cannot show memory that is not its own.
Napi::Value make_buffer(Napi::Env env, const std::shared_ptr<MemoryState>& memory) {
  auto share = std::make_unique<std::shared_ptr<MemoryState>>(memory);
  napi_value buffer = nullptr;
  const auto& mapping = memory->mapping;
  const napi_status status = napi_create_external_arraybuffer(env, mapping.address(), mapping.size(), release_share,
                                                              share.get(), &buffer);
  if (status == napi_no_external_buffers_allowed) {
    throw Error("NATIVE_UNAVAILABLE", "this JavaScript engine does not allow external ArrayBuffers");
  }
  NAPI_THROW_IF_FAILED(env, status, Napi::Value());
  share.release();
  return {env, buffer};
}

// (size in bytes): [handle, ArrayBuffer]
Napi::Value JS_memory_create(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const std::uint64_t size = to_unsigned(info[0], kMaxSafeInteger, "size");
  auto memory = std::make_shared<MemoryState>(MemoryState{Mapping::anonymous(size)});
  // A program that Node starts must not cost a copy of the guest's page tables.
  madvise(memory->mapping.address(), size, MADV_DONTFORK);
  Napi::Array pair = Napi::Array::New(env, 2);
  pair.Set(1u, make_buffer(env, memory));
  pair.Set(0u, make_handle(env, std::move(memory)));
  return pair;
}

// (memory, ArrayBuffer): the buffer loses its bytes at once, VMs keep them.
Napi::Value JS_memory_close(const Napi::CallbackInfo& info) {
  take<MemoryState>(info[0]);
  if (!info[1].IsArrayBuffer()) throw Error("OPTION_INVALID", "expected an ArrayBuffer");
  info[1].As<Napi::ArrayBuffer>().Detach();
  return info.Env().Undefined();
}

}  // namespace

void export_memory_api(Napi::Object exports) {
  add_entry<JS_memory_create>(exports, "memoryCreate");
  add_entry<JS_memory_close>(exports, "memoryClose");
}

}  // namespace vmwright
