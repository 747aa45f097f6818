// Xen's dump-core format, read back the way crash(8) does: sections by name, notes by type, pages by the table of frames.
#include "toolstack/core_file.h"

#include <elf.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/fd.h"
#include "check.h"

namespace {

using namespace vmwright;
using namespace vmwright::toolstack;

constexpr std::size_t kContext = 5168;

struct ReadFile {
  explicit ReadFile(int fd) {
    struct stat status{};
    CHECK(fstat(fd, &status) == 0);
    bytes.resize(static_cast<std::size_t>(status.st_size));
    CHECK(pread(fd, bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size()));
    blocks = status.st_blocks;
  }

  template <typename Type>
  Type at(std::uint64_t offset) const {
    CHECK(offset + sizeof(Type) <= bytes.size());
    Type value;
    std::memcpy(&value, bytes.data() + offset, sizeof value);
    return value;
  }

  Elf64_Shdr section(const std::string& name) const {
    const auto header = at<Elf64_Ehdr>(0);
    const auto names = at<Elf64_Shdr>(header.e_shoff + header.e_shstrndx * sizeof(Elf64_Shdr));
    for (unsigned i = 0; i < header.e_shnum; i++) {
      const auto one = at<Elf64_Shdr>(header.e_shoff + i * sizeof(Elf64_Shdr));
      if (name == bytes.data() + names.sh_offset + one.sh_name) return one;
    }
    throw CheckFailed("no section " + name);
  }

  // Where the description of this note begins.
  std::uint64_t note(std::uint32_t type) const {
    const Elf64_Shdr notes = section(".note.Xen");
    for (std::uint64_t offset = notes.sh_offset; offset < notes.sh_offset + notes.sh_size;) {
      const auto one = at<Elf64_Nhdr>(offset);
      CHECK(one.n_namesz == 4 && std::strcmp(bytes.data() + offset + sizeof one, "Xen") == 0);
      if (one.n_type == type) return offset + sizeof one + 4;
      offset += sizeof one + 4 + one.n_descsz;
    }
    throw CheckFailed("no such note");
  }

  std::vector<char> bytes;
  blkcnt_t blocks = 0;
};

Fd memory_file() {
  Fd fd(memfd_create("core", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  CHECK(fd.get() >= 0);
  return fd;
}

std::vector<std::byte> pages_of(const std::string& letters) {
  std::vector<std::byte> pages;
  for (const char letter : letters) pages.insert(pages.end(), kPageSize, std::byte(letter == '0' ? 0 : letter));
  return pages;
}

void sections_and_notes() {
  const Fd fd = memory_file();
  const std::vector<std::byte> contexts(2 * kContext, std::byte{7});
  const CoreFile file(fd.get(), "core", {.xen = {.major_version = 4, .minor_version = 17}, .vcpus = 2, .contexts = contexts, .pages = 3});
  file.write_pages(0, pages_of("abc"));
  const std::vector<std::uint64_t> frames = {0, 1, 0xfeff8};
  file.finish(frames);
  const ReadFile read(fd.get());
  const auto header = read.at<Elf64_Ehdr>(0);
  CHECK(std::memcmp(header.e_ident, ELFMAG, SELFMAG) == 0 && header.e_ident[EI_CLASS] == ELFCLASS64);
  CHECK(header.e_type == ET_CORE && header.e_machine == EM_X86_64 && header.e_phnum == 0 && header.e_shnum == 6);
  CHECK(read.section(".xen_prstatus").sh_size == 2 * kContext && read.section(".xen_prstatus").sh_entsize == kContext);
  CHECK(read.bytes[read.section(".xen_prstatus").sh_offset + 2 * kContext - 1] == 7);
  CHECK(read.section(".note.Xen").sh_type == SHT_NOTE);
  const std::uint64_t about = read.note(0x2000001);
  CHECK(read.at<std::uint64_t>(about) == 0xF00FEBEE && read.at<std::uint64_t>(about + 8) == 2);
  CHECK(read.at<std::uint64_t>(about + 16) == 3 && read.at<std::uint64_t>(about + 24) == kPageSize);
  CHECK(read.at<std::uint64_t>(read.note(0x2000002)) == 4 && read.at<std::uint64_t>(read.note(0x2000002) + 8) == 17);
  CHECK(read.at<std::uint64_t>(read.note(0x2000003)) == 1);
  const Elf64_Shdr pages = read.section(".xen_pages");
  CHECK(pages.sh_offset % kPageSize == 0 && pages.sh_size == 3 * kPageSize);
  CHECK(read.bytes[pages.sh_offset] == 'a' && read.bytes[pages.sh_offset + 3 * kPageSize - 1] == 'c');
  const Elf64_Shdr table = read.section(".xen_pfn");
  CHECK(table.sh_size == 3 * sizeof(std::uint64_t) && read.at<std::uint64_t>(table.sh_offset + 16) == 0xfeff8);
}

void zero_pages_are_holes() {
  const Fd fd = memory_file();
  const std::vector<std::byte> contexts(kContext);
  const std::string letters = "0a00bc" + std::string(1000, '0') + "d";
  const CoreFile file(fd.get(), "core", {.xen = {}, .vcpus = 1, .contexts = contexts, .pages = letters.size()});
  file.write_pages(0, pages_of(letters.substr(0, 6)));
  file.write_pages(6, pages_of(letters.substr(6)));
  file.finish(std::vector<std::uint64_t>(letters.size()));
  const ReadFile read(fd.get());
  const std::uint64_t pages = read.section(".xen_pages").sh_offset;
  for (std::size_t i = 0; i < letters.size(); i++) {
    const char expected = letters[i] == '0' ? '\0' : letters[i];
    CHECK(read.bytes[pages + i * kPageSize] == expected && read.bytes[pages + (i + 1) * kPageSize - 1] == expected);
  }
  CHECK(read.blocks * 512 < 40 * 4096);
}

void says_what_it_could_not_write() {
  const Fd fd = memory_file();
  const CoreFacts facts = {.xen = {}, .vcpus = 0, .contexts = {}, .pages = 1};
  CHECK(fcntl(fd.get(), F_ADD_SEALS, F_SEAL_GROW | F_SEAL_WRITE) == 0);
  CHECK_THROWS(Error, CoreFile(fd.get(), "core", facts));
}

}  // namespace

Suite core_file_suite() {
  return {"core_file",
          {
              {"has the sections and notes of the format", sections_and_notes},
              {"leaves holes for pages of zeroes", zero_pages_are_holes},
              {"tells a failed write", says_what_it_could_not_write},
          }};
}
