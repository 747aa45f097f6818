// A handle of libvirt with its reference, and the connection that it belongs to.
#pragma once

#include <memory>
#include <mutex>

#include "libvirt/function.h"

namespace vmwright::libvirt {

class Connection;

// Calls on one stream exclude one another, the call that connects it among them: libvirt's own streams crash when one
// is aborted while it is being connected.
struct StreamUse {
  std::mutex mutex;
  bool ended = false;  // guarded by `mutex`
};

class Object {
 public:
  // Takes over one reference of `pointer`. For Class::Connect the connection itself keeps it.
  static std::shared_ptr<Object> adopt(Class kind, void* pointer, std::shared_ptr<Connection> connection);
  // As adopt(), with a reference of its own.
  static std::shared_ptr<Object> share(Class kind, void* pointer, std::shared_ptr<Connection> connection);

  Object(Class kind, void* pointer, std::shared_ptr<Connection> connection);
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;
  // Gives the reference back, on any thread: with the connection open this never waits.
  ~Object();

  Class kind() const noexcept { return kind_; }
  // Null when the connection was closed. Only between Connection::begin() and end().
  void* pointer() const noexcept { return pointer_; }
  const std::shared_ptr<Connection>& connection() const noexcept { return connection_; }
  // Of Class::Stream only.
  StreamUse& stream_use() noexcept { return stream_use_; }

 private:
  friend class Connection;
  void free() noexcept;

  const Class kind_;
  void* pointer_;
  const std::shared_ptr<Connection> connection_;
  StreamUse stream_use_;
};

const char* class_name(Class kind);

}  // namespace vmwright::libvirt
