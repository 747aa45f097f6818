// One connection to libxenlight, on one thread: every call is made and every callback comes on the thread of the event loop.
#pragma once

#include <functional>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include "base/event_loop.h"
#include "base/error.h"
#include "xen/domain_event.h"
#include "xen/json_type.h"
#include "xen/libxl.h"
#include "xen/log.h"

namespace vmwright::xen {

// A call that libxl refused, or that failed later.
class CallError : public Error {
 public:
  CallError(int rc, const std::string& what);
  int rc() const noexcept { return rc_; }

 private:
  int rc_;
};

class Session {
 public:
  // `failure` is empty when the call did what it should.
  using Done = std::function<void(const CallError* failure)>;
  // Makes the call with this `ao_how`; gives back its rc.
  using Start = std::function<int(abi::Ao)>;
  using Operation = std::uint64_t;

  // The loop outlives this. Throws Error{ENGINE_UNAVAILABLE}.
  explicit Session(EventLoop& loop);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  // No operation is under way any more.
  ~Session();

  // Something happened to a watched domain. On the loop's thread.
  std::function<void(const DomainEvent&)> on_domain_event;
  // libxl's events do not work any more; nothing can be relied on.
  std::function<void(const std::string& why)> on_disaster;

  const Libxl& libxl() const noexcept { return libxl_; }
  abi::Ctx ctx() const noexcept { return ctx_; }
  Log& log() noexcept { return log_; }
  EventLoop& loop() noexcept { return loop_; }

  // `what` is for people: "create the domain". `done` is called once, later, on the loop's thread, also when the call is
  // refused at once. Throws what `call` throws before it calls libxl; `done` is not called then.
  Operation start(std::string what, const Start& call, Done done);
  // The operation fails soon, if it can still be broken off. Nothing happens for one that is done.
  void abort(Operation operation);
  // A call that is made at once. Throws CallError when it gives back an error.
  void now(const std::string& what, const std::function<int()>& call);

  // Asks for the events of a domain until the session ends or the domain does.
  void watch(abi::Domid domid);
  // The same for a drive of it whose medium the guest may eject; watch() comes before. Throws CallError.
  void watch_drive(abi::Domid domid, const std::string& vdev);
  void unwatch();

  // Until the loop is stopped.
  void run();

 private:
  struct Running;
  // libxl's event of an ejection has this number of ours, but not the name.
  struct Drive {
    std::uint64_t number;
    std::string vdev;
    abi::Eject* eject;
  };
  static void completed(abi::Ctx, int rc, void* running);
  static void occurred(void* self, abi::Event* event);
  static void failed(void* self, int type, const char* message, int errnum);
  void finish(Running* running, int rc);
  void wait(int loop_fd);
  int before_poll(int& timeout_ms);

  EventLoop& loop_;
  const Libxl libxl_;
  Log log_;
  const abi::EventHooks hooks_;
  abi::Ctx ctx_ = nullptr;
  abi::Death* death_ = nullptr;
  std::vector<Drive> drives_;
  std::uint64_t last_drive_ = 0;
  std::vector<pollfd> fds_;
  std::list<std::unique_ptr<Running>> running_;
  Operation last_ = 0;
};

}  // namespace vmwright::xen
