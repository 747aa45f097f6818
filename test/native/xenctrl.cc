// What works without Xen: the reasons why the rest does not.
#include "base/error.h"
#include "check.h"
#include "xenctrl/cpu_map.h"
#include "xenctrl/log.h"
#include "xenctrl/release.h"
#include "xenctrl/session.h"

#include <dlfcn.h>
#include <stdlib.h>

#include <cstdarg>
#include <filesystem>
#include <fstream>

using namespace vmwright;

namespace {

// /sys/hypervisor of a guest of that release.
class FakeHypervisor {
 public:
  FakeHypervisor(int major, int minor) {
    char name[] = "/tmp/vmwright-xenctrl-XXXXXX";
    CHECK(mkdtemp(name) != nullptr);
    path_ = name;
    std::filesystem::create_directory(path_ + "/version");
    std::ofstream(path_ + "/type") << "xen\n";
    std::ofstream(path_ + "/version/major") << major << '\n';
    std::ofstream(path_ + "/version/minor") << minor << '\n';
    std::ofstream(path_ + "/version/extra") << ".0\n";
  }
  ~FakeHypervisor() { std::filesystem::remove_all(path_); }

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string reason(const std::string& sysfs) {
  try {
    xenctrl::Session session(sysfs);
  } catch (const Error& error) {
    CHECK(error.code() == "ENGINE_UNAVAILABLE");
    return error.what();
  }
  return "";
}

void knows_the_releases() {
  CHECK(xenctrl::release_of({4, 17, ".7"}).domctl == 0x15);
  CHECK(xenctrl::release_of({4, 22, ""}).sysctl == 0x16);
  CHECK_THROWS(Error, xenctrl::release_of({4, 16, ""}));
  CHECK_THROWS(Error, xenctrl::release_of({5, 17, ""}));
}

void refuses_with_a_reason() {
  CHECK(reason("/nowhere") == "the host does not run under Xen");
  CHECK(reason(FakeHypervisor(4, 16).path()) == "the control interface of Xen 4.16 is not known, only those of 4.17 to 4.22");
}

void needs_the_library_of_the_release() {
  void* library = dlopen("libxenctrl.so.4.22", RTLD_NOW);
  if (library != nullptr) throw Skipped("Xen 4.22 is installed here");
  CHECK(reason(FakeHypervisor(4, 22).path()).starts_with("cannot load libxenctrl.so.4.22: "));
}

void needs_the_hypervisor() {
  if (std::filesystem::exists("/dev/xen/privcmd")) throw Skipped("Xen runs here");
  if (dlopen("libxenctrl.so.4.17", RTLD_NOW) == nullptr) throw Skipped("libxenctrl 4.17 is not installed");
  const std::string why = reason(FakeHypervisor(4, 17).path());
  CHECK(why.starts_with("Xen cannot be controlled from here: "));
  CHECK(why.find("privileged command interface: No such file") != std::string::npos);  // in the library's own words
}

void log(xenctrl::Log& log, int level, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  log.logger()->vmessage(log.logger(), level, 2, "xc", format, arguments);
  va_end(arguments);
}

void keeps_the_last_error_of_the_library() {
  xenctrl::Log lines;
  log(lines, xenctrl::abi::kLogError, "cannot %s", "map");
  log(lines, xenctrl::abi::kLogError - 1, "only a warning");
  CHECK(lines.last() == "cannot map: No such file or directory");
  lines.clear();
  CHECK(lines.last().empty());
}

void tells_the_cpus_of_a_map() {
  CHECK(xenctrl::cpus_of({0x05, 0x80}) == (std::vector<std::uint32_t>{0, 2, 15}));
  CHECK(xenctrl::cpus_of(xenctrl::CpuMap{}).empty());
}

}  // namespace

Suite xenctrl_suite() {
  return {"xenctrl",
          {
              {"knows the releases", knows_the_releases},
              {"refuses with a reason", refuses_with_a_reason},
              {"needs the library of the release", needs_the_library_of_the_release},
              {"needs the hypervisor", needs_the_hypervisor},
              {"keeps the last error of the library", keeps_the_last_error_of_the_library},
              {"tells the CPUs of a map", tells_the_cpus_of_a_map},
          }};
}
