#include "kvm/virtio/queue.h"

#include <random>
#include <stdexcept>

#include "check.h"
#include "driver.h"

using namespace vmwright;
using namespace vmwright::virtio;
using driver::Arena;
using driver::Ring;

namespace {

constexpr std::uint16_t kSize = 8;

// A ring with both of its ends.
struct Pair {
  Arena arena{1 << 20, {0x10000}};
  Ring ring{arena, kSize};
  Queue queue;
  Chain chain;
  explicit Pair(bool indirect = true, bool event_idx = false) : queue(arena.memory(), ring.layout(), indirect, event_idx) {}

  // One direct descriptor 0, and what the device makes of it.
  Pop pop(const driver::Descriptor& descriptor) {
    ring.descriptor(0, descriptor);
    ring.available(0);
    return queue.pop(chain);
  }
};

std::string text(const iovec& buffer) { return {static_cast<const char*>(buffer.iov_base), buffer.iov_len}; }

void a_request_goes_there_and_back() {
  Pair pair;
  const GuestAddr answer = pair.arena.allocate(16);
  const std::uint16_t head = pair.ring.add({{pair.arena.place("ab"), 2}, {pair.arena.place("cde"), 3}, {answer, 16, true}});
  CHECK(pair.queue.pop(pair.chain) == Pop::chain);
  CHECK(pair.chain.head == head);
  CHECK(pair.chain.readable.size() == 2 && pair.chain.readable_bytes == 5);
  CHECK(text(pair.chain.readable[0]) == "ab" && text(pair.chain.readable[1]) == "cde");
  CHECK(pair.chain.writable.size() == 1 && pair.chain.writable_bytes == 16);
  std::memcpy(pair.chain.writable[0].iov_base, "done", 4);
  CHECK(pair.queue.pop(pair.chain) == Pop::empty);
  CHECK(!pair.ring.used());
  pair.queue.push(head, 4);
  const auto used = pair.ring.used();
  CHECK(used && used->head == head && used->written == 4);
  CHECK(pair.arena.text(answer, 4) == "done");
  CHECK(pair.queue.should_interrupt());
  CHECK(!pair.queue.should_interrupt());
}

void an_indirect_table_is_followed() {
  Pair pair;
  std::vector<driver::Buffer> buffers;
  for (int i = 0; i < kSize; i++) buffers.push_back({pair.arena.allocate(8), 8, i >= 4});
  pair.ring.add_indirect(buffers);
  CHECK(pair.queue.pop(pair.chain) == Pop::chain);
  CHECK(pair.chain.readable.size() == 4 && pair.chain.writable.size() == 4);
}

// Section 2.7.5.3.2: normal descriptors, then one indirect.
void an_indirect_table_may_end_a_chain() {
  Pair pair;
  const GuestAddr table = pair.arena.allocate(16);
  pair.arena.memory().write(table, driver::Descriptor{pair.arena.place("body").value, 4, 0, 0});
  pair.ring.descriptor(1, {table.value, 16, driver::kIndirect | driver::kWrite, 0});
  CHECK(pair.pop({pair.arena.place("head").value, 4, driver::kNext, 1}) == Pop::chain);
  CHECK(pair.chain.readable.size() == 2 && text(pair.chain.readable[1]) == "body");
}

void indices_wrap() {
  Pair pair;
  pair.queue.resume_at({0xfffe, 0xfffd});
  pair.ring.set_available_index(0xfffe);
  const GuestAddr buffer = pair.arena.allocate(8);
  for (int i = 0; i < 20; i++) {
    pair.ring.add({{buffer, 8}});
    CHECK(pair.queue.pop(pair.chain) == Pop::chain);
    pair.queue.push(pair.chain.head, 0);
    CHECK(pair.ring.used_index() == static_cast<std::uint16_t>(0xfffe + i));
  }
  CHECK((pair.queue.counters() == QueueCounters{18, 17}));
}

void a_popped_request_can_be_given_back() {
  Pair pair;
  const std::uint16_t head = pair.ring.add({{pair.arena.place("x"), 1}});
  CHECK(pair.queue.pop(pair.chain) == Pop::chain);
  pair.queue.undo_pop();
  CHECK(pair.queue.pop(pair.chain) == Pop::chain && pair.chain.head == head);
  CHECK(pair.queue.pop(pair.chain) == Pop::empty);
}

void flags_suppress_notifications() {
  Pair pair;
  pair.queue.disable_notifications();
  CHECK(pair.ring.used_flags() == 1);
  CHECK(pair.queue.enable_notifications());
  CHECK(pair.ring.used_flags() == 0);
  pair.ring.add({{pair.arena.place("x"), 1}});
  CHECK(!pair.queue.enable_notifications());
  pair.ring.set_available_flags(1);
  pair.queue.push(0, 0);
  CHECK(!pair.queue.should_interrupt());
}

void event_indices_suppress_notifications() {
  Pair pair(true, true);
  pair.ring.set_used_event(2);
  for (int i = 1; i <= 4; i++) {
    pair.queue.push(0, 0);
    CHECK(pair.queue.should_interrupt() == (i == 3));
  }
  pair.ring.set_used_event(5);
  for (int i = 0; i < 3; i++) pair.queue.push(0, 0);
  CHECK(pair.queue.should_interrupt());
  pair.ring.add({{pair.arena.place("x"), 1}});
  CHECK(pair.queue.pop(pair.chain) == Pop::chain);
  CHECK(pair.queue.enable_notifications());
  CHECK(pair.ring.available_event() == 1);
  pair.queue.resume_at({1, 7});
  pair.queue.push(0, 0);
  CHECK(pair.queue.should_interrupt());  // who knows what was told before
}

void rings_must_fit_and_be_aligned() {
  Pair pair;
  const GuestMemory& memory = pair.arena.memory();
  const QueueLayout good = pair.ring.layout();
  const auto build = [&](QueueLayout layout) { return Queue(memory, layout, true, true).size(); };
  CHECK(build(good) == kSize);
  const std::uint64_t end = pair.arena.end().value;
  for (const std::uint16_t size : {0, 3, 12, 40000}) {
    QueueLayout layout = good;
    layout.size = size;
    CHECK_THROWS(std::invalid_argument, build(layout));
  }
  for (GuestAddr QueueLayout::*ring : {&QueueLayout::descriptors, &QueueLayout::driver, &QueueLayout::device}) {
    QueueLayout layout = good;
    layout.*ring = {(good.*ring).value + 1};
    CHECK_THROWS(std::invalid_argument, build(layout));
    for (const std::uint64_t address : {end - 16, end, UINT64_MAX - 15, std::uint64_t{0}}) {
      layout.*ring = {address};
      CHECK_THROWS(std::out_of_range, build(layout));
    }
  }
}

void an_unused_queue_is_empty() {
  Queue queue;
  Chain chain;
  queue.push(0, 0);
  queue.disable_notifications();
  CHECK(!queue.ready() && queue.pop(chain) == Pop::empty && !queue.should_interrupt() && queue.enable_notifications());
}

void a_bad_index_breaks_the_queue() {
  Pair jump;
  jump.ring.set_available_index(kSize + 1);
  CHECK(jump.queue.pop(jump.chain) == Pop::broken);
  jump.ring.set_available_index(0);
  CHECK(jump.queue.pop(jump.chain) == Pop::broken);  // for good
  Pair head;
  head.ring.available(kSize);
  CHECK(head.queue.pop(head.chain) == Pop::broken);
  Pair next;
  CHECK(next.pop({0x20000, 8, driver::kNext, kSize}) == Pop::broken);
}

void a_loop_breaks_the_queue() {
  Pair self;
  CHECK(self.pop({0x20000, 8, driver::kNext, 0}) == Pop::broken);
  Pair two;
  two.ring.descriptor(1, {0x20000, 8, driver::kNext, 0});
  CHECK(two.pop({0x20000, 8, driver::kNext, 1}) == Pop::broken);
}

void a_bad_buffer_breaks_the_queue() {
  const std::uint64_t end = Pair().arena.end().value;
  const driver::Descriptor bad[] = {
      {end, 1, 0, 0},        {end - 8, 9, 0, 0}, {UINT64_MAX, 2, 0, 0}, {UINT64_MAX - 3, 4, 0, 0},
      {0, 8, 0, 0},          {0x20000, 0, 0, 0}, {0x20000, UINT32_MAX, driver::kWrite, 0},
  };
  for (const auto& descriptor : bad) CHECK(Pair().pop(descriptor) == Pop::broken);
  CHECK(Pair().pop({end - 8, 8, 0, 0}) == Pop::chain);
}

void readable_comes_before_writable() {
  Pair pair;
  pair.ring.descriptor(1, {0x20000, 8, 0, 0});
  CHECK(pair.pop({0x20000, 8, driver::kNext | driver::kWrite, 1}) == Pop::broken);
}

// Only a table of memory that is all valid could reach this: 4 GiB of it, so the sum is what stops the walk.
void the_sum_of_lengths_is_bounded() {
  const GuestMemory memory = GuestMemory::with_device_hole(8ULL << 30);
  Chain chain;
  std::vector<driver::Descriptor> table(4, {kHighMemory.value, 0x8000'0000, driver::kNext, 0});
  for (std::uint16_t i = 0; i < table.size(); i++) table[i].next = i + 1;
  const auto walk = [&] { return walk_chain(memory, std::as_bytes(std::span(table)), 0, false, chain); };
  table[1].flags = 0;
  CHECK(walk() && chain.readable_bytes == kChainBytes);
  table[1].flags = driver::kNext;
  table[2] = {kHighMemory.value, 1, 0, 0};
  CHECK(!walk());
}

void a_bad_indirect_table_breaks_the_queue() {
  Pair pair;
  const std::uint64_t table = pair.arena.allocate(32).value;
  const driver::Descriptor bad[] = {
      {table, 0, driver::kIndirect, 0},
      {table, 24, driver::kIndirect, 0},
      {table, 32, driver::kIndirect | driver::kNext, 1},
      {pair.arena.end().value - 16, 32, driver::kIndirect, 0},
      {UINT64_MAX - 15, 16, driver::kIndirect, 0},
      {table, 0xffff'fff0, driver::kIndirect, 0},
  };
  for (const auto& descriptor : bad) CHECK(Pair().pop(descriptor) == Pop::broken);
  Pair unknown(false);
  const GuestAddr one = unknown.arena.allocate(16);
  unknown.arena.memory().write(one, driver::Descriptor{0x20000, 8, 0, 0});
  CHECK(unknown.pop({one.value, 16, driver::kIndirect, 0}) == Pop::broken);
}

void indirect_tables_are_bounded() {
  Pair nested;
  const GuestAddr table = nested.arena.allocate(16);
  nested.arena.memory().write(table, driver::Descriptor{table.value, 16, driver::kIndirect, 0});
  CHECK(nested.pop({table.value, 16, driver::kIndirect, 0}) == Pop::broken);
  Pair loop;
  const GuestAddr self = loop.arena.allocate(16);
  loop.arena.memory().write(self, driver::Descriptor{0x20000, 8, driver::kNext, 0});
  CHECK(loop.pop({self.value, 16, driver::kIndirect, 0}) == Pop::broken);
  Pair outside;
  const GuestAddr short_table = outside.arena.allocate(32);
  outside.arena.memory().write(short_table, driver::Descriptor{0x20000, 8, driver::kNext, 1});
  CHECK(outside.pop({short_table.value, 16, driver::kIndirect, 0}) == Pop::broken);
  Pair long_one;
  std::vector<driver::Buffer> buffers(kSize + 1, {{0x20000}, 8});
  long_one.ring.add_indirect(buffers);
  CHECK(long_one.queue.pop(long_one.chain) == Pop::broken);
}

// Descriptors that are half sensible get further than pure noise.
void noise_is_survived() {
  std::mt19937_64 random(20240229);
  int chains = 0;
  int broken = 0;
  for (int round = 0; round < 3000; round++) {
    Pair pair(round % 2 == 0, round % 3 == 0);
    const std::uint64_t base = 0x10000;
    for (std::uint16_t i = 0; i < kSize; i++) {
      const bool wild = random() % 8 == 0;
      pair.ring.descriptor(i, {wild ? random() : base + random() % (1 << 20),
                               static_cast<std::uint32_t>(wild ? random() : random() % 256),
                               static_cast<std::uint16_t>(wild ? random() : random() % 8),
                               static_cast<std::uint16_t>(wild ? random() : random() % kSize)});
    }
    for (std::uint64_t i = random() % kSize + 1; i > 0; i--) pair.ring.available(random() % (kSize + (random() % 8 == 0)));
    Pop pop;
    for (int i = 0; (pop = pair.queue.pop(pair.chain)) == Pop::chain; i++) {
      CHECK(i < kSize);
      CHECK(pair.chain.readable.size() + pair.chain.writable.size() <= kSize);
      chains++;
      for (const iovec& buffer : pair.chain.writable) std::memset(buffer.iov_base, 0xa5, buffer.iov_len);
      pair.queue.push(pair.chain.head, static_cast<std::uint32_t>(random()));
      pair.queue.should_interrupt();
    }
    broken += pop == Pop::broken;
    pair.queue.enable_notifications();
  }
  CHECK(chains > 100 && broken > 100);
}

}  // namespace

Suite queue_suite() {
  return {"queue",
          {{"a request goes there and back", a_request_goes_there_and_back},
           {"an indirect table is followed", an_indirect_table_is_followed},
           {"an indirect table may end a chain", an_indirect_table_may_end_a_chain},
           {"indices wrap", indices_wrap},
           {"a popped request can be given back", a_popped_request_can_be_given_back},
           {"flags suppress notifications", flags_suppress_notifications},
           {"event indices suppress notifications", event_indices_suppress_notifications},
           {"rings must fit and be aligned", rings_must_fit_and_be_aligned},
           {"an unused queue is empty", an_unused_queue_is_empty},
           {"a bad index breaks the queue", a_bad_index_breaks_the_queue},
           {"a loop breaks the queue", a_loop_breaks_the_queue},
           {"a bad buffer breaks the queue", a_bad_buffer_breaks_the_queue},
           {"readable comes before writable", readable_comes_before_writable},
           {"the sum of lengths is bounded", the_sum_of_lengths_is_bounded},
           {"a bad indirect table breaks the queue", a_bad_indirect_table_breaks_the_queue},
           {"indirect tables are bounded", indirect_tables_are_bounded},
           {"noise is survived", noise_is_survived}}};
}
