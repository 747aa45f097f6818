#include "vmm/jail/jail.h"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <string_view>

#include "base/error.h"
#include "vmm/jail/capabilities.h"
#include "vmm/jail/empty_root.h"

namespace vmwright::jail {
namespace {

// Ends as the child ended, so that its status is ours.
[[noreturn]] void follow(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFSIGNALED(status)) {
    prctl(PR_SET_DUMPABLE, 0);
    signal(WTERMSIG(status), SIG_DFL);
    raise(WTERMSIG(status));
  }
  _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

void write_file(int folder, const char* name, std::string_view text) {
  const Fd file(check(openat(folder, name, O_WRONLY | O_CLOEXEC), name));
  check(static_cast<int>(write(file.get(), text.data(), text.size())), name);
}

// Maps only the user itself. user_namespaces(7).
void map_ids(int proc_self, uid_t uid, gid_t gid) {
  write_file(proc_self, "setgroups", "deny");
  write_file(proc_self, "uid_map", std::to_string(uid) + " " + std::to_string(uid) + " 1");
  write_file(proc_self, "gid_map", std::to_string(gid) + " " + std::to_string(gid) + " 1");
}

// A user of its own for each VM, from a range that neither Debian's policy nor systemd gives to anybody
// (systemd's UIDS-GIDS.md). Two VMs with the same one are improbable and share no files.
uid_t random_uid() {
  std::uint32_t number = 0;
  check(static_cast<int>(getrandom(&number, sizeof number, 0)), "getrandom");
  return 0x7000'0000U | (number & 0x07ff'ffffU);
}

// A folder of /proc has a link for itself, one for its name, and one for each folder in it.
bool has_one_thread(int proc_self) {
  struct stat tasks {};
  check(fstatat(proc_self, "task", &tasks, 0), "stat /proc/self/task");
  return tasks.st_nlink <= 3;
}

// Only a process of one thread may have a user namespace of its own, and a thread that was joined counts until the kernel has
// done with it: on a busy host that takes its time. EINVAL with one thread: the kernel has no such namespaces. unshare(2).
int unshare_user(int proc_self) {
  constexpr int kTries = 10'000;
  constexpr useconds_t kPause = 1000;  // microseconds
  for (int i = 0; i < kTries; ++i) {
    const bool alone = has_one_thread(proc_self);
    const int result = unshare(CLONE_NEWUSER);
    if (result == 0 || errno != EINVAL || alone) return result;
    usleep(kPause);
  }
  return -1;
}

Fd open_proc_self() { return Fd(check(open("/proc/self", O_PATH | O_DIRECTORY | O_CLOEXEC), "open /proc/self")); }

}  // namespace

Jail::Jail() {
  report_.uid = geteuid();
  // Without root a PID namespace needs a user namespace first.
  if (geteuid() != 0 && !enter_user_namespace(open_proc_self().get())) return;
  if (!given(unshare(CLONE_NEWPID), "pid")) return;
  int ends[2];
  check(pipe2(ends, O_CLOEXEC), "pipe2");
  parent_ = Fd(ends[0]);
  Fd held_by_parent(ends[1]);
  const pid_t child = check(fork(), "fork");
  if (child != 0) follow(child);
  held_by_parent.reset();
  die_with_parent();
}

// The kernel forgets the signal when the user changes or rights come, and does not send it when the parent died before it was asked
// for; the parent's number is no help, as it is 0 from within the namespace.
void Jail::die_with_parent() const {
  if (!parent_) return;
  check(prctl(PR_SET_PDEATHSIG, SIGKILL), "prctl");
  pollfd parent = {parent_.get(), POLLIN, 0};
  if (poll(&parent, 1, 0) != 0) _exit(128 + SIGKILL);
}

bool Jail::given(int result, const char* name) {
  if (result == 0) {
    report_.namespaces.emplace_back(name);
    return true;
  }
  report_.missing.push_back({std::string(name) + " namespace", errno_name(errno)});
  return false;
}

bool Jail::enter_user_namespace(int proc_self) {
  const uid_t uid = geteuid();
  const gid_t gid = getegid();
  if (!given(unshare_user(proc_self), "user")) return false;
  check(prctl(PR_SET_DUMPABLE, 1), "prctl");  // else the files belong to root
  map_ids(proc_self, uid, gid);
  return true;
}

void Jail::become_nobody() {
  const uid_t id = random_uid();
  check(setgroups(0, nullptr), "setgroups");
  check(setresgid(id, id, id), "setresgid");
  check(setresuid(id, id, id), "setresuid");
  report_.uid = id;
}

void Jail::enter(const std::vector<std::string>& folders) {
  const Fd proc_self = open_proc_self();
  const bool as_root = geteuid() == 0;
  given(unshare(CLONE_NEWNET), "net");
  given(unshare(CLONE_NEWIPC), "ipc");
  given(unshare(CLONE_NEWUTS), "uts");
  if (given(unshare(CLONE_NEWNS), "mount")) {
    pivot_to_empty_root(folders);
    report_.empty_root = true;
  }
  if (as_root) {
    drop_bounding_set();  // afterwards only a user namespace, which has one of its own, would give the right to
    become_nobody();
    die_with_parent();
    enter_user_namespace(proc_self.get());
  }
  drop_capabilities();
  check(prctl(PR_SET_DUMPABLE, 0), "prctl");
  die_with_parent();
}

}  // namespace vmwright::jail
