#include "toolstack/console_ring.h"

#include <sys/uio.h>

#include <algorithm>
#include <atomic>
#include <span>

#include "base/error.h"

namespace vmwright::toolstack {
namespace {

std::uint32_t load(std::uint32_t& index) { return std::atomic_ref(index).load(std::memory_order_acquire); }
void store(std::uint32_t& index, std::uint32_t value) { std::atomic_ref(index).store(value, std::memory_order_release); }

// Bytes between two indices of a ring of this size.
std::uint32_t distance(std::uint32_t from, std::uint32_t to, std::size_t size) {
  const std::uint32_t bytes = to - from;
  if (bytes > size) throw Error("ENGINE_FAILED", "the guest broke the ring of a console");
  return bytes;
}

// `count` bytes from an index on, in one piece or two.
template <std::size_t Size>
std::array<iovec, 2> pieces(std::array<std::byte, Size>& ring, std::uint32_t index, std::uint32_t count) {
  const std::size_t begin = index % Size;
  const std::size_t first = std::min<std::size_t>(count, Size - begin);
  return {{{ring.data() + begin, first}, {ring.data(), count - first}}};
}

std::span<const iovec> used(const std::array<iovec, 2>& both) { return std::span(both).first(both[1].iov_len == 0 ? 1 : 2); }

}  // namespace

bool ConsoleRing::move() {
  const bool taken = take_output();
  const bool given = give_input();
  return taken || given;
}

bool ConsoleRing::take_output() {
  const std::uint32_t consumed = load(page_.out_cons);
  const std::uint32_t count = distance(consumed, load(page_.out_prod), page_.out.size());
  if (count == 0) return false;
  const auto taken = static_cast<std::uint32_t>(channel_.write(used(pieces(page_.out, consumed, count))));
  store(page_.out_cons, consumed + taken);
  return taken > 0;
}

bool ConsoleRing::give_input() {
  const std::uint32_t begin = load(page_.in_prod);
  std::uint32_t room = static_cast<std::uint32_t>(page_.in.size()) - distance(load(page_.in_cons), begin, page_.in.size());
  std::uint32_t produced = begin;
  while (room > 0) {
    const auto given = static_cast<std::uint32_t>(channel_.read(used(pieces(page_.in, produced, room))));
    if (given == 0) break;
    produced += given;
    room -= given;
  }
  if (produced == begin) return false;
  store(page_.in_prod, produced);
  return true;
}

}  // namespace vmwright::toolstack
