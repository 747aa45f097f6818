// Made by native/libvirt/generate from libvirt's description of its API; not to be edited.
#include "libvirt/event.h"

namespace vmwright::libvirt {

std::span<const Event> events() {
  static const Event kEvents[] = {
      {"domain:lifecycle", Registrar::domain, 0, 8000, event_callback<int, void*, int, int>(), 3, {{{Kind::handle, 1, "domain"}, {Kind::i32, 0, "event"}, {Kind::i32, 0, "detail"}}}},
      {"domain:reboot", Registrar::domain, 1, 8000, event_callback<void, void*>(), 1, {{{Kind::handle, 1, "domain"}}}},
      {"domain:rtc-change", Registrar::domain, 2, 8000, event_callback<void, void*, long long>(), 2, {{{Kind::handle, 1, "domain"}, {Kind::i64, 0, "utcoffset"}}}},
      {"domain:watchdog", Registrar::domain, 3, 8000, event_callback<void, void*, int>(), 2, {{{Kind::handle, 1, "domain"}, {Kind::i32, 0, "action"}}}},
      {"domain:io-error", Registrar::domain, 4, 8000, event_callback<void, void*, void*, void*, int>(), 4, {{{Kind::handle, 1, "domain"}, {Kind::string, 0, "srcPath"}, {Kind::string, 0, "devAlias"}, {Kind::i32, 0, "action"}}}},
      {"domain:graphics", Registrar::domain, 5, 8000, event_callback<void, void*, int, void*, void*, void*, void*>(), 6, {{{Kind::handle, 1, "domain"}, {Kind::i32, 0, "phase"}, {Kind::out_struct, 5, "local"}, {Kind::out_struct, 5, "remote"}, {Kind::string, 0, "authScheme"}, {Kind::out_structs, 0, "subject"}}}},
      {"domain:io-error-reason", Registrar::domain, 6, 8001, event_callback<void, void*, void*, void*, int, void*>(), 5, {{{Kind::handle, 1, "domain"}, {Kind::string, 0, "srcPath"}, {Kind::string, 0, "devAlias"}, {Kind::i32, 0, "action"}, {Kind::string, 0, "reason"}}}},
      {"domain:control-error", Registrar::domain, 7, 9002, event_callback<void, void*>(), 1, {{{Kind::handle, 1, "domain"}}}},
      {"domain:block-job", Registrar::domain, 8, 9004, event_callback<void, void*, void*, int, int>(), 4, {{{Kind::handle, 1, "domain"}, {Kind::string, 0, "disk"}, {Kind::i32, 0, "type"}, {Kind::i32, 0, "status"}}}},
      {"domain:disk-change", Registrar::domain, 9, 9007, event_callback<void, void*, void*, void*, void*, int>(), 5, {{{Kind::handle, 1, "domain"}, {Kind::string, 0, "oldSrcPath"}, {Kind::string, 0, "newSrcPath"}, {Kind::string, 0, "devAlias"}, {Kind::i32, 0, "reason"}}}},
      {"domain:tray-change", Registrar::domain, 10, 9011, event_callback<void, void*, void*, int>(), 3, {{{Kind::handle, 1, "domain"}, {Kind::string, 0, "devAlias"}, {Kind::i32, 0, "reason"}}}},
      {"domain:pmwakeup", Registrar::domain, 11, 9011, event_callback<void, void*, int>(), 2, {{{Kind::handle, 1, "domain"}, {Kind::i32, 0, "reason"}}}},
      {"domain:pmsuspend", Registrar::domain, 12, 9011, event_callback<void, void*, int>(), 2, {{{Kind::handle, 1, "domain"}, {Kind::i32, 0, "reason"}}}},
      {"domain:balloon-change", Registrar::domain, 13, 10000, event_callback<void, void*, unsigned long long>(), 2, {{{Kind::handle, 1, "domain"}, {Kind::u64, 0, "actual"}}}},
      {"domain:pmsuspend-disk", Registrar::domain, 14, 1000000, event_callback<void, void*, int>(), 2, {{{Kind::handle, 1, "domain"}, {Kind::i32, 0, "reason"}}}},
      {"domain:device-removed", Registrar::domain, 15, 1001001, event_callback<void, void*, void*>(), 2, {{{Kind::handle, 1, "domain"}, {Kind::string, 0, "devAlias"}}}},
      {"domain:block-job-2", Registrar::domain, 16, 1002006, event_callback<void, void*, void*, int, int>(), 4, {{{Kind::handle, 1, "domain"}, {Kind::string, 0, "disk"}, {Kind::i32, 0, "type"}, {Kind::i32, 0, "status"}}}},
      {"domain:tunable", Registrar::domain, 17, 1002009, event_callback<void, void*, void*, int>(), 3, {{{Kind::handle, 1, "domain"}, {Kind::typed_params, 0, "params"}, {Kind::size_of, 0, "nparams"}}}},
      {"domain:agent-lifecycle", Registrar::domain, 18, 1002011, event_callback<void, void*, int, int>(), 3, {{{Kind::handle, 1, "domain"}, {Kind::i32, 0, "state"}, {Kind::i32, 0, "reason"}}}},
      {"domain:device-added", Registrar::domain, 19, 1002015, event_callback<void, void*, void*>(), 2, {{{Kind::handle, 1, "domain"}, {Kind::string, 0, "devAlias"}}}},
      {"domain:migration-iteration", Registrar::domain, 20, 1003002, event_callback<void, void*, int>(), 2, {{{Kind::handle, 1, "domain"}, {Kind::i32, 0, "iteration"}}}},
      {"domain:job-completed", Registrar::domain, 21, 1003003, event_callback<void, void*, void*, int>(), 3, {{{Kind::handle, 1, "domain"}, {Kind::typed_params, 0, "params"}, {Kind::size_of, 0, "nparams"}}}},
      {"domain:device-removal-failed", Registrar::domain, 22, 1003004, event_callback<void, void*, void*>(), 2, {{{Kind::handle, 1, "domain"}, {Kind::string, 0, "devAlias"}}}},
      {"domain:metadata-change", Registrar::domain, 23, 3000000, event_callback<void, void*, int, void*>(), 3, {{{Kind::handle, 1, "domain"}, {Kind::i32, 0, "type"}, {Kind::string, 0, "nsuri"}}}},
      {"domain:block-threshold", Registrar::domain, 24, 3002000, event_callback<void, void*, void*, void*, unsigned long long, unsigned long long>(), 5, {{{Kind::handle, 1, "domain"}, {Kind::string, 0, "dev"}, {Kind::string, 0, "path"}, {Kind::u64, 0, "threshold"}, {Kind::u64, 0, "excess"}}}},
      {"domain:memory-failure", Registrar::domain, 25, 6009000, event_callback<void, void*, int, int, unsigned int>(), 4, {{{Kind::handle, 1, "domain"}, {Kind::i32, 0, "recipient"}, {Kind::i32, 0, "action"}, {Kind::u32, 0, "flags"}}}},
      {"domain:memory-device-size-change", Registrar::domain, 26, 7009000, event_callback<void, void*, void*, unsigned long long>(), 3, {{{Kind::handle, 1, "domain"}, {Kind::string, 0, "alias"}, {Kind::u64, 0, "size"}}}},
      {"network:lifecycle", Registrar::network, 0, 1002001, event_callback<void, void*, int, int>(), 3, {{{Kind::handle, 4, "net"}, {Kind::i32, 0, "event"}, {Kind::i32, 0, "detail"}}}},
      {"storage-pool:lifecycle", Registrar::storage_pool, 0, 2000000, event_callback<void, void*, int, int>(), 3, {{{Kind::handle, 7, "pool"}, {Kind::i32, 0, "event"}, {Kind::i32, 0, "detail"}}}},
      {"storage-pool:refresh", Registrar::storage_pool, 1, 2000000, event_callback<void, void*>(), 1, {{{Kind::handle, 7, "pool"}}}},
      {"node-device:lifecycle", Registrar::node_device, 0, 2002000, event_callback<void, void*, int, int>(), 3, {{{Kind::handle, 9, "dev"}, {Kind::i32, 0, "event"}, {Kind::i32, 0, "detail"}}}},
      {"node-device:update", Registrar::node_device, 1, 2002000, event_callback<void, void*>(), 1, {{{Kind::handle, 9, "dev"}}}},
      {"secret:lifecycle", Registrar::secret, 0, 3000000, event_callback<void, void*, int, int>(), 3, {{{Kind::handle, 10, "secret"}, {Kind::i32, 0, "event"}, {Kind::i32, 0, "detail"}}}},
      {"secret:value-changed", Registrar::secret, 1, 3000000, event_callback<void, void*>(), 1, {{{Kind::handle, 10, "secret"}}}},
      {"qemu:monitor", Registrar::qemu_monitor, 0, 1002003, event_callback<void, void*, void*, long long, unsigned int, void*>(), 5, {{{Kind::handle, 1, "domain"}, {Kind::string, 0, "event"}, {Kind::i64, 0, "seconds"}, {Kind::u32, 0, "micros"}, {Kind::string, 0, "details"}}}},
      {"close", Registrar::close, 0, 10000, event_callback<void, int>(), 1, {{{Kind::i32, 0, "reason"}}}},
  };
  return kEvents;
}

}  // namespace vmwright::libvirt
