// The events of libvirt: one row of a table each, which generated/events.cc has.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <span>
#include <type_traits>

#include "libvirt/function.h"

namespace vmwright::libvirt {

// The pair of functions that registers and deregisters.
enum class Registrar : std::uint8_t { domain, network, storage_pool, node_device, secret, qemu_monitor, close };

struct EventArgument {
  Kind kind = Kind::none;
  std::uint8_t type = 0;  // a Class, or an index of structs()
  const char* key = nullptr;
};

inline constexpr std::size_t kMaxEventArguments = 7;

struct Event {
  const char* name;  // as in JavaScript: "domain:lifecycle"
  Registrar registrar;
  std::int32_t id;
  std::uint32_t version;
  void (*callback)();  // to be cast to what the registering function wants
  std::uint8_t argument_count;
  std::array<EventArgument, kMaxEventArguments> arguments;
};

std::span<const Event> events();

// Called on the thread of the event loop, whatever the event; must not throw.
void deliver_event(void* opaque, const std::uint64_t* arguments) noexcept;

// The callback for one C signature; R and A are what stands around and between the connection and `opaque`.
template <typename R, typename... A>
struct EventEntry {
  static R call(void*, A... arguments, void* opaque) {
    const std::array<std::uint64_t, sizeof...(A)> slots{slot(arguments)...};
    deliver_event(opaque, slots.data());
    return R();
  }

 private:
  template <typename T>
  static std::uint64_t slot(T value) {
    if constexpr (std::is_pointer_v<T>) {
      return reinterpret_cast<std::uint64_t>(value);
    } else {
      return static_cast<std::uint64_t>(value);
    }
  }
};

template <typename R, typename... A>
void (*event_callback())() {
  return reinterpret_cast<void (*)()>(EventEntry<R, A...>::call);
}

}  // namespace vmwright::libvirt
