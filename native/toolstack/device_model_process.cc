#include "toolstack/device_model_process.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>

#include "base/error.h"
#include "toolstack/domains.h"

namespace vmwright::toolstack {
namespace {

constexpr std::uint64_t kMiB = 1 << 20;

std::string found_program(const std::string& release) {
  for (const std::string& path : {std::string("/usr/libexec/xen-qemu-system-i386"), "/usr/lib/xen-" + release + "/bin/qemu-system-i386",
                                  std::string("/usr/lib/xen/bin/qemu-system-i386"), std::string("/usr/libexec/xen/bin/qemu-system-i386")})
    if (access(path.c_str(), X_OK) == 0) return path;
  throw Error("ENGINE_FAILED", "the host has no device model for Xen, which serves disks in files: apt-get install qemu-system-xen");
}

// A socket of the monitor, where libxenlight and xentop look for it.
void add_monitor(std::vector<std::string>& words, const std::string& id, xen::abi::Domid domid) {
  const std::string name = id == "libxl-cmd" ? "qmp-libxl-" : "qmp-libxenstat-";
  words.insert(words.end(), {"-chardev", "socket,id=" + id + ",path=/var/run/xen/" + name + std::to_string(domid) + ",server=on,wait=off",
                             "-mon", "chardev=" + id + ",mode=control"});
}

bool may_run() {
  char word = 0;
  for (;;) {
    const ssize_t count = read(STDIN_FILENO, &word, 1);
    if (count < 0 && errno == EINTR) continue;
    return count == 1 && word == kModelMayRun;
  }
}

}  // namespace

ModelProgram model_program(const JsonValue& domain, const std::string& release, std::uint64_t memory) {
  const JsonValue none;
  const JsonValue* build = member(domain, "b_info");
  const JsonValue* create = member(domain, "c_info");
  if (build == nullptr) build = &none;
  if (create == nullptr) create = &none;
  for (const char* key : {"dm_restrict", "device_model_user"})
    if (member(*build, key) != nullptr && text(*build, key) != "False")
      throw Error("ENGINE_FAILED", std::string("the VM's device model is to have libxl.b_info.") + key +
                                       ", so it must start with the VM: give createVm a disk in a file");
  const std::string wanted = text(*build, "device_model");
  return {.path = wanted.empty() ? found_program(release) : wanted, .name = text(*create, "name"), .memory_mib = memory / kMiB};
}

std::vector<std::string> device_model_words(const ModelProgram& program, xen::abi::Domid domid) {
  std::vector<std::string> words = {kRunDeviceModel, "/var/log/xen/qemu-dm-" + program.name + ".log", program.path,
                                    "-xen-domid", std::to_string(domid), "-no-shutdown"};
  add_monitor(words, "libxl-cmd", domid);
  add_monitor(words, "libxenstat-cmd", domid);
  words.insert(words.end(), {"-nodefaults", "-no-user-config", "-xen-attach", "-name", program.name, "-vnc", "none", "-display", "none",
                             "-machine", "xenpv", "-m", std::to_string(program.memory_mib)});
  return words;
}

int run_device_model(char* const* words) {
  const int pid = getpid();
  if (write(STDOUT_FILENO, &pid, sizeof pid) != sizeof pid || !may_run()) return 1;
  const int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
  const int log = open(words[0], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  dup2(null, STDIN_FILENO);
  dup2(log < 0 ? STDERR_FILENO : log, STDOUT_FILENO);
  dup2(STDOUT_FILENO, STDERR_FILENO);
  signal(SIGPIPE, SIG_DFL);
  // As libxenlight does: a guest's console must not fill the host's memory (XSA-180).
  setenv("XEN_QEMU_CONSOLE_LIMIT", "1048576", 1);
  execv(words[1], words + 1);
  return 1;
}

}  // namespace vmwright::toolstack
