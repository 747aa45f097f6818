#include "boot_files.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstring>
#include <utility>

#include "base/error.h"

namespace boot_files {
namespace {

Elf64_Phdr load(std::uint64_t offset, std::uint64_t file_size, std::uint64_t address, std::uint64_t memory_size) {
  return {.p_type = PT_LOAD, .p_flags = 7, .p_offset = offset, .p_vaddr = 0, .p_paddr = address,
          .p_filesz = file_size, .p_memsz = memory_size, .p_align = 4096};
}

}  // namespace

ElfImage elf_image() {
  ElfImage image{};
  std::memcpy(image.header.e_ident, ELFMAG, SELFMAG);
  image.header.e_ident[EI_CLASS] = ELFCLASS64;
  image.header.e_ident[EI_DATA] = ELFDATA2LSB;
  image.header.e_type = ET_EXEC;
  image.header.e_machine = EM_X86_64;
  image.header.e_phoff = offsetof(ElfImage, segments);
  image.header.e_phentsize = sizeof(Elf64_Phdr);
  image.header.e_phnum = 3;
  image.segments[0] = load(offsetof(ElfImage, code), sizeof image.code, kCode, sizeof image.code);
  image.segments[1] = load(offsetof(ElfImage, data), sizeof image.data, kData, sizeof image.data + 4096);
  image.segments[2] = {.p_type = PT_NOTE, .p_flags = 4, .p_offset = offsetof(ElfImage, note), .p_vaddr = 0,
                       .p_paddr = 0, .p_filesz = sizeof image.note, .p_memsz = sizeof image.note, .p_align = 4};
  image.note = {.head = {.n_namesz = 4, .n_descsz = 4, .n_type = 18}, .name = {'X', 'e', 'n', 0},
                .entry = static_cast<std::uint32_t>(kCode)};
  std::memset(image.code, 'c', sizeof image.code);
  std::memset(image.data, 'd', sizeof image.data);
  return image;
}

BzImageFile bzimage_file() {
  BzImageFile file{};
  file.header.setup_sects = 1;
  file.header.syssize = sizeof file.payload / 16;
  file.header.boot_flag = 0xaa55;
  file.header.header = 0x53726448;
  file.header.version = 0x020f;
  file.header.xloadflags = XLF_KERNEL_64;
  file.header.initrd_addr_max = 0x7fff'ffff;
  file.header.cmdline_size = 100;
  file.header.pref_address = kCode;
  file.header.init_size = 64 << 10;
  std::memset(file.payload, 'p', sizeof file.payload);
  return file;
}

vmwright::boot::File file_of(const std::string& bytes, std::string role) {
  vmwright::Fd fd(vmwright::check(memfd_create("boot", MFD_CLOEXEC), "memfd_create"));
  if (write(fd.get(), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) {
    throw std::runtime_error("cannot write a test file");
  }
  return {std::move(fd), "test", std::move(role)};
}

}  // namespace boot_files
