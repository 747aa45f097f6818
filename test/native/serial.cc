#include "kvm/legacy/serial.h"

#include <array>
#include <string>

#include "check.h"

using namespace vmwright;
using legacy::Serial;

namespace {

constexpr std::uint64_t kData = 0;
constexpr std::uint64_t kInterruptEnable = 1;
constexpr std::uint64_t kInterruptId = 2;
constexpr std::uint64_t kLineControl = 3;
constexpr std::uint64_t kModemControl = 4;
constexpr std::uint64_t kLineStatus = 5;
constexpr std::uint64_t kModemStatus = 6;
constexpr std::uint64_t kScratch = 7;

// A port with what a driver and the host see of it.
struct Bench {
  EventFd line;
  std::string output;
  int drained = 0;
  Serial serial{{.output = [this](std::byte byte) { output += std::to_integer<char>(byte); },
                 .drained = [this] { drained++; }},
                line};

  unsigned in(std::uint64_t offset) {
    std::array data = {std::byte{0}};
    serial.read(offset, data);
    return std::to_integer<unsigned>(data[0]);
  }
  void out(std::uint64_t offset, unsigned value) {
    const std::array data = {static_cast<std::byte>(value)};
    serial.write(offset, data);
  }
  std::size_t receive(std::string_view text) { return serial.receive(std::as_bytes(std::span(text))); }
};

void sends_what_is_written() {
  Bench bench;
  for (const char c : {'h', 'i'}) {
    CHECK((bench.in(kLineStatus) & 0x60) == 0x60);
    bench.out(kData, static_cast<unsigned char>(c));
  }
  CHECK(bench.output == "hi");
  CHECK(!bench.line.drain());  // interrupts are off
}

void tells_that_it_can_send() {
  Bench bench;
  bench.out(kInterruptEnable, 0x02);
  CHECK(bench.line.drain());
  CHECK(bench.in(kInterruptId) == 0x02);
  CHECK(bench.in(kInterruptId) == 0x01);  // reading has cleared it
  bench.out(kData, 'x');
  CHECK(bench.line.drain());
  CHECK(bench.in(kInterruptId) == 0x02);
  // Switching it off and on again says so anew: Linux tests for chips that do not.
  bench.out(kInterruptEnable, 0x00);
  bench.out(kInterruptEnable, 0x02);
  CHECK(bench.line.drain());
  CHECK(bench.in(kInterruptId) == 0x02);
}

void receives() {
  Bench bench;
  bench.out(kInterruptEnable, 0x01);
  CHECK(bench.receive("ab") == 2);
  CHECK(bench.line.drain());
  CHECK(bench.in(kInterruptId) == 0x04);
  CHECK((bench.in(kLineStatus) & 1) == 1);
  CHECK(bench.in(kData) == 'a' && bench.drained == 0);
  CHECK(bench.in(kData) == 'b' && bench.drained == 1);
  CHECK((bench.in(kLineStatus) & 1) == 0);
  CHECK(bench.in(kInterruptId) == 0x01);
  CHECK(bench.in(kData) == 0);
}

void takes_no_more_than_there_is_room() {
  Bench bench;
  const std::string much(1000, 'm');
  CHECK(bench.receive(much) == Serial::kReceiveRoom);
  CHECK(bench.receive("x") == 0);
  bench.in(kData);
  CHECK(bench.receive("xy") == 1);
}

void input_that_waits_interrupts_when_that_is_switched_on() {
  Bench bench;
  bench.receive("a");
  CHECK(!bench.line.drain());
  bench.out(kInterruptEnable, 0x01);
  CHECK(bench.line.drain());
}

void received_goes_before_transmitter() {
  Bench bench;
  bench.out(kInterruptEnable, 0x03);
  bench.receive("a");
  CHECK(bench.in(kInterruptId) == 0x04);
  bench.in(kData);
  CHECK(bench.in(kInterruptId) == 0x02);
  CHECK(bench.in(kInterruptId) == 0x01);
}

void has_fifos() {
  Bench bench;
  CHECK(bench.in(kInterruptId) == 0x01);
  bench.out(kInterruptId, 0x01);
  CHECK(bench.in(kInterruptId) == 0xc1);
  bench.receive("abc");
  bench.out(kInterruptId, 0x03);  // clears the receiver
  CHECK((bench.in(kLineStatus) & 1) == 0);
}

void divisor_hides_data() {
  Bench bench;
  bench.out(kLineControl, 0x83);
  bench.out(kData, 0x34);
  bench.out(kInterruptEnable, 0x12);
  CHECK(bench.in(kData) == 0x34 && bench.in(kInterruptEnable) == 0x12);
  bench.out(kLineControl, 0x03);
  CHECK(bench.output.empty());
  CHECK(bench.in(kInterruptEnable) == 0);
}

void loops_back() {
  Bench bench;
  CHECK(bench.in(kModemStatus) == 0xb0);
  bench.out(kModemControl, 0x1a);  // loopback, RTS, OUT2: what Linux looks for a chip with
  CHECK((bench.in(kModemStatus) & 0xf0) == 0x90);
  bench.out(kModemControl, 0x15);
  CHECK((bench.in(kModemStatus) & 0xf0) == 0x60);
  bench.out(kData, 'l');
  CHECK(bench.output.empty());
  CHECK(bench.in(kData) == 'l');
}

void a_loop_does_not_grow() {
  Bench bench;
  bench.out(kModemControl, 0x10);
  for (int i = 0; i < 1000; i++) bench.out(kData, 'l');
  std::size_t count = 0;
  while ((bench.in(kLineStatus) & 1) != 0) count += bench.in(kData) == 'l' ? 1 : 0;
  CHECK(count == Serial::kReceiveRoom);
}

void keeps_scratch_and_forgets_on_reset() {
  Bench bench;
  bench.out(kScratch, 0xa5);
  CHECK(bench.in(kScratch) == 0xa5);
  bench.receive("abc");
  bench.out(kInterruptEnable, 0x0f);
  bench.serial.reset();
  CHECK(bench.in(kScratch) == 0 && bench.in(kInterruptEnable) == 0 && (bench.in(kLineStatus) & 1) == 0);
}

void wide_accesses_touch_the_next_registers() {
  Bench bench;
  std::array<std::byte, 4> data{};
  bench.serial.read(4, data);
  CHECK(data[1] == std::byte{0x60} && data[2] == std::byte{0xb0});
  bench.serial.write(0, std::array{std::byte{'a'}, std::byte{0x02}, std::byte{0x01}, std::byte{0x03}});
  CHECK(bench.output == "a" && bench.in(kInterruptEnable) == 0x02 && bench.in(kLineControl) == 0x03);
}

}  // namespace

Suite serial_suite() {
  return {"serial",
          {{"what is written is sent", sends_what_is_written},
           {"it tells that it can send", tells_that_it_can_send},
           {"it receives", receives},
           {"it takes no more than there is room for", takes_no_more_than_there_is_room},
           {"waiting input interrupts once that is switched on", input_that_waits_interrupts_when_that_is_switched_on},
           {"received data goes before an empty transmitter", received_goes_before_transmitter},
           {"it has FIFOs", has_fifos},
           {"the divisor hides data and interrupts", divisor_hides_data},
           {"loopback", loops_back},
           {"a loopback does not grow", a_loop_does_not_grow},
           {"scratch register and reset", keeps_scratch_and_forgets_on_reset},
           {"wide accesses", wide_accesses_touch_the_next_registers}}};
}
