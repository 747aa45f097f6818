// What goes wrong: hostile guests, hosts that fail, and the device stopped while requests are in flight.
#include <sys/mount.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <filesystem>
#include <random>

#include "base/error.h"
#include "check.h"
#include "disk_driver.h"

using namespace vmwright;
using namespace driver;
using block::DiskMode;
using block::EngineChoice;

namespace {

constexpr std::size_t kSize = 1 << 20;

virtio::BlockConfig raw(const std::string& path, EngineChoice engine,
                        std::function<void(const virtio::BlockFault&)> on_fault) {
  return {.image = block::open_image({.path = path, .mode = DiskMode::writable, .overlay_folder = {}}),
          .serial = {},
          .engine = engine,
          .limit = {},
          .on_fault = std::move(on_fault)};
}

void works(Disk& disk) {
  std::string data;
  CHECK(disk.read(0, 4096, data) == kOk);
}

void answers_a_request_without_status() {
  const TempFolder folder;
  Disk disk(folder.file("disk", noise(kSize, 1)), EngineChoice::thread);
  disk.ring().add({{disk.header(VIRTIO_BLK_T_IN, 0), 16}});
  disk.harness().kick(0);
  const auto used = disk.wait();
  CHECK(used && used->written == 0);
  disk.ring().add({{disk.arena().allocate(16), 16, true}});
  disk.harness().kick(0);
  CHECK(disk.wait());
  works(disk);
}

void refuses_nonsense(EngineChoice engine) {
  const TempFolder folder;
  const std::string before = noise(kSize, 2);
  Disk disk(folder.file("disk", before), engine);
  std::string data;
  CHECK(disk.read(kSize / 512, 512, data) == kIoError);
  CHECK(disk.read(UINT64_MAX, 512, data) == kIoError);
  CHECK(disk.read(0, 100, data) == kIoError);
  CHECK(disk.write(kSize / 512 - 1, noise(1024, 3)) == kIoError);
  CHECK(disk.write(0, noise(513, 3)) == kIoError);
  CHECK(disk.discard(0, UINT32_MAX) == kIoError);
  CHECK(disk.discard(0, 8, 1) == kUnsupported);
  CHECK(disk.write_zeroes(UINT64_MAX, 1) == kIoError);
  CHECK(disk.device().stats().refused_requests == 8);
  CHECK(folder.read("disk") == before);
  works(disk);
}

// Descriptors, headers and indices that are random bytes. The device answers, asks for a reset, or both; and works again
// after.
void survives_garbage(EngineChoice engine) {
  const TempFolder folder;
  const std::string path = folder.file("disk", noise(kSize, 4));
  std::mt19937_64 random(5);
  for (int round = 0; round < 40; round++) {
    Disk disk(path, engine);
    for (std::uint16_t i = 0; i < 256; i++) {
      const std::uint64_t address = random() % 4 == 0 ? random() : random() % (48 << 20);
      std::uint32_t length = random() % 2 == 0 ? 16 : 512;
      if (random() % 3 == 0) length = static_cast<std::uint32_t>(random());
      const auto flags = static_cast<std::uint16_t>(random() % 8);
      disk.ring().descriptor(i, {address, length, flags, static_cast<std::uint16_t>(random() % 260)});
    }
    const auto garbage = noise(1 << 20, random());
    disk.arena().memory().write_bytes({1 << 20}, std::as_bytes(std::span(garbage)));
    for (int i = 0; i < 50; i++) disk.ring().available(static_cast<std::uint16_t>(random() % 256));
    if (round % 4 == 0) disk.ring().set_available_index(static_cast<std::uint16_t>(random()));
    disk.harness().kick(0);
    if (round % 2 == 0) disk.harness().pause();
    disk.harness().reset();
  }
  Disk disk(path, engine);
  works(disk);
}

void asks_for_a_reset_when_the_ring_is_broken() {
  const TempFolder folder;
  Disk disk(folder.file("disk", noise(kSize, 6)), EngineChoice::thread);
  disk.ring().descriptor(0, {UINT64_MAX, 512, 0, 0});
  disk.ring().available(0);
  disk.harness().kick(0);
  CHECK(disk.harness().wait_needs_reset());
}

void tells_of_a_file_that_became_shorter(EngineChoice engine) {
  const TempFolder folder;
  const std::string path = folder.file("disk", noise(kSize, 7));
  EventFd told;
  std::atomic<int> errnum = 0;
  Disk disk(raw(path, engine, [&](const virtio::BlockFault& fault) {
    errnum = fault.errnum;
    told.notify();
  }));
  std::filesystem::resize_file(path, 10000);
  std::string data;
  CHECK(disk.read(0, 8192, data) == kOk);
  CHECK(disk.read(16, 8192, data) == kIoError);
  CHECK(disk.read(1000, 4096, data) == kIoError);
  CHECK(wait_for(told) && errnum == EIO);
  const auto stats = disk.device().stats();
  CHECK(stats.errors == 2 && stats.last_errno == EIO && stats.read_requests == 1);
}

// A small tmpfs of its own, mounted and unmounted.
class SmallDisk {
 public:
  explicit SmallDisk(const std::string& path) : path_(path) {
    if (mount("tmpfs", path_.c_str(), "tmpfs", 0, "size=1m") == 0) return;
    throw Skipped(std::string("cannot mount a tmpfs: ") + std::strerror(errno));
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() { umount2(path_.c_str(), MNT_DETACH); }

 private:
  std::string path_;
};

void tells_of_a_full_disk(EngineChoice engine) {
  const TempFolder folder;
  const std::string base = folder.file("base", noise(8 << 20, 8));
  std::filesystem::create_directory(folder.path() + "/small");
  const SmallDisk small(folder.path() + "/small");
  const std::string small_folder = folder.path() + "/small";
  Disk disk({.image = block::open_image({.path = base, .mode = DiskMode::overlay, .overlay_folder = small_folder}),
             .serial = {},
             .engine = engine,
             .limit = {},
             .on_fault = {}});
  CHECK(disk.write(0, noise(512 << 10, 9)) == kOk);
  CHECK(disk.write(2048, noise(2 << 20, 10)) == kIoError);
  CHECK(disk.device().stats().last_errno == ENOSPC);
  std::string data;
  CHECK(disk.read(0, 512 << 10, data) == kOk);
  CHECK(data == noise(512 << 10, 9));
  CHECK(disk.read(2048, 1 << 20, data) == kOk);
  CHECK(data == noise(8 << 20, 8).substr(1 << 20, 1 << 20));
  // What the guest gives back can be written again.
  CHECK(disk.discard(0, 1024) == kOk);
  CHECK(disk.write(8192, noise(256 << 10, 11)) == kOk);
}

void pauses_in_mid_flight(EngineChoice engine) {
  const TempFolder folder;
  const std::string before = noise(8 << 20, 12);
  Disk disk(folder.file("disk", before), engine);
  for (int round = 0; round < 50; round++) {
    disk.recycle();
    std::vector<Disk::Pending> pending;
    for (std::uint64_t i = 0; i < 32; i++) pending.push_back(disk.begin(VIRTIO_BLK_T_IN, i * 256, 128 << 10));
    disk.harness().kick(0);
    disk.harness().pause();
    const std::uint16_t used = disk.ring().used_index();
    // All or nothing of each: what was taken has ended, the rest is untouched while paused.
    int answered = 0;
    for (const auto& one : pending) answered += disk.status(one) == kOk;
    CHECK(static_cast<std::uint16_t>(round * 32 + answered) == used);
    disk.harness().kick(0);
    CHECK(disk.ring().used_index() == used);
    disk.harness().resume();
    for (std::size_t i = 0; i < pending.size(); i++) CHECK(disk.wait());
    for (const auto& one : pending) CHECK(disk.status(one) == kOk);
  }
}

void resets_in_mid_flight(EngineChoice engine) {
  const TempFolder folder;
  const std::string path = folder.file("disk", noise(8 << 20, 13));
  for (int round = 0; round < 15; round++) {
    Disk disk(path, engine);
    for (std::uint64_t i = 0; i < 60; i++) disk.begin(VIRTIO_BLK_T_IN, i * 256, 128 << 10);
    disk.begin(VIRTIO_BLK_T_FLUSH, 0, 0);
    disk.harness().kick(0);
    if (round % 3 == 1) disk.wait();
    disk.harness().reset();
    // From now on the memory is the guest's alone.
    const GuestAddr first = disk.arena().memory().regions()[0].base;
    const auto all = disk.arena().memory().slice(first, disk.arena().memory().size());
    std::memset(all.data(), 0x5a, all.size());
    usleep(2000);
    CHECK(std::memcmp(all.data(), all.data() + 1, all.size() - 1) == 0);
  }
}

void keeps_writers_apart() {
  const TempFolder folder;
  const std::string path = folder.file("disk", noise(4096, 14));
  const auto writer = block::open_image({.path = path, .mode = DiskMode::writable, .overlay_folder = {}});
  CHECK_THROWS(Error, block::open_image({.path = path, .mode = DiskMode::writable, .overlay_folder = {}}));
  CHECK_THROWS(Error, block::open_image({.path = path, .mode = DiskMode::read_only, .overlay_folder = {}}));
  const std::string shared = folder.file("shared", noise(4096, 15));
  const auto one = block::open_image({.path = shared, .mode = DiskMode::read_only, .overlay_folder = {}});
  const auto two = block::open_image({.path = shared, .mode = DiskMode::overlay, .overlay_folder = folder.path()});
  CHECK_THROWS(Error, block::open_image({.path = shared, .mode = DiskMode::writable, .overlay_folder = {}}));
  CHECK_THROWS(Error, block::open_image({.path = "/dev/null", .mode = DiskMode::writable, .overlay_folder = {}}));
  CHECK_THROWS(Error, block::open_image({.path = folder.path(), .mode = DiskMode::read_only, .overlay_folder = {}}));
}

}  // namespace

Suite block_faults_suite() {
  return {"block_faults",
          {{"answers a request without status", answers_a_request_without_status},
           {"refuses nonsense", [] { with_both_engines(refuses_nonsense); }},
           {"survives garbage", [] { with_both_engines(survives_garbage); }},
           {"asks for a reset when the ring is broken", asks_for_a_reset_when_the_ring_is_broken},
           {"tells of a file that became shorter", [] { with_both_engines(tells_of_a_file_that_became_shorter); }},
           {"tells of a full disk", [] { with_both_engines(tells_of_a_full_disk); }},
           {"pauses in mid-flight", [] { with_both_engines(pauses_in_mid_flight); }},
           {"resets in mid-flight", [] { with_both_engines(resets_in_mid_flight); }},
           {"keeps writers apart", keeps_writers_apart}}};
}
