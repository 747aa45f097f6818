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

// The mapping costs nothing until touched, so the large one is as quick as a small one.
void leaves_a_hole_for_devices() {
  constexpr std::uint64_t kSplit = 0xc000'0000;
  const GuestMemory memory = GuestMemory::with_device_hole(kSplit + 8192);
  CHECK(memory.regions().size() == 2);
  CHECK(memory.regions()[1].base == kHighMemory);
  memory.write<std::uint32_t>({kHighMemory.value + 4096}, 7);
  CHECK(memory.read<std::uint32_t>({kHighMemory.value + 4096}) == 7);
  CHECK(memory.find({kSplit - 1}, 1).has_value());
  CHECK(!memory.find({kSplit - 1}, 2).has_value());
  CHECK(!memory.find({kSplit}, 1).has_value());
  CHECK(!memory.find({kHighMemory.value + 8192}, 1).has_value());
  CHECK(reinterpret_cast<std::uintptr_t>(memory.regions()[0].bytes.data()) % (2 << 20) == 0);
}

void small_memory_is_one_region() {
  const GuestMemory memory = GuestMemory::with_device_hole(64 << 20);
  CHECK(memory.regions().size() == 1);
  CHECK(memory.size() == 64 << 20);
}

}  // namespace

Suite guest_memory_suite() {
  return {"guest_memory",
          {{"leaves a hole for devices", leaves_a_hole_for_devices},
           {"small memory is one region", small_memory_is_one_region},
           {"reads what was written", reads_what_was_written},
           {"accepts the edges", accepts_the_edges},
           {"refuses everything else", refuses_everything_else},
           {"refuses sums that wrap", refuses_sums_that_wrap}}};
}
