#include "kvm/boot/bzimage.h"

#include <functional>

#include "base/error.h"
#include "boot_files.h"
#include "check.h"
#include "kvm/guest_memory.h"

using namespace vmwright;
using namespace boot_files;

namespace {

std::string problem(const std::function<void(BzImageFile&)>& spoil) {
  BzImageFile image = bzimage_file();
  spoil(image);
  try {
    boot::parse_bzimage(file_of(bytes_of(image)));
    return "";
  } catch (const Error& error) {
    CHECK(error.code() == "IMAGE_INVALID");
    return error.what();
  }
}

void reads_the_header() {
  const auto file = file_of(bytes_of(bzimage_file()));
  CHECK(boot::is_bzimage(file));
  const auto image = boot::parse_bzimage(file);
  CHECK(image.payload_offset == 1024 && image.payload_size == 8192);
  CHECK(image.load_address == kCode && image.entry == kCode + 0x200);
  CHECK(image.memory_size == 64 << 10);
}

void every_truncated_file_is_refused() {
  const std::string whole = bytes_of(bzimage_file());
  for (std::size_t size = 0; size < whole.size(); size++) {
    const auto file = file_of(whole.substr(0, size));
    if (boot::is_bzimage(file)) CHECK_THROWS(Error, boot::parse_bzimage(file));
  }
}

void every_flipped_header_byte_is_survived() {
  const std::string whole = bytes_of(bzimage_file());
  for (std::size_t at = 0x1f1; at < 0x1f1 + sizeof(setup_header); at++) {
    std::string spoiled = whole;
    spoiled[at] = static_cast<char>(~spoiled[at]);
    const auto file = file_of(spoiled);
    if (!boot::is_bzimage(file)) continue;
    try {
      const auto image = boot::parse_bzimage(file);
      CHECK(image.payload_offset + image.payload_size == whole.size());
      CHECK(image.load_address >= 0x10'0000 && image.load_address < kDeviceHole.value);
    } catch (const Error& error) {
      CHECK(error.code() == "IMAGE_INVALID");
    }
  }
}

void says_what_is_wrong() {
  CHECK(problem([](BzImageFile& f) { f.header.version = 0x020b; }).find("64-bit mode") != std::string::npos);
  CHECK(problem([](BzImageFile& f) { f.header.xloadflags = 0; }).find("64-bit mode") != std::string::npos);
  CHECK(problem([](BzImageFile& f) { f.header.syssize = 0; }).ends_with("the file is truncated"));
  CHECK(problem([](BzImageFile& f) { f.header.syssize = 0xffff'ffff; }).ends_with("the file is truncated"));
  CHECK(problem([](BzImageFile& f) { f.header.setup_sects = 0; }).ends_with("the file is truncated"));
  CHECK(problem([](BzImageFile& f) { f.header.pref_address = 0; }).ends_with("load address is out of range"));
  CHECK(problem([](BzImageFile& f) { f.header.pref_address = UINT64_MAX; }).ends_with("load address is out of range"));
}

}  // namespace

Suite boot_bzimage_suite() {
  return {"boot_bzimage",
          {{"the header is read", reads_the_header},
           {"every truncated file is refused", every_truncated_file_is_refused},
           {"every flipped header byte is survived", every_flipped_header_byte_is_survived},
           {"errors say what is wrong", says_what_is_wrong}}};
}
