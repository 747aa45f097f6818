#include "kvm/machine/machine.h"

#include <cstring>

#include "base/error.h"
#include "check.h"
#include "kvm/machine/layout.h"
#include "kvm/virtio/rng.h"
#include "machine_guest.h"

using namespace vmwright;
using namespace machine_guest;

namespace {

using Kind = MachineEventKind;

const Code kPowerOff = join({out(0x600, 0x34), halt()});
const Code kReset = join({out(0x602, 1), halt()});
constexpr std::uint64_t kCounter = 0x30'0000;
// inc dword [kCounter]; jmp back
const Code kCount = {0xff, 0x05, 0x00, 0x00, 0x30, 0x00, 0xeb, 0xf8};

// How a guest with this code ends.
MachineEvent end_of(const Code& code) {
  Guest guest(code);
  guest.run();
  CHECK(guest.events.size() == 1);
  return guest.events[0];
}

void ends_have_reasons() {
  CHECK(end_of(kPowerOff).kind == Kind::power_off);
  CHECK(end_of(kReset).kind == Kind::reset && end_of(kReset).detail == "ACPI");
  const auto keyboard = end_of(join({out(0x64, 0xfe), halt()}));
  CHECK(keyboard.kind == Kind::reset && keyboard.detail == "keyboard controller");
  CHECK(end_of({0x0f, 0x0b}).kind == Kind::triple_fault);  // ud2 without a handler
  // mov eax, 0xd0000000; jmp eax: there is no code to fetch
  CHECK(end_of({0xb8, 0x00, 0x00, 0x00, 0xd0, 0xff, 0xe0}).kind == Kind::internal_error);
}

// Real mode is beyond these guests: only the code is looked at.
void firmware_entry_resets() {
  const Guest guest(kPowerOff);
  guest.machine->start();
  const auto code = guest.machine->memory().slice(layout::kResetVector, 9);
  CHECK(code[0] == std::byte{0xba} && code[1] == std::byte{0x02} && code[2] == std::byte{0x06});
  CHECK(code[4] == std::byte{1} && code[5] == std::byte{0xee});
}

void panics_are_told_once() {
  Guest guest(join({out(0x505, 1), out(0x505, 1), out(0x505, 1), kPowerOff}));
  guest.run();
  CHECK(guest.events.size() == 2);
  CHECK(guest.events[0].kind == Kind::panicked && guest.events[1].kind == Kind::power_off);
}

// Prints 'a' when the word at kCounter is zero, else 'b'; sets it. Prints a byte of its own code and changes it. Resets.
const Code kMark = join({{0xa1, 0x00, 0x00, 0x30, 0x00, 0x85, 0xc0, 0xb0, 'a', 0x74, 0x02, 0xb0, 'b'},
                         {0xba, 0xf8, 0x03, 0x00, 0x00, 0xee},
                         {0xc7, 0x05, 0x00, 0x00, 0x30, 0x00, 0x01, 0x00, 0x00, 0x00},
                         {0xa0, 0x00, 0x08, 0x10, 0x00, 0xee, 0xc6, 0x05, 0x00, 0x08, 0x10, 0x00, 'X'},
                         kReset});

void reset_starts_afresh() {
  Guest guest(kMark);
  int boots = 1;
  guest.on_end = [&](const MachineEvent&) {
    CHECK(guest.machine->memory().read<char>({0x10'0800}) == 'X');
    boots++ == 5 ? guest.stop() : guest.machine->reset([] {});
  };
  guest.run();
  CHECK(guest.output() == "acacacacac");
  CHECK(guest.events.size() == 5);
}

void many_cpus_reset_together() {
  Guest guest(kMark, small(4));
  int boots = 1;
  guest.on_end = [&](const MachineEvent&) { boots++ == 3 ? guest.stop() : guest.machine->reset([] {}); };
  guest.run();
  CHECK(guest.machine->cpus() == 4 && guest.output() == "acacac");
}

std::uint32_t counter(const Guest& guest) { return guest.machine->memory().read<std::uint32_t>({kCounter}); }

void pauses_and_goes_on() {
  Guest guest(kCount);
  constexpr int kTimes = 1000;
  int times = 0;
  std::function<void()> cycle = [&] {
    guest.machine->pause([&] {
      const auto before = counter(guest);
      if (times++ == kTimes) return guest.stop();
      guest.machine->resume([&, before] {
        CHECK(counter(guest) >= before);
        guest.loop.post(cycle);
      });
    });
  };
  guest.loop.post(cycle);
  guest.run();
  CHECK(times == kTimes + 1);
  const auto still = counter(guest);
  CHECK(still > 0);
  CHECK(counter(guest) == still);
}

void overlapping_calls_take_effect_in_order() {
  Guest guest(kCount);
  std::string order;
  guest.loop.post([&] {
    guest.machine->pause([&] { order += 'p'; });
    guest.machine->resume([&] { order += 'r'; });
    guest.machine->reset([&] { order += 'R'; });
    guest.machine->pause([&] { order += 'p'; });
    guest.machine->pause([&] {
      order += 'p';
      guest.stop();
    });
  });
  guest.run();
  CHECK(order == "prRpp");
}

// A guest that has ended stays so, whatever is asked of it; reset alone brings it back.
void an_ended_guest_does_not_go_on() {
  Guest guest(kMark);
  guest.on_end = [&](const MachineEvent&) {
    guest.machine->pause([] {});
    guest.machine->resume([&] { guest.loop.add_timer(std::chrono::milliseconds(20), [&] { guest.stop(); }); });
  };
  guest.run();
  CHECK(guest.output() == "ac" && guest.events.size() == 1);
}

// Waits for input and sends it back.
const Code kEcho = {0xba, 0xfd, 0x03, 0x00, 0x00, 0xec, 0xa8, 0x01, 0x74, 0xfb,
                    0xba, 0xf8, 0x03, 0x00, 0x00, 0xec, 0xee, 0xeb, 0xed};

void talks_by_serial_port() {
  Guest guest(kEcho);
  guest.loop.post([&] { guest.machine->serial().receive(std::as_bytes(std::span("hello", 5))); });
  std::function<void()> look = [&] {
    if (guest.output() == "hello") return guest.stop();
    guest.loop.add_timer(std::chrono::milliseconds(5), look);
  };
  look();
  guest.run();
}

void devices_are_where_they_belong() {
  for (const auto transport : {Transport::pci, Transport::mmio}) {
    const bool pci = transport == Transport::pci;
    EventLoop idle;
    virtio::RngDevice rng(idle);
    Guest guest(join({print_word(pci ? 0xe800'8000 : 0xd000'0000), kPowerOff}), small(1, transport));
    guest.machine->attach(rng);
    guest.run();
    CHECK(guest.output() == (pci ? std::string("\xf4\x1a\x44\x10") : "virt"));
    guest.machine.reset();  // before the device
  }
}

// mov dword [address], value
Code store(std::uint32_t address, std::uint32_t value) {
  Code code = {0xc7, 0x05};
  for (const std::uint32_t word : {address, value}) {
    for (int shift = 0; shift < 32; shift += 8) code.push_back(static_cast<unsigned char>(word >> shift));
  }
  return code;
}

// Slot 1: an entropy device. Its MSI-X capability comes first, the window to its BAR last.
constexpr std::uint32_t kSlot1 = 0xe800'8000;

std::uint32_t word(const std::string& output, std::size_t number) {
  std::uint32_t value = 0;
  CHECK(output.size() >= 4 * number + 4);
  std::memcpy(&value, output.data() + 4 * number, 4);
  return value;
}

void configuration_is_read_without_exits() {
  EventLoop idle;
  virtio::RngDevice rng(idle);
  Guest guest(join({print_word(kSlot1), store(kSlot1 + 0x10, 0xffff'ffff), print_word(kSlot1 + 0x10),
                    store(kSlot1 + 0x40, 0x8000'0000), print_word(kSlot1 + 0x40), kPowerOff}));
  guest.machine->attach(rng);
  guest.run();
  const std::string output = guest.output();
  CHECK(word(output, 0) == 0x1044'1af4);
  CHECK((word(output, 1) & ~0xfU) == ~(0x8000U - 1));  // the size of the BAR
  CHECK((word(output, 2) >> 31) == 1);                 // MSI-X is on
  CHECK(guest.machine->exits()[ExitKind::memory_write] == 2);
  const bool shown = open_kvm().check_extension(KVM_CAP_READONLY_MEM) > 0;
  CHECK(guest.machine->exits()[ExitKind::memory_read] == (shown ? 0 : 3));
  guest.machine.reset();
}

// Where the window's capability is: the last one.
std::uint32_t window_of_slot1() {
  EventLoop idle;
  virtio::RngDevice rng(idle);
  Code code;
  for (std::uint32_t at = 0; at < 0x100; at += 4) code = join({code, print_word(kSlot1 + at)});
  Guest guest(join({code, kPowerOff}));
  guest.machine->attach(rng);
  guest.run();
  const std::string space = guest.output();
  const auto byte = [&space](std::uint32_t at) { return static_cast<unsigned char>(space.at(at)); };
  std::uint32_t capability = byte(0x34);
  while (byte(capability + 1) != 0) capability = byte(capability + 1);
  CHECK(byte(capability) == 0x09 && byte(capability + 3) == 5);
  guest.machine.reset();
  return capability;
}

// The first features of the device, at 4 of the BAR, by way of the window.
void configuration_with_effects_comes_from_the_device() {
  const std::uint32_t window = kSlot1 + window_of_slot1();
  EventLoop idle;
  virtio::RngDevice rng(idle);
  Guest guest(join({store(kSlot1 + 4, 2), store(window + 8, 4), store(window + 12, 4), print_word(window + 16),
                    kPowerOff}));
  guest.machine->attach(rng);
  guest.run();
  CHECK(word(guest.output(), 0) == (virtio::kIndirectDescriptors | virtio::kEventIdx));
  CHECK(guest.machine->exits()[ExitKind::memory_read] == 1);
  guest.machine.reset();
}

void devices_have_an_end() {
  for (const auto& [transport, most] : {std::pair{Transport::pci, 31}, std::pair{Transport::mmio, 16}}) {
    EventLoop idle;
    std::vector<std::unique_ptr<virtio::RngDevice>> devices;
    Guest guest(kPowerOff, small(1, transport));
    for (int i = 0; i <= most; i++) devices.push_back(std::make_unique<virtio::RngDevice>(idle));
    for (int i = 0; i < most; i++) guest.machine->attach(*devices[static_cast<std::size_t>(i)]);
    CHECK_THROWS(Error, guest.machine->attach(*devices.back()));
    guest.run();
    CHECK(guest.events[0].kind == Kind::power_off);
    guest.machine.reset();
  }
}

void exits_are_counted() {
  Guest guest(join({out(0x80, 1), print_word(0xd800'0000), kPowerOff}));
  guest.run();
  const auto exits = guest.machine->exits();
  CHECK(exits[ExitKind::port_write] == 6 && exits[ExitKind::memory_read] == 1 && exits[ExitKind::port_read] == 0);
  CHECK(exits.caused_by_guest() == 7);
  CHECK(guest.output() == "\xff\xff\xff\xff");
  CHECK(guest.machine->first_entry_ns() > 0);
}

void bad_sizes_are_refused() {
  CHECK_THROWS(Error, Guest(kPowerOff, small(0)));
  CHECK_THROWS(Error, Guest(kPowerOff, small(100'000)));
  auto tiny = small();
  tiny.memory = 1 << 20;
  CHECK_THROWS(Error, Guest(kPowerOff, std::move(tiny)));
}

void a_machine_that_never_ran_ends() {
  const Guest never_started(kCount);
  const Guest started(kCount, small(3));
  started.machine->start();
}

}  // namespace

Suite machine_suite() {
  return {"machine",
          {{"ends have reasons", ends_have_reasons},
           {"the entry of the firmware resets", firmware_entry_resets},
           {"panics are told once", panics_are_told_once},
           {"a reset starts the guest afresh", reset_starts_afresh},
           {"many CPUs are reset together", many_cpus_reset_together},
           {"1,000 pauses", pauses_and_goes_on},
           {"overlapping calls take effect in order", overlapping_calls_take_effect_in_order},
           {"a guest that has ended does not go on", an_ended_guest_does_not_go_on},
           {"the serial port works both ways", talks_by_serial_port},
           {"devices are where they belong", devices_are_where_they_belong},
           {"configuration space is read without exits", configuration_is_read_without_exits},
           {"configuration with effects comes from the device", configuration_with_effects_comes_from_the_device},
           {"devices have an end", devices_have_an_end},
           {"exits are counted", exits_are_counted},
           {"bad sizes are refused", bad_sizes_are_refused},
           {"a machine ends at any time", a_machine_that_never_ran_ends}}};
}
