// Takes from the process what it does not need once everything it works with is open: a guest that breaks out of the
// VMM finds an empty root, no network, no other process, no right and few system calls.
//
// The order is Jail(), open everything, Jail::enter(), start threads, seccomp filters.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "base/fd.h"

namespace vmwright::jail {

// What the host would not give, and why.
struct Missing {
  std::string what;  // "user namespace"
  std::string reason;
};

struct JailReport {
  std::vector<std::string> namespaces;  // user, pid, mount, net, ipc, uts
  bool empty_root = false;
  uid_t uid = 0;  // on the host
  std::vector<Missing> missing;
};

class Jail {
 public:
  // With one thread and nothing open that two processes must not share: goes on in a child that has a PID namespace of its
  // own and dies with its parent. The parent ends as the child ends. Without rights to do so the process goes on as it is.
  Jail();

  // `folders` stay reachable as /0, /1, …: where sockets are to be found later. Before threads are started.
  void enter(const std::vector<std::string>& folders);

  const JailReport& report() const noexcept { return report_; }

 private:
  // Reports what a call of unshare(2) gave or refused.
  bool given(int result, const char* name);
  bool enter_user_namespace(int proc_self);
  void become_nobody();
  void die_with_parent() const;

  JailReport report_;
  Fd parent_;  // readable when the parent has died
};

}  // namespace vmwright::jail
