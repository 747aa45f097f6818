#include "kvm/boot/loader.h"

#include <algorithm>
#include <string>

#include "base/error.h"
#include "boot_files.h"
#include "check.h"
#include "kvm/boot/memory_map.h"
#include "kvm/machine/layout.h"

using namespace vmwright;
using namespace boot_files;
using boot::Loading;

namespace {

constexpr std::size_t kMemory = 4 << 20;

boot::BootSource source(const std::string& kernel, const std::string& initrd = "", std::string command_line = "quiet") {
  boot::BootSource made{boot::Kernel(file_of(kernel)), std::nullopt, std::move(command_line), Loading::map};
  if (!initrd.empty()) made.initrd = file_of(initrd, "initrd");
  return made;
}

boot::BootSource elf_source(const std::string& initrd = "", std::string command_line = "quiet") {
  return source(bytes_of(elf_image()), initrd, std::move(command_line));
}

bool is(const GuestMemory& memory, std::uint64_t address, std::size_t length, char value) {
  return std::ranges::all_of(memory.slice({address}, length), [value](std::byte b) { return b == std::byte(value); });
}

std::string problem(const boot::BootSource& from, const GuestMemory& memory, const char* code) {
  try {
    boot::load(from, memory, true);
    return "";
  } catch (const Error& error) {
    CHECK(error.code() == code);
    return error.what();
  }
}

// public/arch-x86/hvm/start_info.h, by offset.
std::uint64_t start_info(const GuestMemory& memory, std::uint64_t offset) {
  return memory.read<std::uint64_t>({layout::kStartInfo.value + offset});
}

void loads_elf(Loading loading) {
  const auto memory = GuestMemory::with_device_hole(kMemory);
  auto from = elf_source(std::string(5000, 'i'));
  from.loading = loading;
  boot::load(from, memory, true);
  CHECK(is(memory, kCode, 4096, 'c'));
  CHECK(is(memory, kData, 2048, 'd'));
  CHECK(is(memory, kData + 2048, 4096, 0));
  const std::uint64_t initrd = kMemory - 8192;
  CHECK(is(memory, initrd, 5000, 'i') && is(memory, initrd + 5000, 3192, 0));
  CHECK(memory.read<std::uint32_t>(layout::kStartInfo) == 0x336ec578);
  CHECK(memory.read<std::uint32_t>({layout::kStartInfo.value + 12}) == 1);
  const std::uint64_t module = start_info(memory, 16);
  CHECK(memory.read<std::uint64_t>({module}) == initrd && memory.read<std::uint64_t>({module + 8}) == 5000);
  CHECK(start_info(memory, 24) == layout::kCommandLine.value);
  CHECK(start_info(memory, 32) == layout::kAcpiTables.base);
  CHECK(std::string(reinterpret_cast<const char*>(memory.slice(layout::kCommandLine, 6).data())) == "quiet");
}

void maps_elf() { loads_elf(Loading::map); }
void reads_elf() { loads_elf(Loading::read); }

void a_guest_does_not_change_the_file() {
  const auto from = elf_source();
  for (int boot = 0; boot < 2; boot++) {
    const auto memory = GuestMemory::with_device_hole(kMemory);
    boot::load(from, memory, true);
    CHECK(is(memory, kCode, 4096, 'c'));
    memory.write<char>({kCode}, 'X');
  }
}

void enters_by_the_protocol() {
  CHECK(std::get<boot::PvhEntry>(elf_source().kernel.entry()).address == kCode);
  const auto linux = source(bytes_of(bzimage_file()));
  CHECK(std::get<boot::LinuxEntry64>(linux.kernel.entry()).address == kCode + 0x200);
}

void loads_bzimage() {
  const auto memory = GuestMemory::with_device_hole(kMemory);
  boot::load(source(bytes_of(bzimage_file()), std::string(100, 'i')), memory, false);
  CHECK(is(memory, kCode, 8192, 'p'));
  const auto params = memory.read<boot_params>(layout::kBootParams);
  CHECK(params.hdr.ramdisk_image == kMemory - 4096 && params.hdr.ramdisk_size == 100);
  CHECK(params.hdr.type_of_loader == 0xff && params.hdr.cmd_line_ptr == layout::kCommandLine.value);
  CHECK(params.hdr.cmdline_size == 5 && params.acpi_rsdp_addr == layout::kAcpiTables.base);
  CHECK(params.e820_entries == 3);
  CHECK(params.e820_table[2].addr == 0x10'0000 && params.e820_table[2].size == kMemory - 0x10'0000);
}

void memory_too_small() {
  const auto tiny = GuestMemory::with_device_hole(0x20'0000);
  CHECK(problem(elf_source(), tiny, "MEMORY_TOO_SMALL") ==
        "the kernel needs memory up to 3 MiB, the guest has 2 MiB; pass more memory");
  const auto none = GuestMemory::with_device_hole(0x10'0000);
  CHECK(!problem(elf_source(), none, "MEMORY_TOO_SMALL").empty());
  BzImageFile big = bzimage_file();
  big.header.init_size = 0xffff'ffff;
  CHECK(!problem(source(bytes_of(big)), tiny, "MEMORY_TOO_SMALL").empty());
}

void initrd_too_large() {
  const auto memory = GuestMemory::with_device_hole(kMemory);
  CHECK(problem(elf_source(std::string(2 << 20, 'i')), memory, "MEMORY_TOO_SMALL") ==
        "the initrd of 2 MiB needs memory up to 5 MiB, the guest has 4 MiB; pass more memory");
  CHECK(!problem(elf_source(std::string(8 << 20, 'i')), memory, "MEMORY_TOO_SMALL").empty());
  BzImageFile low = bzimage_file();
  low.header.initrd_addr_max = 0x1f'ffff;
  CHECK(problem(source(bytes_of(low), std::string(2 << 20, 'i')), memory, "IMAGE_INVALID").find("below 2 MiB") !=
        std::string::npos);
}

void initrd_as_large_as_fits() {
  const auto memory = GuestMemory::with_device_hole(kMemory);
  const std::size_t most = kMemory - (kData + 2 * 4096);
  boot::load(elf_source(std::string(most, 'i')), memory, true);
  CHECK(is(memory, kMemory - most, most, 'i') && is(memory, kData, 2048, 'd'));
}

void command_lines() {
  const auto memory = GuestMemory::with_device_hole(kMemory);
  boot::load(elf_source("", std::string(2047, 'x')), memory, true);
  const auto too_long = problem(elf_source("", std::string(2048, 'x')), memory, "OPTION_INVALID");
  CHECK(too_long == "the kernel command line has 2048 bytes, the kernel takes 2047");
  CHECK(!problem(source(bytes_of(bzimage_file()), "", std::string(101, 'x')), memory, "OPTION_INVALID").empty());
  CHECK(!problem(elf_source("", std::string("a\0b", 3)), memory, "OPTION_INVALID").empty());
}

void segments_stay_off_low_memory() {
  const auto memory = GuestMemory::with_device_hole(kMemory);
  ElfImage low = elf_image();
  low.segments[0].p_paddr = 0x6000;
  CHECK(problem(source(bytes_of(low)), memory, "IMAGE_INVALID").ends_with("a segment lies below 1 MiB"));
  ElfImage lost = elf_image();
  lost.note.entry = 0xf000'0000;
  CHECK(problem(source(bytes_of(lost)), memory, "IMAGE_INVALID").ends_with("entry point is outside of memory"));
}

void no_kernel_at_all() {
  for (const std::string& bytes : {std::string(), std::string("MZ"), std::string(4096, 'x')}) {
    try {
      const boot::Kernel kernel(file_of(bytes));
      CHECK(false);
    } catch (const Error& error) {
      CHECK(error.code() == "IMAGE_INVALID");
      CHECK(std::string(error.what()) == "kernel test: it is neither an ELF vmlinux nor a bzImage");
    }
  }
}

void files_that_are_not_there() {
  try {
    boot::File::open("/nonexistent/vmlinux", "kernel");
    CHECK(false);
  } catch (const Error& error) {
    CHECK(error.code() == "IMAGE_NOT_FOUND");
  }
  try {
    boot::File::open("/", "initrd");
    CHECK(false);
  } catch (const Error& error) {
    CHECK(error.code() == "IMAGE_INVALID");
    CHECK(std::string(error.what()) == "initrd /: it is not a regular file");
  }
}

void maps_have_a_hole() {
  using boot::MemoryType;
  const auto large = GuestMemory::with_device_hole(std::size_t{5} << 30);
  const auto map = boot::memory_map(large, true);
  CHECK(map.size() == 5);
  CHECK(map[2].base + map[2].size == kDeviceHole.value);
  CHECK((map[3] == boot::MemoryRange{layout::kEcam.base, layout::kEcam.size, MemoryType::reserved}));
  CHECK((map[4] == boot::MemoryRange{kHighMemory.value, std::uint64_t{2} << 30, MemoryType::ram}));
  for (std::size_t i = 1; i < map.size(); i++) CHECK(map[i - 1].base + map[i - 1].size <= map[i].base);
  CHECK(boot::memory_map(GuestMemory::with_device_hole(kMemory), false).size() == 3);
}

}  // namespace

Suite boot_loader_suite() {
  return {"boot_loader",
          {{"an ELF kernel is mapped", maps_elf},
           {"an ELF kernel is read", reads_elf},
           {"a guest does not change the kernel's file", a_guest_does_not_change_the_file},
           {"each format has its entry", enters_by_the_protocol},
           {"a bzImage is loaded", loads_bzimage},
           {"a kernel larger than memory is refused", memory_too_small},
           {"an initrd larger than memory is refused", initrd_too_large},
           {"an initrd may fill what is left", initrd_as_large_as_fits},
           {"command lines are checked", command_lines},
           {"segments stay off low memory", segments_stay_off_low_memory},
           {"what is no kernel is refused", no_kernel_at_all},
           {"missing files have their own error", files_that_are_not_there},
           {"the memory map has a hole", maps_have_a_hole}}};
}
