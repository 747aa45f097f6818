#include "kvm/virtio/rng.h"

#include <algorithm>

#include "check.h"
#include "driver.h"

using namespace vmwright::virtio;
using driver::Ring;

namespace {

struct Guest {
  driver::Arena arena;
  driver::LoopThread thread;
  RngDevice device{thread.loop()};
  Ring ring{arena, 8};
  driver::Harness harness{arena.memory(), device, {&ring}};

  std::string ask(std::initializer_list<driver::Buffer> buffers) {
    ring.add(buffers);
    harness.kick(0);
    const auto used = harness.wait_used(0);
    CHECK(used);
    return arena.text(buffers.begin()->address, used->written);
  }
};

void it_gives_random_bytes() {
  Guest guest;
  const vmwright::GuestAddr buffer = guest.arena.allocate(64);
  const std::string first = guest.ask({{buffer, 64, true}});
  CHECK(first.size() == 64);
  CHECK(std::ranges::count(first, '\0') < 32);
  CHECK(guest.ask({{buffer, 64, true}}) != first);
}

void a_request_is_bounded() {
  Guest guest;
  CHECK(guest.ask({{guest.arena.allocate(1 << 20), 1 << 20, true}}).size() == 256);
  CHECK(guest.ask({{guest.arena.allocate(200), 200, true}, {guest.arena.allocate(200), 200, true}}).size() == 256);
}

void a_request_without_room_is_completed() {
  Guest guest;
  CHECK(guest.ask({{guest.arena.place("no room"), 7}}).empty());
  CHECK(guest.ask({{guest.arena.allocate(8), 8, true}}).size() == 8);
}

void a_broken_ring_stops_it() {
  Guest guest;
  guest.ring.available(99);
  guest.harness.kick(0);
  CHECK(guest.harness.wait_needs_reset());
  guest.harness.kick(0);
  guest.harness.reset();
  guest.harness.reset();
}

void it_waits_while_paused() {
  Guest guest;
  guest.harness.pause();
  guest.ring.add({{guest.arena.allocate(8), 8, true}});
  guest.harness.kick(0);
  guest.thread.loop().call([] {});
  CHECK(!guest.ring.used());
  guest.harness.resume();
  CHECK(guest.harness.wait_used(0));
}

// More requests than the ring holds, fed while the device works.
void it_keeps_up() {
  Guest guest;
  const vmwright::GuestAddr buffer = guest.arena.allocate(16);
  int done = 0;
  int asked = 0;
  while (done < 1000) {
    for (; asked < 1000 && asked - done < 8; asked++) guest.ring.add({{buffer, 16, true}});
    guest.harness.kick(0);
    CHECK(guest.harness.wait_used(0));
    done++;
  }
  CHECK(!guest.ring.used());
}

}  // namespace

Suite rng_suite() {
  return {"rng",
          {{"it gives random bytes", it_gives_random_bytes},
           {"a request is bounded", a_request_is_bounded},
           {"a request without room is completed", a_request_without_room_is_completed},
           {"a broken ring stops it", a_broken_ring_stops_it},
           {"it waits while paused", it_waits_while_paused},
           {"it keeps up", it_keeps_up}}};
}
