#include "toolstack/core_file.h"

#include <elf.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/error.h"

namespace vmwright::toolstack {
namespace {

// XEN_ELFNOTE_DUMPCORE_…, xen/include/public/elfnote.h
constexpr std::uint32_t kNoteNone = 0x2000000;
constexpr std::uint32_t kNoteHeader = 0x2000001;
constexpr std::uint32_t kNoteXenVersion = 0x2000002;
constexpr std::uint32_t kNoteFormatVersion = 0x2000003;
constexpr std::uint64_t kMagicTranslated = 0xF00FEBEE;  // XC_CORE_MAGIC_HVM
constexpr std::uint64_t kFormatVersion = 1;             // 0.1
constexpr std::size_t kContextAlign = 8;

enum Section : std::size_t { kNull, kNames, kNotes, kVcpus, kPages, kFrames, kSections };
// In the order of Section.
constexpr const char* kSectionNames[kSections] = {"", ".shstrtab", ".note.Xen", ".xen_prstatus", ".xen_pages", ".xen_pfn"};

void append(std::string& to, const void* data, std::size_t length) { to.append(static_cast<const char*>(data), length); }

// Every description has a multiple of 4 bytes, so there is no padding.
void append_note(std::string& to, std::uint32_t type, const void* data, std::size_t length) {
  const Elf64_Nhdr note = {.n_namesz = sizeof "Xen", .n_descsz = static_cast<std::uint32_t>(length), .n_type = type};
  append(to, &note, sizeof note);
  append(to, "Xen", sizeof "Xen");
  append(to, data, length);
}

std::string notes(const CoreFacts& facts) {
  std::string text;
  const std::uint64_t header[] = {kMagicTranslated, facts.vcpus, facts.pages, kPageSize};
  append_note(text, kNoteNone, nullptr, 0);
  append_note(text, kNoteHeader, header, sizeof header);
  append_note(text, kNoteXenVersion, &facts.xen, sizeof facts.xen);
  append_note(text, kNoteFormatVersion, &kFormatVersion, sizeof kFormatVersion);
  return text;
}

Elf64_Ehdr file_header() {
  Elf64_Ehdr header{};
  std::memcpy(header.e_ident, ELFMAG, SELFMAG);
  header.e_ident[EI_CLASS] = ELFCLASS64;
  header.e_ident[EI_DATA] = ELFDATA2LSB;
  header.e_ident[EI_VERSION] = EV_CURRENT;
  header.e_type = ET_CORE;
  header.e_machine = EM_X86_64;
  header.e_version = EV_CURRENT;
  header.e_shoff = sizeof header;
  header.e_ehsize = sizeof header;
  header.e_shentsize = sizeof(Elf64_Shdr);
  header.e_shnum = kSections;
  header.e_shstrndx = kNames;
  return header;
}

// Sections with their places, names and sizes; `names` is what .shstrtab consists of.
struct Layout {
  Elf64_Shdr sections[kSections]{};
  std::string names;
  std::uint64_t end = 0;

  void place(Section section, std::uint32_t type, std::uint64_t size, std::uint64_t align, std::uint64_t entry) {
    end = (end + align - 1) / align * align;
    sections[section] = {.sh_name = static_cast<std::uint32_t>(names.size()), .sh_type = type, .sh_flags = 0, .sh_addr = 0,
                         .sh_offset = end, .sh_size = size, .sh_link = 0, .sh_info = 0, .sh_addralign = align, .sh_entsize = entry};
    append(names, kSectionNames[section], std::strlen(kSectionNames[section]) + 1);
    end += size;
  }
};

Layout layout(const CoreFacts& facts, std::size_t notes_size) {
  Layout made{.names = std::string(1, '\0'), .end = sizeof(Elf64_Ehdr) + sizeof(Elf64_Shdr) * kSections};
  const std::size_t names_size = [] {
    std::size_t size = 0;
    for (const char* name : kSectionNames) size += std::strlen(name) + 1;
    return size;
  }();
  made.place(kNames, SHT_STRTAB, names_size, 1, 0);
  made.place(kNotes, SHT_NOTE, notes_size, 4, 0);
  const std::uint64_t context = facts.vcpus == 0 ? 0 : facts.contexts.size() / facts.vcpus;
  made.place(kVcpus, SHT_PROGBITS, facts.contexts.size(), kContextAlign, context);
  made.place(kPages, SHT_PROGBITS, facts.pages * kPageSize, kPageSize, kPageSize);
  made.place(kFrames, SHT_PROGBITS, facts.pages * sizeof(std::uint64_t), sizeof(std::uint64_t), sizeof(std::uint64_t));
  return made;
}

bool is_zero(const std::byte* page) {
  return page[0] == std::byte{0} && std::memcmp(page, page + 1, kPageSize - 1) == 0;
}

}  // namespace

CoreFile::CoreFile(int fd, std::string path, const CoreFacts& facts) : fd_(fd), path_(std::move(path)) {
  const Elf64_Ehdr header = file_header();
  const std::string note = notes(facts);
  const Layout made = layout(facts, note.size());
  pages_at_ = made.sections[kPages].sh_offset;
  frames_at_ = made.sections[kFrames].sh_offset;
  write(0, &header, sizeof header);
  write(sizeof header, made.sections, sizeof made.sections);
  write(made.sections[kNames].sh_offset, made.names.data(), made.names.size());
  write(made.sections[kNotes].sh_offset, note.data(), note.size());
  write(made.sections[kVcpus].sh_offset, facts.contexts.data(), facts.contexts.size());
}

void CoreFile::write_pages(std::uint64_t index, std::span<const std::byte> pages) const {
  const std::size_t count = pages.size() / kPageSize;
  for (std::size_t first = 0; first < count; first++) {
    if (is_zero(&pages[first * kPageSize])) continue;
    std::size_t last = first + 1;
    while (last < count && !is_zero(&pages[last * kPageSize])) last++;
    write(pages_at_ + (index + first) * kPageSize, &pages[first * kPageSize], (last - first) * kPageSize);
    first = last;
  }
}

void CoreFile::finish(std::span<const std::uint64_t> frames) const {
  write(frames_at_, frames.data(), frames.size_bytes());
  if (fdatasync(fd_) < 0) throw Error("ENGINE_FAILED", "fdatasync of " + path_, errno);
}

void CoreFile::write(std::uint64_t at, const void* data, std::size_t length) const {
  const auto* bytes = static_cast<const char*>(data);
  while (length > 0) {
    const ssize_t count = pwrite(fd_, bytes, length, static_cast<off_t>(at));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == ENOSPC) throw Error("DISK_FULL", "No space left on device for " + path_);
    if (count < 0) throw Error("ENGINE_FAILED", "write of " + path_, errno);
    bytes += count;
    at += static_cast<std::uint64_t>(count);
    length -= static_cast<std::size_t>(count);
  }
}

}  // namespace vmwright::toolstack
