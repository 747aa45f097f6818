#include "vmm/jail/jail.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <net/if.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <set>

#include "base/error.h"
#include "check.h"
#include "vmm/jail/seccomp.h"

using namespace vmwright;
using namespace vmwright::jail;

namespace {

// Runs `body` in a child, as what it does cannot be undone; gives back the child's wait status.
int in_child(const std::function<int()>& body) {
  const pid_t child = check(fork(), "fork");
  if (child == 0) {
    int status = 120;
    try {
      status = body();
    } catch (const std::exception& error) {
      dprintf(STDERR_FILENO, "%s\n", error.what());
    }
    _exit(status);
  }
  int status = 0;
  check(waitpid(child, &status, 0), "waitpid");
  return status;
}

bool exited_well(int status) { return WIFEXITED(status) && WEXITSTATUS(status) == 0; }

bool killed_by(int status, int signal) { return WIFSIGNALED(status) && WTERMSIG(status) == signal; }

std::set<std::string> names_in(const char* folder) {
  std::set<std::string> names;
  DIR* stream = opendir(folder);
  if (stream == nullptr) return {"unreadable"};
  while (const dirent* entry = readdir(stream)) names.insert(entry->d_name);
  closedir(stream);
  return names;
}

bool has_capability() {
  __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3] = {};
  check(static_cast<int>(syscall(SYS_capget, &header, sets)), "capget");
  return (sets[0].effective | sets[0].permitted | sets[1].effective | sets[1].permitted) != 0;
}

bool sees_only_loopback() {
  struct if_nameindex* interfaces = if_nameindex();
  if (interfaces == nullptr) return false;
  const bool alone = interfaces[0].if_index == 0 || (std::string(interfaces[0].if_name) == "lo" && interfaces[1].if_index == 0);
  if_freenameindex(interfaces);
  return alone;
}

// A number per check, so that the exit status tells which one failed.
int look_around(const Jail& jail, bool was_root) {
  if (!jail.report().missing.empty()) return 77;
  if (getpid() != 1) return 1;
  if (open("/etc/passwd", O_RDONLY) >= 0 || errno != ENOENT) return 2;
  if (names_in("/") != std::set<std::string>{".", "..", "0"}) return 3;
  if (mkdir("/x", 0700) == 0 || mkdir("/0/x", 0700) == 0) return 4;
  if (has_capability()) return 5;
  if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1 || prctl(PR_GET_DUMPABLE) != 0) return 6;
  if (!sees_only_loopback()) return 7;
  if (was_root && geteuid() < 0x7000'0000) return 8;
  return unshare(CLONE_NEWNS) == 0 ? 9 : 0;
}

int jailed(bool as_root) {
  if (!as_root && (setresgid(65534, 65534, 65534) != 0 || setresuid(65534, 65534, 65534) != 0)) return 119;
  prctl(PR_SET_DUMPABLE, 1);
  Jail jail;
  jail.enter({"/usr"});
  return look_around(jail, as_root);
}

void check_jail(bool as_root) {
  const int status = in_child([as_root] { return jailed(as_root); });
  if (WIFEXITED(status) && WEXITSTATUS(status) == 77) throw Skipped("this machine does not give every namespace");
  if (!exited_well(status)) throw CheckFailed("check " + std::to_string(WEXITSTATUS(status)) + " in the jail");
}

void holds_root() {
  if (geteuid() != 0) throw Skipped("needs root");
  check_jail(true);
}

void holds_a_user() {
  if (geteuid() != 0) throw Skipped("needs root, to become another user");
  check_jail(false);
}

// The pipe closes when the last process that holds its other end has died.
void dies_with_its_parent() {
  if (geteuid() != 0) throw Skipped("needs root");
  int ends[2];
  check(pipe(ends), "pipe");
  const pid_t parent = check(fork(), "fork");
  if (parent == 0) {
    Jail jail;
    jail.enter({});
    check(static_cast<int>(write(ends[1], "x", 1)), "write");
    for (;;) pause();
  }
  close(ends[1]);
  char byte = 0;
  CHECK(read(ends[0], &byte, 1) == 1);
  kill(parent, SIGKILL);
  CHECK(read(ends[0], &byte, 1) == 0);
  close(ends[0]);
  waitpid(parent, nullptr, 0);
}

void passes_on_how_the_child_ended() {
  if (geteuid() != 0) throw Skipped("needs root");
  CHECK(WEXITSTATUS(in_child([] {
          const Jail jail;
          return 42;
        })) == 42);
  CHECK(killed_by(in_child([] {
                    const Jail jail;
                    check(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "prctl");
                    SeccompFilter().install();
                    return 0;
                  }),
                  SIGSYS));
}

int filtered(const SeccompFilter& filter, const std::function<void()>& call) {
  return in_child([&] {
    check(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "prctl");
    filter.install();
    call();
    syscall(SYS_exit_group, 0);  // _exit() of the sanitizers does more
    return 119;
  });
}

void filters_calls() {
  SeccompFilter filter;
  filter.allow({SYS_exit_group, SYS_getppid});
  CHECK(filter.size() == 2);
  CHECK(exited_well(filtered(filter, [] { syscall(SYS_getppid); })));
  CHECK(killed_by(filtered(filter, [] { syscall(SYS_getpid); }), SIGSYS));
  // getppid of the x32 ABI
  CHECK(killed_by(filtered(filter, [] { syscall(0x4000'0000 + SYS_getppid); }), SIGSYS));
}

void filters_arguments() {
  SeccompFilter filter;
  filter.allow({SYS_exit_group}).allow_with(SYS_socket, 0, {AF_UNIX, AF_NETLINK}).allow_without(SYS_mmap, 2, PROT_EXEC);
  CHECK(exited_well(filtered(filter, [] { syscall(SYS_socket, AF_UNIX, SOCK_STREAM, 0); })));
  CHECK(exited_well(filtered(filter, [] { syscall(SYS_socket, AF_NETLINK, SOCK_RAW, 0); })));
  CHECK(killed_by(filtered(filter, [] { syscall(SYS_socket, AF_INET, SOCK_STREAM, 0); }), SIGSYS));
  const auto map = [](int protection) {
    return [protection] { syscall(SYS_mmap, nullptr, 4096, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); };
  };
  CHECK(exited_well(filtered(filter, map(PROT_READ | PROT_WRITE))));
  CHECK(killed_by(filtered(filter, map(PROT_READ | PROT_EXEC)), SIGSYS));
}

}  // namespace

Suite jail_suite() {
  return {"jail",
          {{"holds root", holds_root},
           {"holds a user", holds_a_user},
           {"dies with its parent", dies_with_its_parent},
           {"passes on how the child ended", passes_on_how_the_child_ended},
           {"filters calls", filters_calls},
           {"filters arguments", filters_arguments}}};
}
