// One connection: its handles, its calls under way and its end.
#pragma once

#include <atomic>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "libvirt/object.h"
#include "libvirt/pool.h"

namespace vmwright::libvirt {

class Subscription;

// What a server wants to know from the user.
struct Credential {
  int type;  // virConnectCredentialType
  std::string prompt;
  std::string challenge;
  std::string default_result;
};
// Answers in the same order; nothing to give up. Called on a worker thread, may wait.
using Authenticate = std::function<std::optional<std::vector<std::string>>(const std::vector<Credential>&)>;

struct OpenConfig {
  std::string uri;  // empty: libvirt's default
  unsigned flags = 0;
  unsigned max_threads = 8;
  Authenticate authenticate;  // may be empty
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  using Done = std::function<void(std::exception_ptr)>;

  explicit Connection(unsigned max_threads) : pool_(Pool::create(max_threads)) {}
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  // Closes it in the background when close() was not called.
  ~Connection();

  // On a thread of pool(). Throws LibvirtError.
  void open(const OpenConfig& config);

  Pool& pool() const noexcept { return *pool_; }
  void* pointer() const noexcept { return pointer_; }

  // Around every use of the connection and its objects. False when it was closed.
  bool begin() noexcept;
  void end() noexcept;
  // Refuses new calls at once, lets those under way finish, gives back all handles and closes the connection on a
  // thread of its pool, which calls `done`. Not twice.
  void close(Done done);
  bool closing() const noexcept;

  // Whether one of the subscriptions stays until the end.
  bool holds_events() const noexcept { return holds_events_; }
  void set_holds_events() noexcept { holds_events_ = true; }
  void add(std::shared_ptr<Subscription> subscription);
  void remove(const std::shared_ptr<Subscription>& subscription);

 private:
  friend class Object;
  void add(Object* object);
  void remove(Object* object) noexcept;
  void submit_close();
  void close_now() noexcept;

  const std::shared_ptr<Pool> pool_;
  void* pointer_ = nullptr;
  std::atomic<bool> holds_events_ = false;

  mutable std::mutex mutex_;  // guards all below; never held during a call of libvirt
  unsigned calls_ = 0;
  bool closing_ = false;
  Done on_closed_;
  std::unordered_set<Object*> objects_;
  std::vector<std::shared_ptr<Subscription>> subscriptions_;
};

// begin() and end() of the connections of a call. Throws Error VM_STATE when one is closed.
class InUse {
 public:
  InUse() = default;
  InUse(const InUse&) = delete;
  InUse& operator=(const InUse&) = delete;
  ~InUse();
  void add(const std::shared_ptr<Connection>& connection);

 private:
  std::vector<std::shared_ptr<Connection>> connections_;
};

}  // namespace vmwright::libvirt
