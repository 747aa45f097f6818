// One registered callback for one event.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "libvirt/connection.h"
#include "libvirt/event.h"
#include "libvirt/value.h"

namespace vmwright::libvirt {

class Subscription : public std::enable_shared_from_this<Subscription> {
 public:
  // Called on the thread of the event loop with a record of the arguments. Must not throw.
  using Deliver = std::function<void(Value)>;

  struct Config {
    std::size_t event;               // index of events()
    std::shared_ptr<Object> object;  // only for this one; may be empty
    std::string qemu_event;          // only this event of QEMU's monitor; may be empty
    Deliver deliver;
  };

  // On a worker thread, between begin() and end(). Throws LibvirtError; Error VM_UNSUPPORTED when the library is older
  // than the event.
  static std::shared_ptr<Subscription> start(const std::shared_ptr<Connection>& connection, Config config);

  // On a worker thread. Once; deliveries under way may still come.
  void stop(void* connection) noexcept;

  explicit Subscription(const Event& event) : event_(event) {}

 private:
  static void hold(const std::shared_ptr<Connection>& connection, const Config& first);
  static std::shared_ptr<Subscription> start_one(const std::shared_ptr<Connection>& connection, Config config,
                                                 void (*callback)());

  const Event& event_;
  int id_ = -1;
};

}  // namespace vmwright::libvirt
