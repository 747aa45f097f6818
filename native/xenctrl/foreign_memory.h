// The memory of other domains, to be read.
#pragma once

#include <mutex>
#include <span>
#include <type_traits>
#include <vector>

#include "xen/library.h"
#include "xenctrl/abi.h"
#include "xenctrl/log.h"

namespace vmwright::xenctrl {

namespace abi {

// Member `map` is xenforeignmemory_map.
struct ForeignFunctions {
  explicit ForeignFunctions(const xen::Library& library);

#define VMWRIGHT_MEMBER(name, ...) std::add_pointer_t<__VA_ARGS__> name;
  VMWRIGHT_XENFOREIGNMEMORY_FUNCTIONS(VMWRIGHT_MEMBER)
#undef VMWRIGHT_MEMBER
};

}  // namespace abi

inline constexpr std::uint64_t kPageSize = 4096;

class ForeignMemory {
 public:
  // Throws Error{ENGINE_UNAVAILABLE} with the reason.
  ForeignMemory();
  ForeignMemory(const ForeignMemory&) = delete;
  ForeignMemory& operator=(const ForeignMemory&) = delete;
  ~ForeignMemory();

  // Copies whole frames, mapped read-only for as long as that takes. Throws Error{XEN_ERROR} that names the first frame
  // that cannot be mapped. Frames are guest frames of HVM and PVH guests, machine frames of PV guests. Any thread.
  void read(abi::Domid domid, const std::vector<unsigned long>& frames, std::vector<std::byte>& into);
  // The same for frames of which some cannot be mapped: those become zeroes, and their errno is in `errors`, which is 0 for the others.
  void read_possible(abi::Domid domid, std::span<const unsigned long> frames, std::span<std::byte> into, std::span<int> errors);

 private:
  void read_some(abi::Domid domid, std::span<const unsigned long> frames, std::span<std::byte> into, std::span<int> errors);

  const xen::Library library_;
  const abi::ForeignFunctions functions_;
  std::mutex mutex_;  // guards the use of handle_
  Log log_;
  abi::ForeignHandle* handle_ = nullptr;
};

}  // namespace vmwright::xenctrl
