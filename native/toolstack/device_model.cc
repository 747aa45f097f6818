#include "toolstack/device_model.h"

#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <utility>

#include "base/error.h"

namespace vmwright::toolstack {
void DeviceModel::watch(xen::abi::Domid domid, std::function<void()> gone) {
  forget();
  const auto pid = store_.read("/local/domain/" + std::to_string(domid) + "/image/device-model-pid");
  if (!pid) return;
  process_ = Fd(static_cast<int>(syscall(SYS_pidfd_open, std::atoi(pid->c_str()), 0)));
  if (!process_ && errno == ESRCH) return loop_.post(std::move(gone));
  if (!process_) throw Error("ENGINE_FAILED", "pidfd_open", errno);
  loop_.add(process_.get(), EPOLLIN, [this, gone = std::move(gone)](std::uint32_t) {
    const auto call = gone;  // forget() takes the handler away that it is in
    forget();
    call();
  });
}

void DeviceModel::forget() {
  if (!process_) return;
  loop_.remove(process_.get());
  process_.reset();
}

}  // namespace vmwright::toolstack
