// vmwright-toolstack: runs one VM of this Xen host, as vmwright-vmm does on KVM. docs/toolstack.md describes it.
#include <signal.h>
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
#include "toolstack/config.h"
#include "toolstack/core_dump.h"
#include "toolstack/device_model_process.h"
#include "toolstack/foreign.h"
#include "toolstack/guard.h"
#include "toolstack/hotplug.h"
#include "toolstack/network_helper.h"
#include "toolstack/start_error.h"
#include "toolstack/version.h"
#include "toolstack/vm.h"

namespace {

using namespace vmwright;

constexpr std::size_t kMaxConfig = 1 << 20;
constexpr int kFailed = 1;
constexpr int kUsage = 2;

constexpr const char* kHelp =
    "usage: vmwright-toolstack --config-fd N\n"
    "Runs one VM on Xen. Descriptor N gives its configuration as JSON; standard input and output are QMP.\n"
    "       vmwright-toolstack --list\n"
    "Tells of every domain, one a line, as JSON.\n"
    "       vmwright-toolstack --control UUID\n"
    "QMP for a domain that another program made.\n"
    "       vmwright-toolstack --user-network SOCKET\n"
    "Carries frames between passt and the interface whose name it reads, for a domain of libvirt.\n"
    "       vmwright-toolstack --version\n";

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

toolstack::Config read_config(int fd) {
  const Fd file(fd);
  return toolstack::parse_config(read_all(file));
}

template <typename Work>
int told(const Work& work) {
  try {
    return work();
  } catch (const Error& error) {
    return fail(toolstack::start_error_code(error), error.what());
  } catch (const JsonError& error) {
    return fail("ENGINE_FAILED", error.what());
  } catch (const std::exception& error) {
    return fail("INTERNAL", error.what());
  }
}

int run(int config_fd) {
  return told([config_fd] { return toolstack::Vm(read_config(config_fd)).run(); });
}

int guard(const char* uuid) {
  try {
    return toolstack::run_guard(uuid);
  } catch (const std::exception&) {
    return kFailed;  // nobody listens
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
  signal(SIGPIPE, SIG_IGN);
  const std::string_view option = argc > 1 ? argv[1] : "";
  if (argc == 2 && option == "--version") return std::puts(toolstack::kVersion) < 0 ? kFailed : 0;
  if (argc == 2 && option == "--help") return std::fputs(kHelp, stdout) < 0 ? kFailed : 0;
  if (toolstack::is_hotplug_action(option)) return toolstack::run_hotplug(option);
  if (argc == 3 && option == "--guard") return guard(argv[2]);
  if (argc == 4 && option == "--dump-core") return toolstack::run_core_dump(argv[2], argv[3]);
  if (argc > 3 && option == toolstack::kRunDeviceModel) return toolstack::run_device_model(argv + 2);
  if (argc == 2 && option == "--list") return told(&toolstack::list_domains);
  if (argc == 3 && option == "--user-network") return told([argv] { return toolstack::run_network_helper(argv[2]); });
  if (argc == 3 && option == "--control") return told([argv] { return toolstack::control_domain(argv[2]); });
  const std::optional<int> fd = argc == 3 && option == "--config-fd" ? parse_fd(argv[2]) : std::nullopt;
  if (fd) return run(*fd);
  std::fputs(kHelp, stderr);
  return kUsage;
}
