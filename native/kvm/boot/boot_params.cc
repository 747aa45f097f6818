#include "kvm/boot/boot_params.h"

#include "kvm/machine/layout.h"

namespace vmwright::boot {
namespace {

constexpr std::uint8_t kUndefinedLoader = 0xff;

}  // namespace

void write_boot_params(const GuestMemory& memory, const BzImage& image, std::span<const MemoryRange> map,
                       const std::optional<LoadedInitrd>& initrd, std::size_t command_line_size) {
  boot_params params{};
  params.hdr = image.header;
  params.hdr.type_of_loader = kUndefinedLoader;
  params.hdr.loadflags |= LOADED_HIGH;
  params.hdr.code32_start = static_cast<std::uint32_t>(image.load_address);
  params.hdr.cmd_line_ptr = static_cast<std::uint32_t>(layout::kCommandLine.value);
  params.hdr.cmdline_size = static_cast<std::uint32_t>(command_line_size);
  if (initrd) {
    params.hdr.ramdisk_image = static_cast<std::uint32_t>(initrd->address.value);
    params.hdr.ramdisk_size = static_cast<std::uint32_t>(initrd->size);
  }
  params.acpi_rsdp_addr = layout::kAcpiTables.base;
  params.e820_entries = static_cast<std::uint8_t>(map.size());
  for (std::size_t i = 0; i < map.size(); i++) {
    params.e820_table[i] = {map[i].base, map[i].size, static_cast<std::uint32_t>(map[i].type)};
  }
  memory.write(layout::kBootParams, params);
}

}  // namespace vmwright::boot
