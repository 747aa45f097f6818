// Small files to boot from, made in memory.
#pragma once

#include <asm/bootparam.h>
#include <elf.h>

#include <cstdint>
#include <string>

#include "kvm/boot/file.h"

namespace boot_files {

// An ELF kernel: one page of code at 1 MiB, half a page of data at 2 MiB with a page of zeros behind, and its notes.
struct ElfImage {
  Elf64_Ehdr header;
  Elf64_Phdr segments[3];
  struct {
    Elf64_Nhdr head;
    char name[4];
    std::uint32_t entry;
  } note;
  char padding[4096 - sizeof(Elf64_Ehdr) - 3 * sizeof(Elf64_Phdr) - 20];
  char code[4096];
  char data[2048];
};
static_assert(sizeof(ElfImage) == 4096 + 4096 + 2048);

constexpr std::uint64_t kCode = 0x10'0000;
constexpr std::uint64_t kData = 0x20'0000;

ElfImage elf_image();

// A bzImage: boot sector, one setup sector, a payload of 8 KiB that wants to be at 1 MiB.
struct BzImageFile {
  char before[0x1f1];
  setup_header header;
  char after[1024 - 0x1f1 - sizeof(setup_header)];
  char payload[8192];
};
static_assert(sizeof(BzImageFile) == 1024 + 8192);

BzImageFile bzimage_file();

vmwright::boot::File file_of(const std::string& bytes, std::string role = "kernel");

template <typename T>
std::string bytes_of(const T& image) {
  return {reinterpret_cast<const char*>(&image), sizeof image};
}

}  // namespace boot_files
