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
  std::vector<int> errors(frames.size());
  read_possible(domid, frames, into, errors);
  const auto bad = std::find_if(errors.begin(), errors.end(), [](int error) { return error != 0; });
  if (bad != errors.end()) fail(frames[static_cast<std::size_t>(bad - errors.begin())], *bad);
}

void ForeignMemory::read_possible(abi::Domid domid, std::span<const unsigned long> frames, std::span<std::byte> into,
                                  std::span<int> errors) {
  for (std::size_t done = 0; done < frames.size(); done += kPagesPerMapping) {
    const std::size_t count = std::min(kPagesPerMapping, frames.size() - done);
    read_some(domid, frames.subspan(done, count), into.subspan(done * kPageSize, count * kPageSize), errors.subspan(done, count));
  }
}

void ForeignMemory::read_some(abi::Domid domid, std::span<const unsigned long> frames, std::span<std::byte> into,
                              std::span<int> errors) {
  const std::lock_guard lock(mutex_);
  const std::size_t count = frames.size();
  auto* pages = static_cast<const std::byte*>(functions_.map(handle_, domid, PROT_READ, count, frames.data(), errors.data()));
  if (pages == nullptr) fail(frames[0], errno);
  for (std::size_t i = 0; i < count; i++) {
    errors[i] = std::abs(errors[i]);  // some kernels tell them with a minus
    std::byte* page = &into[i * kPageSize];
    if (errors[i] == 0) std::memcpy(page, pages + i * kPageSize, kPageSize);
    else std::memset(page, 0, kPageSize);
  }
  functions_.unmap(handle_, const_cast<std::byte*>(pages), count);
}

}  // namespace vmwright::xenctrl
