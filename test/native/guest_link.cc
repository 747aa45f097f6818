// Who is connected to a guest's channel while the guest connects, breaks its ring, and connects anew.
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <memory>
#include <string>
#include <thread>

#include "base/error.h"
#include "base/event_fd.h"
#include "base/event_loop.h"
#include "check.h"
#include "kvm/stream/unix_socket.h"
#include "store_support.h"
#include "toolstack/console_ring.h"
#include "toolstack/guest_channel.h"
#include "xen/store.h"

namespace {

using namespace vmwright;
using namespace vmwright::toolstack;

constexpr int kSoon = 10'000;  // ms
constexpr const char* kFront = "/local/domain/7/device/console/1/";
constexpr const char* kBack = "/local/domain/0/backend/console/7/1/state";

struct Guest {
  ConsolePage page{};
  EventFd event;
};

class End final : public GuestEnd {
 public:
  explicit End(Guest& guest) : guest_(guest) {}
  void* page() const noexcept override { return &guest_.page; }
  int fd() const noexcept override { return guest_.event.get(); }
  void take() override { guest_.event.drain(); }
  void unmask() override {}
  void notify() override {}

 private:
  Guest& guest_;
};

class Place {
 public:
  explicit Place(const OpenGuestEnd& open) : channel_(loop_, store_, 1, socket_, open) {
    channel_.open(7);
    runner_ = std::thread([this] { loop_.run(); });
  }
  ~Place() {
    loop_.stop();
    runner_.join();
    unlink(socket_.c_str());
  }

  Fd client() { return stream::connect_unix(socket_); }
  // On the thread that moves the bytes.
  void at_once(const EventLoop::Task& task) { loop_.call(task); }
  void connect_guest(const std::string& reference) {
    xenstored_.set(kFront + std::string("ring-ref"), reference);
    xenstored_.set(kFront + std::string("port"), "3");
    xenstored_.set(kFront + std::string("state"), "3");
  }
  std::string backend() { return xenstored_.get(kBack); }

 private:
  const std::string socket_ = "/tmp/vmwright-guest-link." + std::to_string(getpid());
  FakeStore xenstored_;
  EventLoop loop_;
  xen::Store store_{loop_, xenstored_.path()};
  GuestChannel channel_;
  std::thread runner_;
};

// What comes next, empty at the end.
std::string next(const Fd& client) {
  pollfd waiting = {client.get(), POLLIN, 0};
  CHECK(poll(&waiting, 1, kSoon) == 1);
  char buffer[64];
  const ssize_t count = read(client.get(), buffer, sizeof buffer);
  CHECK(count >= 0);
  return {buffer, static_cast<std::size_t>(count)};
}

void print(Place& place, Guest& guest, const char* text) {
  place.at_once([&] {
    for (; *text != '\0'; text++) guest.page.out[guest.page.out_prod++ % guest.page.out.size()] = static_cast<std::byte>(*text);
  });
  guest.event.notify();
}

// Until the guest has what this client wrote: it is the one that is served.
bool served(Place& place, Guest& guest, const Fd& client) {
  std::uint32_t before = 0;
  place.at_once([&] { before = guest.page.in_prod; });
  if (send(client.get(), "x", 1, MSG_NOSIGNAL) != 1) return false;
  for (int tries = 0; tries < 1000; tries++) {
    bool taken = false;
    place.at_once([&] { taken = guest.page.in_prod != before; });
    if (taken) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return false;
}

void ends_connections_to_a_guest_that_broke_its_ring() {
  Guest guest;
  Place place([&](xen::abi::Domid, const Front&) { return std::make_unique<End>(guest); });
  const Fd first = place.client();
  place.connect_guest("8");
  CHECK(served(place, guest, first));
  print(place, guest, "up");
  CHECK(next(first) == "up");
  place.at_once([&] { guest.page.out_prod += 5000; });
  guest.event.notify();
  CHECK(next(first).empty());
  CHECK(next(place.client()).empty());
  place.at_once([&] { guest.page = {}; });
  place.connect_guest("9");
  // Who comes while it is connecting is turned away still.
  for (int tries = 0; tries < 10; tries++) {
    const Fd later = place.client();
    if (!served(place, guest, later)) continue;
    print(place, guest, "again");
    CHECK(next(later) == "again");
    return;
  }
  CHECK(false);
}

void ends_connections_to_a_guest_that_offers_nothing() {
  Place place([](xen::abi::Domid, const Front&) -> std::unique_ptr<GuestEnd> { throw Error("ENGINE_FAILED", "no such page"); });
  const Fd client = place.client();
  place.connect_guest("8");
  CHECK(next(client).empty());
  CHECK(next(place.client()).empty());
  CHECK(place.backend() == "6");
}

// Not on a Xen host, which has both.
void says_which_modules_the_kernel_lacks() {
  if (access("/dev/xen/gntdev", F_OK) == 0 && access("/dev/xen/evtchn", F_OK) == 0) return require_guest_ends();
  try {
    require_guest_ends();
    CHECK(false);
  } catch (const Error& error) {
    CHECK(error.code() == "ENGINE_UNAVAILABLE");
    CHECK(std::strstr(error.what(), "modprobe -a xen-gntdev xen-evtchn") != nullptr);
  }
}

}  // namespace

Suite guest_link_suite() {
  return {"guest_link",
          {
              {"ends connections to a guest that broke its ring", ends_connections_to_a_guest_that_broke_its_ring},
              {"ends connections to a guest that offers nothing", ends_connections_to_a_guest_that_offers_nothing},
              {"says which modules of the kernel are missing", says_which_modules_the_kernel_lacks},
          }};
}
