// Compiled where Xen's headers are installed: nothing runs, but what libxl_abi.h says must be what they say.
#include "xen/libxl_abi.h"

extern "C" {
#include <libxl.h>
#include <libxl_event.h>
#include <libxl_utils.h>
}

#include <cstddef>
#include <type_traits>

namespace vmwright::xen {
namespace {

template <typename Ours, typename Theirs>
constexpr bool same_parameter() {
  // Pointers are pointers; what they point to is opaque here. Numbers and enums must have the same size.
  if constexpr (std::is_pointer_v<Ours> || std::is_pointer_v<Theirs>)
    return std::is_pointer_v<Ours> && std::is_pointer_v<Theirs>;
  else if constexpr (std::is_void_v<Ours> || std::is_void_v<Theirs>)
    return std::is_void_v<Ours> && std::is_void_v<Theirs>;
  else
    return sizeof(Ours) == sizeof(Theirs) && std::is_class_v<Ours> == std::is_class_v<Theirs>;
}

template <typename Ours, typename Theirs>
struct SameFunction : std::false_type {};
template <typename A, typename... As, typename B, typename... Bs>
struct SameFunction<A(As...), B(Bs...)> {
  static constexpr bool count = sizeof...(As) == sizeof...(Bs);
  static constexpr bool value = [] {
    if constexpr (sizeof...(As) == sizeof...(Bs)) return same_parameter<A, B>() && (same_parameter<As, Bs>() && ...);
    else return false;
  }();
};

using abi::AsyncHow;
using abi::Ao;
using abi::Bitmap;
using abi::Ctx;
using abi::Death;
using abi::Domid;
using abi::Eject;
using abi::Event;
using abi::EventHooks;
using abi::Logger;
using abi::ProgressHow;

#define CHECK_FUNCTION(name, ...) \
  static_assert(SameFunction<__VA_ARGS__, std::remove_reference_t<decltype(::libxl_##name)>>::value, "libxl_" #name);
VMWRIGHT_LIBXL_FUNCTIONS(CHECK_FUNCTION)

static_assert(sizeof(Logger) == sizeof(xentoollog_logger) && offsetof(Logger, destroy) == offsetof(xentoollog_logger, destroy));
static_assert(sizeof(AsyncHow) == sizeof(libxl_asyncop_how) && offsetof(AsyncHow, u) == offsetof(libxl_asyncop_how, u));
static_assert(sizeof(ProgressHow) == sizeof(libxl_asyncprogress_how) &&
              offsetof(ProgressHow, for_callback) == offsetof(libxl_asyncprogress_how, for_callback));
static_assert(sizeof(EventHooks) == sizeof(libxl_event_hooks) &&
              offsetof(EventHooks, disaster) == offsetof(libxl_event_hooks, disaster));
static_assert(sizeof(Bitmap) == sizeof(libxl_bitmap) && offsetof(Bitmap, map) == offsetof(libxl_bitmap, map));
static_assert(abi::kErrorBufferFull == ERROR_BUFFERFULL && abi::kErrorNoParavirt == ERROR_NOPARAVIRT);
static_assert(abi::kErrorDomainNotFound == ERROR_DOMAIN_NOTFOUND && abi::kErrorAborted == ERROR_ABORTED);
static_assert(abi::kTriggerPower == LIBXL_TRIGGER_POWER && abi::kSuspendLive == LIBXL_SUSPEND_LIVE);
static_assert(abi::kLogDebug == XTL_DEBUG && abi::kLogProgress == XTL_PROGRESS);
static_assert(abi::kLogWarn == XTL_WARN && abi::kLogError == XTL_ERROR);
static_assert(abi::kAllEvents == LIBXL_EVENTMASK_ALL && LIBXL_VERSION == 0);

}  // namespace
}  // namespace vmwright::xen
