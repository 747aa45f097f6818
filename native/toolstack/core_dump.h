// A core dump that is being made by a process of its own, which is ended with this.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/event_loop.h"
#include "base/fd.h"
#include "toolstack/unnamed_file.h"
#include "xen/libxl_abi.h"

namespace vmwright::toolstack {

class CoreDump {
 public:
  // Why there is no dump, or nothing: the file is whole and has its name.
  using Done = std::function<void(const std::optional<std::string>& failure)>;

  // Makes the file, which has no name yet. The loop outlives this. Throws Error.
  CoreDump(EventLoop& loop, std::string path);
  CoreDump(const CoreDump&) = delete;
  CoreDump& operator=(const CoreDump&) = delete;
  ~CoreDump();

  // The domain stands still until `done` is called, once, on the loop's thread; it may end this. Throws Error.
  void start(xen::abi::Domid domid, Done done);
  // It fails soon for this reason; also when it is not started yet.
  void cancel(std::string why);

 private:
  void read_result();
  void over();
  std::optional<std::string> result();

  EventLoop& loop_;
  UnnamedFile file_;
  Fd life_;    // closed: the process ends
  Fd answer_;  // what the process says of its end
  std::string said_;
  std::optional<std::string> cancelled_;
  Done done_;
};

// The process's own main(): writes the domain's memory to descriptor `fd`. It is ended when standard input is closed at its
// other end. Gives back the exit status.
int run_core_dump(const char* domid, const char* fd);

}  // namespace vmwright::toolstack
