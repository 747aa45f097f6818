// What of libxenlight's binary interface this program relies on, from Xen 4.17 to 4.22: functions by name, and the few structs
// that are part of the API's promise. Every other type goes through JSON, see json_type.h. abi_check.cc compares all of it
// with the headers of the release that is installed where this is built.
#pragma once

#include <poll.h>
#include <sys/time.h>

#include <cstdarg>
#include <cstdint>

namespace vmwright::xen::abi {

struct Context;  // libxl_ctx
struct Event;    // libxl_event
struct Death;    // libxl_evgen_domain_death
struct Eject;    // libxl_evgen_disk_eject

// xentoollog.h
constexpr int kLogDebug = 1;
constexpr int kLogProgress = 4;
constexpr int kLogWarn = 7;
constexpr int kLogError = 8;
struct Logger {
  void (*vmessage)(Logger*, int level, int errnum, const char* context, const char* format, va_list arguments);
  void (*progress)(Logger*, const char* context, const char* doing, int percent, unsigned long done, unsigned long total);
  void (*destroy)(Logger*);
};

// libxl_asyncop_how
struct AsyncHow {
  void (*callback)(Context*, int rc, void* for_callback);
  union {
    std::uint64_t for_event;
    void* for_callback;
  } u;
};

// libxl_asyncprogress_how
struct ProgressHow {
  void (*callback)(Context*, Event*, void* for_callback);
  std::uint64_t for_event;
  void* for_callback;
};

// libxl_event_hooks
struct EventHooks {
  std::uint64_t mask;
  void (*occurs)(void* user, Event*);
  void (*disaster)(void* user, int type, const char* message, int errnum);
};

// libxl_bitmap: the bytes are its owner's.
struct Bitmap {
  std::uint32_t size;  // bytes
  std::uint8_t* map;
};

// libxl_error, libxl.h
constexpr int kErrorBufferFull = -13;
constexpr int kErrorNoParavirt = -10;
constexpr int kErrorDeviceExists = -17;
constexpr int kErrorDomainNotFound = -21;
constexpr int kErrorAborted = -22;

// LIBXL_TRIGGER_POWER, LIBXL_SUSPEND_*, LIBXL_EVENTMASK_ALL
constexpr int kTriggerPower = 1;
constexpr int kSuspendLive = 2;
constexpr std::uint64_t kAllEvents = ~std::uint64_t{0};

using Ctx = Context*;
using Ao = const AsyncHow*;
using Domid = std::uint32_t;

// Of every function its name without `libxl_`, what it gives back, and what it takes.
#define VMWRIGHT_LIBXL_FUNCTIONS(X)                                                                    \
  X(ctx_alloc, int(Ctx*, int version, unsigned flags, Logger*))                                        \
  X(ctx_free, int(Ctx))                                                                                \
  X(event_register_callbacks, void(Ctx, const EventHooks*, void* user))                                \
  X(event_free, void(Ctx, Event*))                                                                     \
  X(event_to_json, char*(Ctx, Event*))                                                                 \
  X(osevent_beforepoll, int(Ctx, int* count, pollfd*, int* timeout_ms, timeval now))                   \
  X(osevent_afterpoll, void(Ctx, int count, const pollfd*, timeval now))                               \
  X(ao_abort, int(Ctx, Ao))                                                                            \
  X(evenable_domain_death, int(Ctx, Domid, std::uint64_t user, Death**))                               \
  X(evdisable_domain_death, void(Ctx, Death*))                                                         \
  X(evenable_disk_eject, int(Ctx, Domid, const char* vdev, std::uint64_t user, Eject**))               \
  X(evdisable_disk_eject, void(Ctx, Eject*))                                                           \
  X(domain_create_new, int(Ctx, void* config, Domid*, Ao, const ProgressHow*))                         \
  X(domain_create_restore, int(Ctx, void* config, Domid*, int fd, int send_back_fd, const void* params, Ao, const ProgressHow*)) \
  X(domain_suspend, int(Ctx, Domid, int fd, int flags, Ao))                                            \
  X(domain_resume, int(Ctx, Domid, int suspend_cancel, Ao))                                            \
  X(domain_destroy, int(Ctx, Domid, Ao))                                                               \
  X(domain_shutdown, int(Ctx, Domid, Ao))                                                              \
  X(domain_reboot, int(Ctx, Domid, Ao))                                                                \
  X(domain_pause, int(Ctx, Domid, Ao))                                                                 \
  X(domain_unpause, int(Ctx, Domid, Ao))                                                               \
  X(domain_core_dump, int(Ctx, Domid, const char* file, Ao))                                           \
  X(domain_rename, int(Ctx, Domid, const char* old_name, const char* new_name))                        \
  X(send_trigger, int(Ctx, Domid, int trigger, std::uint32_t vcpu, Ao))                                \
  X(set_memory_target, int(Ctx, Domid, std::int64_t kib, int relative, int enforce))                   \
  X(get_memory_target, int(Ctx, Domid, std::uint64_t* kib))                                            \
  X(set_vcpuonline, int(Ctx, Domid, Bitmap*, Ao))                                                      \
  X(set_vcpuaffinity, int(Ctx, Domid, std::uint32_t vcpu, const Bitmap* hard, const Bitmap* soft))     \
  X(domain_sched_params_set, int(Ctx, Domid, const void* params))                                      \
  X(retrieve_domain_configuration, int(Ctx, Domid, void* config, Ao))                                  \
  X(domain_info, int(Ctx, void* info, Domid))                                                          \
  X(list_domain, void*(Ctx, int* count))                                                               \
  X(list_vcpu, void*(Ctx, Domid, int* count, int* cpus))                                               \
  X(domid_to_name, char*(Ctx, Domid))                                                                  \
  X(name_to_domid, int(Ctx, const char* name, Domid*))                                                 \
  X(primary_console_get_tty, int(Ctx, Domid, char** path))                                             \
  X(device_disk_add, int(Ctx, Domid, void* disk, Ao))                                                  \
  X(device_disk_remove, int(Ctx, Domid, void* disk, Ao))                                               \
  X(device_disk_destroy, int(Ctx, Domid, void* disk, Ao))                                              \
  X(vdev_to_device_disk, int(Ctx, Domid, const char* vdev, void* disk))                                \
  X(cdrom_insert, int(Ctx, Domid, void* disk, Ao))                                                     \
  X(mac_to_device_nic, int(Ctx, Domid, const char* mac, void* nic))                                    \
  X(device_nic_add, int(Ctx, Domid, void* nic, Ao))                                                    \
  X(device_nic_remove, int(Ctx, Domid, void* nic, Ao))                                                 \
  X(device_nic_destroy, int(Ctx, Domid, void* nic, Ao))                                                \
  X(device_pci_add, int(Ctx, Domid, void* pci, Ao))                                                    \
  X(device_pci_remove, int(Ctx, Domid, void* pci, Ao))                                                 \
  X(qemu_monitor_command, int(Ctx, Domid, const char* command, char** output, Ao))                     \
  X(get_physinfo, int(Ctx, void* info))

}  // namespace vmwright::xen::abi
