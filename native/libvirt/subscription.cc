#include "libvirt/subscription.h"

#include <utility>

#include "base/error.h"
#include "libvirt/calls.h"
#include "libvirt/library.h"
#include "libvirt/libvirt_error.h"
#include "libvirt/structs.h"
#include "libvirt/typed_params.h"

namespace vmwright::libvirt {
namespace {

using Callback = void (*)();
using Free = void (*)(void*);
using Register = int (*)(void* connection, void* object, int id, Callback, void* opaque, Free);
using RegisterMonitor = int (*)(void* connection, void* domain, const char* event, Callback, void* opaque, Free,
                                unsigned flags);
using Deregister = int (*)(void* connection, int id);
using CloseCallback = void (*)(void*, int, void*);

// What libvirt keeps for us.
struct Sink {
  const Event& event;
  std::weak_ptr<Connection> connection;
  Subscription::Deliver deliver;

  static void destroy(void* sink) { delete static_cast<Sink*>(sink); }
};

std::string class_of(Registrar registrar) {
  switch (registrar) {
    case Registrar::domain:
      return "Domain";
    case Registrar::network:
      return "Network";
    case Registrar::storage_pool:
      return "StoragePool";
    case Registrar::node_device:
      return "NodeDevice";
    default:
      return "Secret";
  }
}

template <typename F>
F find(Library library, const std::string& name) {
  if (library == Library::qemu) calls();
  void* symbol = find_symbol(library, name.c_str());
  if (symbol == nullptr) {
    require_loaded(library, name.c_str());
    throw Error("VM_UNSUPPORTED", "libvirt on this machine has no " + name);
  }
  return reinterpret_cast<F>(symbol);
}

// For any event: what it gets stays unread. libvirt takes each function once for an event.
void ignore_event() {}

int register_event(const Event& event, Callback callback, void* connection, void* object, const std::string& qemu_event,
                   Sink* sink) {
  switch (event.registrar) {
    case Registrar::qemu_monitor:
      return find<RegisterMonitor>(Library::qemu, "virConnectDomainQemuMonitorEventRegister")(
          connection, object, qemu_event.empty() ? nullptr : qemu_event.c_str(), callback, sink, Sink::destroy, 0);
    case Registrar::close:
      return calls().virConnectRegisterCloseCallback(connection, reinterpret_cast<CloseCallback>(event.callback), sink,
                                                     Sink::destroy);
    default:
      return find<Register>(Library::libvirt, "virConnect" + class_of(event.registrar) + "EventRegisterAny")(
          connection, object, event.id, callback, sink, Sink::destroy);
  }
}

// virDomainEventGraphicsSubject.
struct GraphicsSubject {
  int count;
  struct {
    const char* type;
    const char* name;
  }* identities;
};

Value subject_list(const GraphicsSubject* subject) {
  Value::List list;
  for (int i = 0; subject != nullptr && i < subject->count; i++) {
    list.emplace_back(Value::Record{{"type", text_or_null(subject->identities[i].type)},
                                    {"name", text_or_null(subject->identities[i].name)}});
  }
  return list;
}

Value argument_value(const EventArgument& argument, const std::uint64_t* slots,
                     const std::shared_ptr<Connection>& connection) {
  const std::uint64_t slot = *slots;
  auto* const pointer = reinterpret_cast<void*>(slot);
  switch (argument.kind) {
    case Kind::handle:
      return Object::share(static_cast<Class>(argument.type), pointer, connection);
    case Kind::i32:
      return static_cast<double>(static_cast<std::int32_t>(slot));
    case Kind::u32:
      return static_cast<double>(static_cast<std::uint32_t>(slot));
    case Kind::i64:
      return static_cast<std::int64_t>(slot);
    case Kind::u64:
      return slot;
    case Kind::string:
      return text_or_null(static_cast<const char*>(pointer));
    case Kind::typed_params:
      return params_to_record(static_cast<const VirTypedParameter*>(pointer), static_cast<int>(slots[1]));
    case Kind::out_struct:
      if (pointer == nullptr) return nullptr;
      return struct_value(argument.type, pointer, connection);
    default:
      return subject_list(static_cast<const GraphicsSubject*>(pointer));
  }
}

}  // namespace

void deliver_event(void* opaque, const std::uint64_t* slots) noexcept {
  const Sink& sink = *static_cast<Sink*>(opaque);
  const auto connection = sink.connection.lock();
  if (!connection) return;
  try {
    Value::Record record;
    for (std::size_t i = 0; i < sink.event.argument_count; i++) {
      const EventArgument& argument = sink.event.arguments[i];
      if (argument.kind == Kind::size_of) continue;
      record.push_back({argument.key, argument_value(argument, slots + i, connection)});
    }
    sink.deliver(std::move(record));
  } catch (...) {
    // Out of memory: an event less.
  }
}

std::shared_ptr<Subscription> Subscription::start(const std::shared_ptr<Connection>& connection, Config config) {
  const Event& event = events()[config.event];
  // libvirt itself says no more than that the number of the event is too large.
  require_version(std::string("the event ") + event.name, event.version);
  if (event.registrar != Registrar::close && !connection->holds_events()) hold(connection, config);
  return start_one(connection, std::move(config), event.callback);
}

// A callback that stays: when the last one goes while an event waits for its turn, libvirt (9.0, object_event.c) keeps
// that event but drops its timer, and sets a later timer off only for an event that waits alone. The connection would be
// deaf from then on.
void Subscription::hold(const std::shared_ptr<Connection>& connection, const Config& first) {
  start_one(connection, {first.event, first.object, first.qemu_event, {}}, ignore_event);
  connection->set_holds_events();
}

std::shared_ptr<Subscription> Subscription::start_one(const std::shared_ptr<Connection>& connection, Config config,
                                                      void (*callback)()) {
  const Event& event = events()[config.event];
  auto result = std::make_shared<Subscription>(event);
  auto sink = std::make_unique<Sink>(Sink{event, connection, std::move(config.deliver)});
  void* const object = config.object ? config.object->pointer() : nullptr;
  result->id_ = register_event(event, callback, connection->pointer(), object, config.qemu_event, sink.get());
  if (result->id_ < 0) throw LibvirtError::take("virConnect…EventRegister");
  sink.release();  // libvirt's until Sink::destroy()
  connection->add(result);
  return result;
}

void Subscription::stop(void* connection) noexcept {
  try {
    switch (event_.registrar) {
      case Registrar::qemu_monitor:
        find<Deregister>(Library::qemu, "virConnectDomainQemuMonitorEventDeregister")(connection, id_);
        return;
      case Registrar::close:
        calls().virConnectUnregisterCloseCallback(connection, reinterpret_cast<CloseCallback>(event_.callback));
        return;
      default:
        find<Deregister>(Library::libvirt, "virConnect" + class_of(event_.registrar) + "EventDeregisterAny")(
            connection, id_);
    }
  } catch (...) {
    // What could be registered can be deregistered.
  }
}

}  // namespace vmwright::libvirt
