// vmwright-vmm: runs one VM in this process. docs/vmm.md describes configuration and control protocol.
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/fd.h"
#include "base/json_value.h"
#include "vmm/config.h"
#include "vmm/jail/jail.h"
#include "vmm/version.h"
#include "vmm/vmm.h"

namespace {

using namespace vmwright;

constexpr std::size_t kMaxConfig = 1 << 20;
constexpr int kFailed = 1;
constexpr int kUsage = 2;

constexpr const char* kHelp =
    "usage: vmwright-vmm --config-fd N\n"
    "Runs one VM on /dev/kvm. Descriptor N gives its configuration as JSON; standard input and output are QMP.\n"
    "       vmwright-vmm --version\n";

std::int64_t monotonic_ns() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1'000'000'000 + now.tv_nsec;
}

std::string read_all(const Fd& file) {
  std::string text;
  char buffer[4096];
  ssize_t count = 0;
  while ((count = check(static_cast<int>(read(file.get(), buffer, sizeof buffer)), "read of the configuration")) > 0) {
    text.append(buffer, static_cast<std::size_t>(count));
    if (text.size() > kMaxConfig) throw Error("ENGINE_FAILED", "the configuration is longer than 1 MiB");
  }
  return text;
}

// One line for the program that started us: code and text.
int fail(std::string_view code, std::string_view text) {
  std::fprintf(stderr, "\nvmwright-fail %.*s %.*s\n", static_cast<int>(code.size()), code.data(), static_cast<int>(text.size()), text.data());
  return kFailed;
}

int run(const Fd& config_fd, std::int64_t started_ns) {
  try {
    vmm::Config config = vmm::parse_config(read_all(config_fd));
    std::optional<jail::Jail> jail;
    if (config.jail) jail.emplace();
    vmm::Vmm vmm(std::move(config), jail ? &*jail : nullptr, started_ns);
    const int status = vmm.run();
    // Everything is over; taking it down piece by piece would only take time.
    std::fflush(stderr);
    _exit(status);
  } catch (const Error& error) {
    return fail(error.code(), error.what());
  } catch (const JsonError& error) {
    return fail("ENGINE_FAILED", error.what());
  } catch (const std::exception& error) {
    return fail("INTERNAL", error.what());
  }
}

std::optional<int> parse_fd(const char* text) {
  int fd = -1;
  const char* end = text + std::strlen(text);
  const auto [parsed, error] = std::from_chars(text, end, fd);
  if (error != std::errc{} || parsed != end || fd < 0) return std::nullopt;
  return fd;
}

}  // namespace

int main(int argc, char** argv) {
  const std::int64_t started_ns = monotonic_ns();
  signal(SIGPIPE, SIG_IGN);
  const std::string_view option = argc > 1 ? argv[1] : "";
  if (argc == 2 && option == "--version") return std::puts(vmm::kVersion) < 0 ? kFailed : 0;
  if (argc == 2 && option == "--help") return std::fputs(kHelp, stdout) < 0 ? kFailed : 0;
  const std::optional<int> fd = argc == 3 && option == "--config-fd" ? parse_fd(argv[2]) : std::nullopt;
  if (fd) return run(Fd(*fd), started_ns);
  std::fputs(kHelp, stderr);
  return kUsage;
}
