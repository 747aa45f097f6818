#include "xenctrl/foreign_memory.h"

#include <sys/mman.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "base/error.h"

namespace vmwright::xenctrl {
namespace {

// Pages that are mapped at a time: 1 MiB.
constexpr std::size_t kPagesPerMapping = 256;

[[noreturn]] void fail(unsigned long frame, int errnum) {
  char call[64];
  std::snprintf(call, sizeof call, "xenforeignmemory_map of frame %#lx", frame);
  throw Error("XEN_ERROR", call, errnum);
}

}  // namespace

abi::ForeignFunctions::ForeignFunctions(const xen::Library& library) {
#define VMWRIGHT_FIND(name, ...) name = library.function<__VA_ARGS__>("xenforeignmemory_" #name);
  VMWRIGHT_XENFOREIGNMEMORY_FUNCTIONS(VMWRIGHT_FIND)
#undef VMWRIGHT_FIND
}

ForeignMemory::ForeignMemory() : library_("libxenforeignmemory.so.1"), functions_(library_) {
  handle_ = functions_.open(log_.logger(), 0);
  if (handle_ != nullptr) return;
  const std::string why = log_.last().empty() ? errno_name(errno) : log_.last();
  throw Error("ENGINE_UNAVAILABLE", "the memory of domains cannot be read from here: " + why);
}

ForeignMemory::~ForeignMemory() { functions_.close(handle_); }

void ForeignMemory::read(abi::Domid domid, const std::vector<unsigned long>& frames, std::vector<std::byte>& into) {
  into.resize(frames.size() * kPageSize);
  for (std::size_t done = 0; done < frames.size(); done += kPagesPerMapping) {
    const std::size_t count = std::min(kPagesPerMapping, frames.size() - done);
    read_some(domid, &frames[done], count, &into[done * kPageSize]);
  }
}

void ForeignMemory::read_some(abi::Domid domid, const unsigned long* frames, std::size_t count, std::byte* into) {
  const std::lock_guard lock(mutex_);
  std::vector<int> errors(count);
  void* pages = functions_.map(handle_, domid, PROT_READ, count, frames, errors.data());
  if (pages == nullptr) fail(frames[0], errno);
  const auto bad = std::find_if(errors.begin(), errors.end(), [](int error) { return error != 0; });
  if (bad == errors.end()) std::memcpy(into, pages, count * kPageSize);
  functions_.unmap(handle_, pages, count);
  // Some kernels tell them with a minus.
  if (bad != errors.end()) fail(frames[bad - errors.begin()], std::abs(*bad));
}

}  // namespace vmwright::xenctrl
