// vmwright-probe: the report as JSON on standard output, for hosts reached over ssh.
// Exit code 0 when KVM is usable, 1 when it is not, 2 for a wrong command line.
#include <unistd.h>

#include <charconv>
#include <cstring>
#include <exception>

#include "kvm/probe/probe.h"

namespace {

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(fd, text.data(), text.size());
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

int usage() {
  write_all(STDERR_FILENO, "usage: vmwright-probe [DEVICE [LIMIT_MS]]\n");
  return 2;
}

bool parse_limit(const char* text, std::chrono::milliseconds& limit) {
  int value = 0;
  const char* end = text + std::strlen(text);
  const auto [rest, error] = std::from_chars(text, end, value);
  if (error != std::errc() || rest != end || value < 1 || value > 60'000) return false;
  limit = std::chrono::milliseconds(value);
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  vmwright::probe::Config config;
  if (argc > 3) return usage();
  if (argc > 1) config.device = argv[1];
  if (argc > 2 && !parse_limit(argv[2], config.limit)) return usage();
  try {
    const auto report = vmwright::probe::run_probe(config);
    if (!write_all(STDOUT_FILENO, vmwright::probe::to_json(report) + "\n")) return 2;
    return report.usable ? 0 : 1;
  } catch (const std::exception& error) {
    write_all(STDERR_FILENO, std::string("vmwright-probe: ") + error.what() + "\n");
    return 2;
  }
}
