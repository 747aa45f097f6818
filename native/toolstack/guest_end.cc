#include "toolstack/guest_end.h"

#include "base/error.h"
#include "xen/event_channel_end.h"
#include "xen/granted_page.h"

namespace vmwright::toolstack {
namespace {

class DomainEnd final : public GuestEnd {
 public:
  DomainEnd(xen::abi::Domid domid, const Front& front) : page_(domid, front.reference), events_(domid, front.port) {}

  void* page() const noexcept override { return page_.address(); }
  int fd() const noexcept override { return events_.fd(); }
  void take() override { events_.take(); }
  void unmask() override { events_.unmask(); }
  void notify() override { events_.notify(); }

 private:
  xen::GrantedPage page_;
  xen::EventChannel events_;
};

}  // namespace

std::unique_ptr<GuestEnd> open_guest_end(xen::abi::Domid domid, const Front& front) {
  return std::make_unique<DomainEnd>(domid, front);
}

void require_guest_ends() {
  try {
    xen::GrantedPage::open_device();
    xen::EventChannel::open_device();
  } catch (const Error& error) {
    throw Error("ENGINE_UNAVAILABLE", std::string(error.what()) + "; in dom0: modprobe -a xen-gntdev xen-evtchn");
  }
}

}  // namespace vmwright::toolstack
