#include <random>

#include "base/error.h"
#include "check.h"
#include "disk_driver.h"
#include "kvm/block/sector_map.h"

using namespace vmwright;
using namespace driver;
using block::EngineChoice;

namespace {

constexpr std::size_t kBaseSize = 3 << 20;
constexpr std::size_t kSize = 5 << 20;

virtio::BlockConfig overlay(const TempFolder& folder, const std::string& base, std::uint64_t size,
                            EngineChoice engine) {
  const block::DiskConfig disk = {
      .path = base, .mode = block::DiskMode::overlay, .overlay_folder = folder.path(), .size = size};
  return {.image = block::open_image(disk), .serial = {}, .engine = engine, .limit = {}, .on_fault = {}};
}

void map_runs_and_counts() {
  block::SectorMap map(1000);
  CHECK(map.run(0, 1000) == 1000);
  map.set(63, 66);
  CHECK(!map.get(62) && map.get(63) && map.get(128) && !map.get(129));
  CHECK(map.run(0, 1000) == 63);
  CHECK(map.run(63, 1000) == 66);
  CHECK(map.run(63, 5) == 5);
  CHECK(map.run(129, 871) == 871);
  map.set(0, 256);
  CHECK(map.count() == 256);
  CHECK(map.run(64, 936) == 192);
  map.set(999, 1);
  CHECK(map.get(999) && map.count() == 257);
}

// Against a plain string: whatever mix of writes, zeroes and reads, over written and untouched sectors, below and past
// the base.
void behaves_like_a_disk(EngineChoice engine) {
  const TempFolder folder;
  std::string model = noise(kBaseSize, 1);
  const std::string base = folder.file("base", model);
  const std::string before = model;
  model.resize(kSize, '\0');
  Disk disk(overlay(folder, base, kSize, engine));
  std::mt19937_64 random(2);
  for (int i = 0; i < 1500; i++) {
    const std::uint64_t sectors = 1 + random() % (random() % 4 == 0 ? 300 : 20);
    const std::uint64_t sector = random() % (kSize / 512 - sectors);
    const std::size_t offset = sector * 512;
    const std::size_t bytes = sectors * 512;
    std::string data;
    switch (random() % 5) {
      case 0:
      case 1:
        data = noise(bytes, random());
        CHECK(disk.write(sector, data) == kOk);
        model.replace(offset, bytes, data);
        break;
      case 2:
        CHECK(disk.write_zeroes(sector, static_cast<std::uint32_t>(sectors), random() % 2) == kOk);
        model.replace(offset, bytes, std::string(bytes, '\0'));
        break;
      default:
        CHECK(disk.read(sector, bytes, data) == kOk);
        CHECK(data == model.substr(offset, bytes));
    }
  }
  std::string all;
  CHECK(disk.read(0, kSize, all) == kOk);
  CHECK(all == model);
  CHECK(folder.read("base") == before);
  CHECK(disk.device().stats().overlay_bytes > 0);
}

void discards_what_was_written_only(EngineChoice engine) {
  const TempFolder folder;
  const std::string base = folder.file("base", noise(kBaseSize, 3));
  Disk disk(overlay(folder, base, 0, engine));
  CHECK(disk.write(8, noise(4096, 4)) == kOk);
  CHECK(disk.discard(0, kBaseSize / 512) == kOk);
  CHECK(disk.device().stats().overlay_bytes == 4096);
  std::string data;
  CHECK(disk.read(8, 4096, data) == kOk);
  CHECK(data == std::string(4096, '\0'));
  CHECK(folder.read("base") == noise(kBaseSize, 3));
}

// A read that alternates between base and overlay a thousand times is done piece by piece.
void reads_what_is_scattered(EngineChoice engine) {
  const TempFolder folder;
  std::string model = noise(1 << 20, 5);
  Disk disk(overlay(folder, folder.file("base", model), 0, engine));
  for (std::size_t sector = 0; sector < 2048; sector += 2) {
    const std::string data = noise(512, sector);
    CHECK(disk.write(sector, data) == kOk);
    model.replace(sector * 512, 512, data);
  }
  std::string data;
  CHECK(disk.read(0, 1 << 20, data) == kOk);
  CHECK(data == model);
}

void leaves_nothing_behind() {
  const TempFolder folder;
  {
    const std::string base = folder.file("base", noise(kBaseSize, 6));
    Disk disk(overlay(folder, base, 0, EngineChoice::thread));
    CHECK(disk.write(0, noise(512, 7)) == kOk);
    CHECK(folder.entries() == 1);
  }
  CHECK(folder.entries() == 1);
}

void refuses_to_be_smaller_than_its_base() {
  const TempFolder folder;
  const std::string base = folder.file("base", noise(8192, 8));
  CHECK_THROWS(Error, overlay(folder, base, 4096, EngineChoice::thread));
  CHECK_THROWS(Error, overlay(folder, folder.path() + "/missing", 0, EngineChoice::thread));
}

void ends_at_the_last_whole_sector() {
  const TempFolder folder;
  Disk disk(overlay(folder, folder.file("base", noise(1000, 9)), 0, EngineChoice::thread));
  std::string data;
  CHECK(disk.read(0, 512, data) == kOk);
  CHECK(disk.read(1, 512, data) == kIoError);
}

// A flush of what ends with the VM costs nothing.
void flushes_at_once(EngineChoice engine) {
  const TempFolder folder;
  Disk disk(overlay(folder, folder.file("base", noise(8192, 10)), 0, engine));
  CHECK(disk.write(0, noise(512, 11)) == kOk);
  CHECK(disk.flush() == kOk);
  CHECK(disk.device().stats().flush_requests == 1);
}

}  // namespace

Suite overlay_suite() {
  return {"overlay",
          {{"map finds runs and counts", map_runs_and_counts},
           {"behaves like a disk and leaves the base untouched", [] { with_both_engines(behaves_like_a_disk); }},
           {"discards what was written only", [] { with_both_engines(discards_what_was_written_only); }},
           {"reads what is scattered", [] { with_both_engines(reads_what_is_scattered); }},
           {"leaves nothing behind", leaves_nothing_behind},
           {"refuses to be smaller than its base", refuses_to_be_smaller_than_its_base},
           {"ends at the last whole sector", ends_at_the_last_whole_sector},
           {"flushes at once", [] { with_both_engines(flushes_at_once); }}}};
}
