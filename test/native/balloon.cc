#include "kvm/virtio/balloon.h"

#include <linux/virtio_balloon.h>
#include <sys/mman.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <random>

#include "check.h"
#include "driver.h"
#include "kvm/virtio/balloon_pages.h"

using namespace vmwright;
using namespace driver;
using virtio::Balloon;
using virtio::BalloonConfig;

namespace {

constexpr std::size_t kInflate = 0;
constexpr std::size_t kDeflate = 1;
constexpr std::size_t kStats = 2;
constexpr std::size_t kReport = 3;
constexpr std::uint64_t kPage = 4096;

// A guest of 16 MiB with four rings at its start.
struct Guest {
  Arena arena{16 << 20};
  Ring inflate{arena, 128}, deflate{arena, 128}, stats{arena, 128}, report{arena, 128};
  LoopThread loop;
  Balloon balloon;
  Harness harness;

  explicit Guest(BalloonConfig config = {})
      : balloon(loop.loop(), std::move(config)),
        harness(arena.memory(), balloon, {&inflate, &deflate, &stats, &report}) {}

  // Pages that hold something, as `resident` counts them.
  GuestAddr fill(std::size_t pages) {
    const GuestAddr addr = arena.allocate(pages * kPage, kPage);
    std::memset(arena.memory().slice(addr, pages * kPage).data(), 0x77, pages * kPage);
    return addr;
  }
  std::size_t resident(GuestAddr addr, std::size_t pages) const {
    std::vector<unsigned char> map(pages);
    if (mincore(arena.memory().slice(addr, pages * kPage).data(), pages * kPage, map.data()) != 0) return SIZE_MAX;
    return static_cast<std::size_t>(std::ranges::count_if(map, [](unsigned char one) { return (one & 1) != 0; }));
  }
  void send(std::size_t queue, Ring& ring, const std::vector<std::uint32_t>& pages) {
    const std::string_view bytes(reinterpret_cast<const char*>(pages.data()), pages.size() * 4);
    ring.add({{arena.place(bytes), static_cast<std::uint32_t>(bytes.size())}});
    harness.kick(queue);
    CHECK(harness.wait_used(queue));
  }
};

std::vector<std::uint32_t> numbers(GuestAddr first, std::size_t count) {
  std::vector<std::uint32_t> pages;
  for (std::size_t i = 0; i < count; i++) pages.push_back(static_cast<std::uint32_t>(first.value / kPage + i));
  return pages;
}

void gives_pages_back() {
  Guest guest;
  const GuestAddr addr = guest.fill(300);
  CHECK(guest.resident(addr, 300) == 300);
  auto pages = numbers(addr, 256);
  std::shuffle(pages.begin(), pages.end(), std::mt19937(1));
  guest.send(kInflate, guest.inflate, pages);
  CHECK(guest.resident(addr, 256) == 0);
  CHECK(guest.resident({addr.value + 256 * kPage}, 44) == 44);
  CHECK(guest.arena.memory().read<std::uint32_t>(addr) == 0);
  CHECK(guest.balloon.stats().inflated_bytes == 256 * kPage);
  guest.send(kDeflate, guest.deflate, pages);
}

void passes_over_what_is_not_memory() {
  Guest guest;
  const GuestAddr addr = guest.fill(3);
  const auto first = static_cast<std::uint32_t>(addr.value / kPage);
  guest.send(kInflate, guest.inflate, {UINT32_MAX, first, 0x1000, first, 0xfff'ffff, first + 2, 0x10'0000});
  CHECK(guest.resident(addr, 3) == 1);
  CHECK(guest.balloon.stats().inflated_bytes == 2 * kPage);
  // Half a number.
  guest.inflate.add({{guest.arena.place("abcdef"), 6}});
  guest.inflate.add({{guest.arena.allocate(64), 64, true}});
  guest.harness.kick(kInflate);
  CHECK(guest.harness.wait_used(kInflate));
}

void frees_neighbours_together() {
  const GuestMemory memory({0}, 64 * kPage);
  std::memset(memory.slice({0}, 64 * kPage).data(), 1, 64 * kPage);
  std::vector<std::uint32_t> pages = {63, 5, 4, 6, 5, 0, 64, 62};
  CHECK(virtio::free_pages(memory, pages) == 6 * kPage);
  for (const std::uint64_t page : {0, 4, 5, 6, 62, 63}) CHECK(memory.read<std::uint64_t>({page * kPage}) == 0);
  for (const std::uint64_t page : {1, 3, 7, 61}) CHECK(memory.read<std::uint64_t>({page * kPage}) != 0);
  // Parts of pages stay.
  CHECK(virtio::free_pages(memory.slice({10 * kPage + 1}, 2 * kPage)) == kPage);
  CHECK(memory.read<std::uint8_t>({11 * kPage - 1}) == 1 && memory.read<std::uint8_t>({11 * kPage}) == 0);
  CHECK(virtio::free_pages(memory.slice({20 * kPage + 1}, kPage)) == 0);
}

void takes_free_page_reports() {
  Guest guest;
  const GuestAddr addr = guest.fill(1024);
  guest.report.add({{addr, 512 * kPage, true}, {{addr.value + 600 * kPage}, 100 * kPage, true}});
  guest.harness.kick(kReport);
  CHECK(guest.harness.wait_used(kReport));
  CHECK(guest.resident(addr, 1024) == 1024 - 612);
  CHECK(guest.balloon.stats().reported_bytes == 612 * kPage);
}

std::uint32_t config(Balloon& balloon, std::uint64_t offset) {
  std::uint32_t value = 0;
  balloon.read_config(offset, std::as_writable_bytes(std::span(&value, 1)));
  return value;
}

void follows_its_owner() {
  EventFd told;
  std::atomic<std::uint64_t> actual = 0;
  const auto on_actual = [&](std::uint64_t bytes) {
    actual = bytes;
    told.notify();
  };
  Guest guest({.target = 10 * kPage, .on_actual = on_actual, .on_stats = {}});
  CHECK(config(guest.balloon, 0) == 10);
  guest.balloon.set_target(64 << 20);
  CHECK(guest.harness.wait_config_changed());
  CHECK(config(guest.balloon, 0) == (64 << 20) / kPage);
  const std::uint32_t pages = 77;
  guest.balloon.write_config(4, std::as_bytes(std::span(&pages, 1)));
  CHECK(wait_for(told) && actual == 77 * kPage);
  CHECK(config(guest.balloon, 4) == 77 && config(guest.balloon, 8) == 0 && config(guest.balloon, UINT64_MAX) == 0);
  CHECK(guest.balloon.stats().actual_bytes == 77 * kPage);
  // Writes anywhere else mean nothing.
  guest.balloon.write_config(0, std::as_bytes(std::span(&pages, 1)));
  guest.balloon.write_config(6, std::as_bytes(std::span(&pages, 1)));
  CHECK(config(guest.balloon, 0) == (64 << 20) / kPage && config(guest.balloon, 4) == 77);
  guest.harness.reset();
  CHECK(config(guest.balloon, 4) == 0);
}

std::string figures(std::initializer_list<std::pair<std::uint16_t, std::uint64_t>> list) {
  std::string bytes;
  for (const auto& [tag, value] : list) {
    bytes.append(reinterpret_cast<const char*>(&tag), 2);
    bytes.append(reinterpret_cast<const char*>(&value), 8);
  }
  return bytes;
}

void asks_for_figures() {
  EventFd told;
  Guest guest({.on_actual = {}, .on_stats = [&](const virtio::GuestMemoryStats&) { told.notify(); }});
  const auto add = [&](const std::string& bytes) {
    guest.stats.add({{guest.arena.place(bytes), static_cast<std::uint32_t>(bytes.size())}});
    guest.harness.kick(kStats);
  };
  add(figures({{VIRTIO_BALLOON_S_MEMFREE, 5}, {VIRTIO_BALLOON_S_MEMTOT, 9}, {999, 1}}) + "odd");
  CHECK(wait_for(told));
  CHECK(guest.balloon.stats().guest.free_bytes == 5 && guest.balloon.stats().guest.total_bytes == 9);
  CHECK(!guest.balloon.stats().guest.available_bytes);
  // The buffer stays with the device until it wants new figures.
  CHECK(guest.stats.used_index() == 0);
  guest.balloon.request_stats();
  CHECK(guest.harness.wait_used(kStats));
  add(figures({{VIRTIO_BALLOON_S_AVAIL, 3}}));
  CHECK(wait_for(told));
  CHECK(guest.balloon.stats().guest.available_bytes == 3 && !guest.balloon.stats().guest.free_bytes);
  // Paused, the buffer is back in the ring; and comes out of it again.
  guest.harness.pause();
  CHECK(guest.stats.used_index() == 1);
  guest.harness.resume();
  CHECK(wait_for(told));
  guest.balloon.request_stats();
  CHECK(guest.harness.wait_used(kStats));
}

void keeps_one_buffer_for_figures() {
  Guest guest;
  for (int i = 0; i < 5; i++) guest.stats.add({{guest.arena.place(figures({{4, 1}})), 10}});
  guest.harness.kick(kStats);
  for (int i = 0; i < 4; i++) CHECK(guest.harness.wait_used(kStats));
  CHECK(guest.stats.used_index() == 4);
}

// Without STATS_VQ the reports come on the third queue: section 5.5.2.
void counts_negotiated_queues_only() {
  Arena arena{16 << 20};
  Ring inflate{arena, 128}, deflate{arena, 128}, report{arena, 128};
  LoopThread loop;
  Balloon balloon(loop.loop(), {});
  Harness harness(arena.memory(), balloon, {&inflate, &deflate, &report, nullptr}, 1ULL << VIRTIO_BALLOON_F_STATS_VQ);
  const GuestAddr addr = arena.allocate(8 * kPage, kPage);
  report.add({{addr, 8 * kPage, true}});
  harness.kick(2);
  CHECK(harness.wait_used(2));
  CHECK(balloon.stats().reported_bytes == 8 * kPage);
}

// As Linux does: the buffer is there before the device is, and no notification tells of it.
void looks_at_its_queues_when_it_starts() {
  Arena arena{16 << 20};
  Ring inflate{arena, 128}, deflate{arena, 128}, stats{arena, 128}, report{arena, 128};
  stats.add({{arena.place(figures({{VIRTIO_BALLOON_S_MEMFREE, 5}})), 10}});
  EventFd told;
  LoopThread loop;
  Balloon balloon(loop.loop(), {.on_actual = {}, .on_stats = [&](const virtio::GuestMemoryStats&) { told.notify(); }});
  Harness harness(arena.memory(), balloon, {&inflate, &deflate, &stats, &report});
  CHECK(wait_for(told));
  CHECK(balloon.stats().guest.free_bytes == 5);
}

void survives_garbage() {
  std::mt19937_64 random(3);
  for (int round = 0; round < 30; round++) {
    Guest guest;
    int queue = 0;
    for (Ring* ring : {&guest.inflate, &guest.deflate, &guest.stats, &guest.report}) {
      for (std::uint16_t i = 0; i < 128; i++) {
        const std::uint64_t address = random() % 8 == 0 ? random() : random() % (16 << 20);
        const auto length = static_cast<std::uint32_t>(random() % (1 << 16));
        const auto flags = static_cast<std::uint16_t>(random() % 8);
        ring->descriptor(i, {address, length, flags, static_cast<std::uint16_t>(random() % 130)});
      }
      for (int i = 0; i < 20; i++) ring->available(static_cast<std::uint16_t>(random() % 128));
      guest.harness.kick(static_cast<std::size_t>(queue++));
    }
    guest.balloon.request_stats();
    if (round % 2 == 0) guest.harness.pause();
    if (round % 4 == 0) guest.harness.resume();
    guest.harness.reset();
  }
}

}  // namespace

Suite balloon_suite() {
  return {"balloon",
          {{"gives pages back", gives_pages_back},
           {"passes over what is not memory", passes_over_what_is_not_memory},
           {"frees neighbours together", frees_neighbours_together},
           {"takes free page reports", takes_free_page_reports},
           {"follows its owner", follows_its_owner},
           {"asks for figures", asks_for_figures},
           {"keeps one buffer for figures", keeps_one_buffer_for_figures},
           {"counts negotiated queues only", counts_negotiated_queues_only},
           {"looks at its queues when it starts", looks_at_its_queues_when_it_starts},
           {"survives garbage", survives_garbage}}};
}
