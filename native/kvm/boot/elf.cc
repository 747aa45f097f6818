#include "kvm/boot/elf.h"

#include <elf.h>

#include <cstring>
#include <limits>
#include <optional>

namespace vmwright::boot {
namespace {

// Far more than any kernel has; bounds what a broken file makes us read.
constexpr unsigned kMaxSegments = 64;
constexpr std::uint64_t kMaxNotes = 64 << 10;
// Xen's public/elfnote.h: the 32-bit physical entry of PVH.
constexpr std::uint32_t kXenPhys32Entry = 18;

Elf64_Ehdr read_header(const File& file) {
  const auto header = file.read<Elf64_Ehdr>(0);
  if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_ident[EI_DATA] != ELFDATA2LSB ||
      header.e_machine != EM_X86_64) {
    file.invalid("it is not an x86-64 kernel");
  }
  if (header.e_phentsize != sizeof(Elf64_Phdr) || header.e_phnum == 0 || header.e_phnum > kMaxSegments) {
    file.invalid("its program header table is broken");
  }
  return header;
}

std::vector<Elf64_Phdr> read_program_headers(const File& file, const Elf64_Ehdr& header) {
  std::vector<Elf64_Phdr> headers(header.e_phnum);
  const auto bytes = std::as_writable_bytes(std::span(headers));
  if (!file.contains(header.e_phoff, bytes.size())) file.invalid("the file is truncated");
  file.read(header.e_phoff, bytes);
  return headers;
}

ElfSegment check_segment(const File& file, const Elf64_Phdr& header) {
  if (!file.contains(header.p_offset, header.p_filesz)) file.invalid("the file is truncated");
  if (header.p_filesz > header.p_memsz) file.invalid("a segment is larger in the file than in memory");
  if (header.p_memsz > std::numeric_limits<std::uint64_t>::max() - header.p_paddr) {
    file.invalid("a segment wraps around the address space");
  }
  return {header.p_offset, header.p_filesz, header.p_paddr, header.p_memsz, (header.p_flags & PF_W) != 0};
}

// Notes are a name and a descriptor, each padded to 4 bytes.
std::uint64_t padded(std::uint32_t size) { return (std::uint64_t{size} + 3) & ~std::uint64_t{3}; }

std::optional<std::uint32_t> find_entry(std::span<const std::byte> notes) {
  while (notes.size() >= sizeof(Elf64_Nhdr)) {
    Elf64_Nhdr note;
    std::memcpy(&note, notes.data(), sizeof note);
    const std::uint64_t name_room = padded(note.n_namesz);
    const std::uint64_t whole = sizeof note + name_room + padded(note.n_descsz);
    if (whole > notes.size()) return std::nullopt;
    const std::byte* name = notes.data() + sizeof note;
    const bool from_xen = note.n_namesz == 4 && std::memcmp(name, "Xen", 4) == 0;
    if (from_xen && note.n_type == kXenPhys32Entry && note.n_descsz >= sizeof(std::uint32_t)) {
      std::uint32_t entry;
      std::memcpy(&entry, name + name_room, sizeof entry);
      return entry;
    }
    notes = notes.subspan(whole);
  }
  return std::nullopt;
}

std::optional<std::uint32_t> read_entry(const File& file, const Elf64_Phdr& header) {
  if (!file.contains(header.p_offset, header.p_filesz)) file.invalid("the file is truncated");
  if (header.p_filesz > kMaxNotes) file.invalid("its notes are too large");
  std::vector<std::byte> notes(header.p_filesz);
  file.read(header.p_offset, notes);
  return find_entry(notes);
}

}  // namespace

bool is_elf(const File& file) {
  return file.size() >= SELFMAG && std::memcmp(file.read<std::array<char, SELFMAG>>(0).data(), ELFMAG, SELFMAG) == 0;
}

ElfKernel parse_elf(const File& file) {
  ElfKernel kernel{};
  std::optional<std::uint32_t> entry;
  for (const Elf64_Phdr& header : read_program_headers(file, read_header(file))) {
    if (header.p_type == PT_LOAD && header.p_memsz > 0) kernel.segments.push_back(check_segment(file, header));
    if (header.p_type == PT_NOTE && !entry) entry = read_entry(file, header);
  }
  if (kernel.segments.empty()) file.invalid("it has nothing to load");
  if (!entry) file.invalid("it has no PVH entry point; use a kernel with CONFIG_PVH=y, or its bzImage");
  kernel.pvh_entry = *entry;
  return kernel;
}

}  // namespace vmwright::boot
