#include "xenctrl/session.h"

#include <algorithm>
#include <cerrno>

#include "xenctrl/domains.h"

namespace vmwright::xenctrl {

ForeignMemory& Session::memory() {
  const std::lock_guard lock(opening_);
  if (!memory_) memory_.emplace();
  return *memory_;
}

std::vector<std::byte> Session::read(abi::Domid domid, std::uint32_t vcpu, std::uint64_t address, std::size_t length,
                                     FrameOf frame_of) {
  if (length == 0) return {};
  const std::uint64_t first = address / kPageSize;
  const std::uint64_t last = (address + (length - 1)) / kPageSize;
  if (address + (length - 1) < address) throw Error("OPTION_INVALID", "the range goes beyond the last address");
  std::vector<unsigned long> frames;
  for (std::uint64_t page = first; page <= last; page++) frames.push_back(frame_of(*this, domid, vcpu, page * kPageSize));
  std::vector<std::byte> bytes;
  memory().read(domid, frames, bytes);
  const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(address % kPageSize);
  std::move(begin, begin + static_cast<std::ptrdiff_t>(length), bytes.begin());
  bytes.resize(length);
  return bytes;
}

std::vector<std::byte> Session::read_memory(abi::Domid domid, std::uint64_t address, std::size_t length) {
  return read(domid, 0, address, length,
              [](Session&, abi::Domid, std::uint32_t, std::uint64_t at) -> unsigned long { return at / kPageSize; });
}

std::vector<std::byte> Session::read_virtual(abi::Domid domid, std::uint32_t vcpu, std::uint64_t address, std::size_t length) {
  return read(domid, vcpu, address, length, [](Session& session, abi::Domid of, std::uint32_t by, std::uint64_t at) {
    const auto frame = translate(session.interface_, of, by, at);
    if (!frame) throw Error("XEN_ERROR", "xc_translate_foreign_address", EFAULT);
    return static_cast<unsigned long>(*frame);
  });
}

}  // namespace vmwright::xenctrl
