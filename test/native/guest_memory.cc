#include "kvm/guest_memory.h"

#include "check.h"

using namespace vmwright;

namespace {

constexpr std::uint64_t kBase = 0x100000;
constexpr std::size_t kSize = 8192;

void reads_what_was_written() {
  const GuestMemory memory({kBase}, kSize);
  memory.write<std::uint32_t>({kBase + 4}, 0xdeadbeef);
  CHECK(memory.read<std::uint32_t>({kBase + 4}) == 0xdeadbeef);
  CHECK(memory.read<std::uint64_t>({kBase}) == 0xdeadbeef00000000);
}

void accepts_the_edges() {
  const GuestMemory memory({kBase}, kSize);
  CHECK(memory.slice({kBase}, kSize).size() == kSize);
  CHECK(memory.slice({kBase + kSize - 1}, 1).size() == 1);
  CHECK(memory.slice({kBase + kSize}, 0).empty());
}

void refuses_everything_else() {
  const GuestMemory memory({kBase}, kSize);
  CHECK_THROWS(std::out_of_range, memory.slice({kBase - 1}, 1));
  CHECK_THROWS(std::out_of_range, memory.slice({kBase + kSize - 1}, 2));
  CHECK_THROWS(std::out_of_range, memory.slice({kBase + kSize + 1}, 0));
  CHECK_THROWS(std::out_of_range, memory.read<std::uint64_t>({kBase + kSize - 7}));
}

void refuses_sums_that_wrap() {
  const GuestMemory memory({kBase}, kSize);
  CHECK_THROWS(std::out_of_range, memory.slice({kBase + 8}, SIZE_MAX));
  CHECK_THROWS(std::out_of_range, memory.slice({UINT64_MAX}, 16));
  CHECK_THROWS(std::out_of_range, memory.slice({0}, UINT64_MAX));
}

}  // namespace

Suite guest_memory_suite() {
  return {"guest_memory",
          {{"reads what was written", reads_what_was_written},
           {"accepts the edges", accepts_the_edges},
           {"refuses everything else", refuses_everything_else},
           {"refuses sums that wrap", refuses_sums_that_wrap}}};
}
