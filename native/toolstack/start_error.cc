#include "toolstack/start_error.h"

#include <string_view>

namespace vmwright::toolstack {
namespace {

struct Meaning {
  std::string_view words;
  const char* code;
};

// Parts of messages of libxl and libxenguest that did not change from 4.17 to 4.22.
constexpr Meaning kMeanings[] = {
    {"already exists", "VM_NAME_TAKEN"},
    {"could not find kernel image", "IMAGE_INVALID"},
    {"xc_dom_parse_image", "IMAGE_INVALID"},
    {"no loader found", "IMAGE_INVALID"},
    {"panic: xc_dom_bzimageloader", "IMAGE_INVALID"},
    {"Cannot allocate memory", "MEMORY_FULL"},
    {"unable to reserve memory", "MEMORY_FULL"},
    {"failed to claim", "MEMORY_FULL"},
    {"failed to stat", "DISK_UNREADABLE"},
    {"device model is not executable", "ENGINE_UNAVAILABLE"},
};

}  // namespace

std::string start_error_code(const Error& error) {
  const std::string_view said = error.what();
  if (error.code() != "ENGINE_FAILED") return error.code();
  for (const Meaning& meaning : kMeanings)
    if (said.find(meaning.words) != std::string_view::npos) return meaning.code;
  return error.code();
}

}  // namespace vmwright::toolstack
