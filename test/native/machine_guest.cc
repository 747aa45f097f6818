#include "machine_guest.h"

#include <algorithm>
#include <chrono>

#include "base/error.h"
#include "boot_files.h"
#include "check.h"

using namespace vmwright;

namespace machine_guest {
namespace {

constexpr std::chrono::seconds kLimit{10};

boot::BootSource source(const Code& code) {
  auto image = boot_files::elf_image();
  CHECK(code.size() <= sizeof image.code);
  std::ranges::copy(code, image.code);
  return {boot::Kernel(boot_files::file_of(boot_files::bytes_of(image))), std::nullopt, "", boot::Loading::map};
}

}  // namespace

System open_kvm() {
  try {
    return System::open("/dev/kvm");
  } catch (const Error& error) {
    throw Skipped(std::string("/dev/kvm: ") + error.what());
  }
}

Code join(std::initializer_list<Code> parts) {
  Code all;
  for (const Code& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

// mov edx, port; mov al, value; out dx, al
Code out(std::uint16_t port, std::uint8_t value) {
  return {0xba, static_cast<unsigned char>(port), static_cast<unsigned char>(port >> 8), 0, 0, 0xb0, value, 0xee};
}

// hlt; jmp back
Code halt() { return {0xf4, 0xeb, 0xfd}; }

// mov eax, [address]; mov edx, 0x3f8; four times out dx, al; shr eax, 8
Code print_word(std::uint32_t address) {
  Code code = {0xa1};
  for (int shift = 0; shift < 32; shift += 8) code.push_back(static_cast<unsigned char>(address >> shift));
  code.insert(code.end(), {0xba, 0xf8, 0x03, 0, 0});
  for (int i = 0; i < 4; i++) code.insert(code.end(), {0xee, 0xc1, 0xe8, 0x08});
  return code;
}

MachineConfig small(std::uint32_t cpus, Transport transport) {
  return {.memory = 4 << 20, .cpus = cpus, .transport = transport, .boot = source({})};
}

Guest::Guest(const Code& code, MachineConfig config) {
  config.boot = source(code);
  machine = std::make_unique<Machine>(
      open_kvm(), loop, std::move(config),
      Machine::Callbacks{.event =
                             [this](const MachineEvent& event) {
                               events.push_back(event);
                               if (event.kind != MachineEventKind::panicked) on_end(event);
                             },
                         .serial = {.output =
                                        [this](std::byte byte) {
                                          const std::lock_guard lock(mutex_);
                                          output_ += std::to_integer<char>(byte);
                                        },
                                    .drained = {}},
                         .vcpu_thread_started = {}});
}

void Guest::run() {
  bool late = false;
  loop.add_timer(kLimit, [this, &late] {
    late = true;
    loop.stop();
  });
  machine->start();
  loop.run();
  CHECK(!late);
}

std::string Guest::output() {
  const std::lock_guard lock(mutex_);
  return output_;
}

}  // namespace machine_guest
