#include "kvm/pci/msix.h"

#include <stdexcept>
#include <thread>

#include "check.h"
#include "driver_transport.h"

using namespace vmwright;
using namespace vmwright::pci;

namespace {

struct Table {
  driver::TestWiring wiring;
  MsixTable table;
  explicit Table(std::uint16_t vectors = 3) : table(wiring, vectors) {}

  template <typename T>
  void put(std::uint64_t offset, T value) {
    table.write_table(offset, std::as_bytes(std::span(&value, 1)));
  }
  template <typename T>
  T get(std::uint64_t offset) const {
    T value;
    table.read_table(offset, std::as_writable_bytes(std::span(&value, 1)));
    return value;
  }
  std::uint64_t pending() const {
    std::uint64_t value;
    table.read_pending(0, std::as_writable_bytes(std::span(&value, 1)));
    return value;
  }
  void set(std::uint16_t vector, std::uint32_t data, bool masked) {
    put<std::uint64_t>(vector * 16, 0x1'fee0'0000);
    put<std::uint32_t>(vector * 16 + 8, data);
    put<std::uint32_t>(vector * 16 + 12, masked ? 1 : 0);
  }
  bool fired(std::size_t message) const { return wiring.messages.at(message)->event->drain(); }
};

void an_unmasked_vector_fires() {
  Table t;
  t.table.set_control(true, false);
  t.set(1, 0x41, false);
  CHECK(t.wiring.messages.size() == 1);
  CHECK(t.wiring.messages[0]->address == 0x1'fee0'0000 && t.wiring.messages[0]->data == 0x41);
  CHECK(t.wiring.messages[0]->programmed == 1);
  t.table.trigger(1);
  CHECK(t.fired(0));
  t.table.trigger(3);
  t.table.trigger(0xffff);
  CHECK(!t.fired(0) && t.pending() == 0);
}

void nothing_is_programmed_while_masked() {
  Table t;
  for (std::uint16_t i = 0; i < 3; i++) t.set(i, i, true);
  t.table.set_control(true, true);
  for (std::uint16_t i = 0; i < 3; i++) t.set(i, i, false);
  CHECK(t.wiring.messages.empty());
  t.table.set_control(true, false);
  CHECK(t.wiring.messages.size() == 3);
}

void a_masked_vector_is_remembered() {
  Table t;
  t.table.set_control(true, false);
  t.set(2, 0x42, true);
  t.table.trigger(2);
  t.table.trigger(2);
  CHECK(t.pending() == 4);
  t.put<std::uint32_t>(2 * 16 + 12, 0);
  CHECK(t.pending() == 0 && t.fired(0));
  t.table.set_control(true, true);
  t.table.trigger(2);
  CHECK(t.pending() == 4 && !t.fired(0));
  t.table.set_control(true, false);
  CHECK(t.pending() == 0 && t.fired(0));
}

void a_disabled_table_says_nothing() {
  Table t;
  t.set(0, 0x40, false);
  t.table.trigger(0);
  CHECK(t.pending() == 0 && t.wiring.messages.empty());
  t.table.set_control(true, true);
  t.table.trigger(0);
  CHECK(t.pending() == 1);
  t.table.set_control(false, false);
  CHECK(t.pending() == 0);
}

void entries_are_whole_words() {
  Table t;
  CHECK(t.get<std::uint32_t>(12) == 1);
  t.put<std::uint32_t>(0, 0xffff'ffff);
  CHECK(t.get<std::uint32_t>(0) == 0xffff'fffc);
  t.put<std::uint32_t>(12, 0xffff'fffe);
  CHECK(t.get<std::uint32_t>(12) == 0);
  t.put<std::uint16_t>(8, 0x1234);
  t.put<std::uint32_t>(10, 0x1234);
  t.put<std::uint64_t>(4, 0x1234);
  CHECK(t.get<std::uint64_t>(0) == 0xffff'fffc && t.get<std::uint32_t>(8) == 0);
  t.put<std::uint64_t>(3 * 16, UINT64_MAX);
  CHECK(t.get<std::uint64_t>(3 * 16) == 0);
  CHECK(t.get<std::uint8_t>(0) == 0);
  CHECK_THROWS(std::length_error, Table(0));
  CHECK_THROWS(std::length_error, Table(kLargestMsixTable + 1));
}

// Masking and unmasking while a device triggers: none is lost.
void no_trigger_is_lost() {
  Table t;
  t.table.set_control(true, false);
  t.set(0, 0x40, false);
  for (int round = 0; round < 200; round++) {
    std::thread device([&] { t.table.trigger(0); });
    t.put<std::uint32_t>(12, 1);
    t.put<std::uint32_t>(12, 0);
    device.join();
    CHECK(t.fired(0) && t.pending() == 0);
  }
}

void a_state_comes_back() {
  Table t;
  t.table.set_control(true, false);
  t.set(0, 0x40, false);
  t.set(1, 0x41, true);
  t.table.trigger(1);
  const MsixTable::State state = t.table.state();
  Table other;
  other.table.restore(state);
  CHECK(other.table.state() == state);
  CHECK(other.pending() == 2);
  other.table.trigger(0);
  CHECK(other.fired(0));
  other.put<std::uint32_t>(16 + 12, 0);
  CHECK(other.fired(1));
  t.table.reset();
  CHECK(t.table.state() == Table().table.state());
}

void a_corrupt_state_is_refused() {
  const MsixTable::State good = Table().table.state();
  MsixTable::State bad = good;
  bad.vectors.pop_back();
  CHECK_THROWS(std::invalid_argument, (Table().table.restore(bad), 0));
  for (const std::size_t word : {0, 3}) {
    bad = good;
    bad.vectors[1].entry[word] |= 2;
    CHECK_THROWS(std::invalid_argument, (Table().table.restore(bad), 0));
  }
}

}  // namespace

Suite pci_msix_suite() {
  return {"pci_msix",
          {{"an unmasked vector fires", an_unmasked_vector_fires},
           {"nothing is programmed while masked", nothing_is_programmed_while_masked},
           {"a masked vector is remembered", a_masked_vector_is_remembered},
           {"a disabled table says nothing", a_disabled_table_says_nothing},
           {"entries are whole words", entries_are_whole_words},
           {"no trigger is lost", no_trigger_is_lost},
           {"a state comes back", a_state_comes_back},
           {"a corrupt state is refused", a_corrupt_state_is_refused}}};
}
