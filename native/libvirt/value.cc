#include "libvirt/value.h"

#include <cstdlib>

namespace vmwright::libvirt {

Value text_or_null(const char* text) {
  if (text == nullptr) return nullptr;
  return std::string(text);
}

Value take_text(char* text) {
  const std::unique_ptr<char, decltype(&std::free)> owner(text, std::free);
  return text_or_null(text);
}

Value cpu_numbers(const unsigned char* map, int length) {
  Value::List cpus;
  for (int cpu = 0; map != nullptr && cpu < length * 8; cpu++) {
    if ((map[cpu / 8] & (1u << (cpu % 8))) != 0) cpus.emplace_back(static_cast<double>(cpu));
  }
  return cpus;
}

}  // namespace vmwright::libvirt
