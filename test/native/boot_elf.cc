#include "kvm/boot/elf.h"

#include <functional>

#include "base/error.h"
#include "boot_files.h"
#include "check.h"

using namespace vmwright;
using namespace boot_files;

namespace {

boot::ElfKernel parse(const ElfImage& image) { return boot::parse_elf(file_of(bytes_of(image))); }

// What is wrong with the good image after `spoil`; empty when nothing is.
std::string problem(const std::function<void(ElfImage&)>& spoil) {
  ElfImage image = elf_image();
  spoil(image);
  try {
    parse(image);
    return "";
  } catch (const Error& error) {
    CHECK(error.code() == "IMAGE_INVALID");
    return error.what();
  }
}

void reads_segments_and_entry() {
  const auto kernel = parse(elf_image());
  CHECK(kernel.pvh_entry == kCode);
  CHECK(kernel.segments.size() == 2);
  CHECK(kernel.segments[0].offset == 4096 && kernel.segments[0].address == kCode);
  CHECK(kernel.segments[1].file_size == 2048 && kernel.segments[1].memory_size == 2048 + 4096);
}

void every_truncated_file_is_refused() {
  const std::string whole = bytes_of(elf_image());
  for (std::size_t size = 4; size < whole.size(); size++) {
    const auto file = file_of(whole.substr(0, size));
    CHECK(boot::is_elf(file));
    CHECK_THROWS(Error, boot::parse_elf(file));
  }
  for (std::size_t size = 0; size < 4; size++) CHECK(!boot::is_elf(file_of(whole.substr(0, size))));
}

void every_flipped_header_byte_is_survived() {
  const std::string whole = bytes_of(elf_image());
  for (std::size_t at = 0; at < offsetof(ElfImage, padding); at++) {
    for (const int mask : {0x01, 0x80, 0xff}) {
      std::string spoiled = whole;
      spoiled[at] = static_cast<char>(spoiled[at] ^ mask);
      try {
        const auto kernel = boot::parse_elf(file_of(spoiled));
        for (const auto& segment : kernel.segments) {
          CHECK(segment.offset + segment.file_size <= whole.size());
          CHECK(segment.address + segment.memory_size >= segment.address);
        }
      } catch (const Error& error) {
        CHECK(error.code() == "IMAGE_INVALID");
      }
    }
  }
}

void says_what_is_wrong() {
  CHECK(problem([](ElfImage& i) { i.header.e_machine = EM_AARCH64; }) ==
        "kernel test: it is not an x86-64 kernel");
  CHECK(problem([](ElfImage& i) { i.header.e_ident[EI_CLASS] = ELFCLASS32; }).ends_with("not an x86-64 kernel"));
  CHECK(problem([](ElfImage& i) { i.header.e_phnum = 0; }).ends_with("program header table is broken"));
  CHECK(problem([](ElfImage& i) { i.header.e_phnum = 65535; }).ends_with("program header table is broken"));
  CHECK(problem([](ElfImage& i) { i.header.e_phoff = UINT64_MAX; }).ends_with("the file is truncated"));
  CHECK(problem([](ElfImage& i) { i.segments[0].p_offset = UINT64_MAX - 8; }).ends_with("the file is truncated"));
  CHECK(problem([](ElfImage& i) { i.segments[0].p_memsz = 1; }).ends_with("larger in the file than in memory"));
  CHECK(problem([](ElfImage& i) { i.segments[1].p_paddr = UINT64_MAX - 1; }).ends_with("wraps around the address space"));
  CHECK(problem([](ElfImage& i) { i.segments[2].p_filesz = UINT64_MAX; }).ends_with("the file is truncated"));
  CHECK(problem([](ElfImage& i) { i.note.head.n_type = 17; }).find("no PVH entry point") != std::string::npos);
  CHECK(problem([](ElfImage& i) { i.note.head.n_namesz = 0xffff'ffff; }).find("no PVH") != std::string::npos);
  CHECK(problem([](ElfImage& i) { i.note.head.n_descsz = 0xffff'fffe; }).find("no PVH") != std::string::npos);
  CHECK(problem([](ElfImage& i) { i.segments[0].p_type = i.segments[1].p_type = PT_NULL; }).ends_with("nothing to load"));
}

}  // namespace

Suite boot_elf_suite() {
  return {"boot_elf",
          {{"segments and entry are read", reads_segments_and_entry},
           {"every truncated file is refused", every_truncated_file_is_refused},
           {"every flipped header byte is survived", every_flipped_header_byte_is_survived},
           {"errors say what is wrong", says_what_is_wrong}}};
}
