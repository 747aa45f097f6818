#include "kvm/boot/start_info.h"

#include "kvm/machine/layout.h"

namespace vmwright::boot {
namespace {

constexpr std::uint32_t kMagic = 0x336ec578;

struct StartInfo {
  std::uint32_t magic;
  std::uint32_t version;
  std::uint32_t flags;
  std::uint32_t module_count;
  std::uint64_t module_list;
  std::uint64_t command_line;
  std::uint64_t rsdp;
  std::uint64_t memory_map;
  std::uint32_t memory_map_entries;
  std::uint32_t reserved;
};
static_assert(sizeof(StartInfo) == 56);

struct Module {
  std::uint64_t address;
  std::uint64_t size;
  std::uint64_t command_line;
  std::uint64_t reserved;
};
static_assert(sizeof(Module) == 32);

struct MapEntry {
  std::uint64_t base;
  std::uint64_t size;
  std::uint32_t type;
  std::uint32_t reserved;
};
static_assert(sizeof(MapEntry) == 24);

constexpr GuestAddr kModuleList{layout::kStartInfo.value + sizeof(StartInfo)};
constexpr GuestAddr kMemoryMap{kModuleList.value + sizeof(Module)};

}  // namespace

void write_start_info(const GuestMemory& memory, std::span<const MemoryRange> map,
                      const std::optional<LoadedInitrd>& initrd) {
  StartInfo info = {
      .magic = kMagic,
      .version = 1,
      .flags = 0,
      .module_count = 0,
      .module_list = 0,
      .command_line = layout::kCommandLine.value,
      .rsdp = layout::kAcpiTables.base,
      .memory_map = kMemoryMap.value,
      .memory_map_entries = static_cast<std::uint32_t>(map.size()),
      .reserved = 0,
  };
  if (initrd) {
    info.module_count = 1;
    info.module_list = kModuleList.value;
    memory.write(kModuleList, Module{initrd->address.value, initrd->size, 0, 0});
  }
  GuestAddr at = kMemoryMap;
  for (const MemoryRange& range : map) {
    memory.write(at, MapEntry{range.base, range.size, static_cast<std::uint32_t>(range.type), 0});
    at.value += sizeof(MapEntry);
  }
  memory.write(layout::kStartInfo, info);
}

}  // namespace vmwright::boot
