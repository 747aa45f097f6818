#include <chrono>
#include <thread>

#include "check.h"
#include "disk_driver.h"

using namespace vmwright;
using namespace driver;
using block::DiskMode;
using block::EngineChoice;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::size_t kSize = 1 << 20;

virtio::BlockConfig raw(const std::string& path, EngineChoice engine, virtio::RateLimitConfig limit = {}) {
  return {.image = block::open_image({.path = path, .mode = DiskMode::writable, .overlay_folder = {}}),
          .serial = {},
          .engine = engine,
          .limit = limit,
          .on_fault = {}};
}

void stores_and_gives_back(EngineChoice engine) {
  const TempFolder folder;
  const std::string before = noise(kSize, 1);
  Disk disk(folder.file("disk", before), engine);
  std::string data;
  CHECK(disk.read(0, kSize, data) == kOk);
  CHECK(data == before);
  const std::string written = noise(8192, 2);
  CHECK(disk.write(5, written) == kOk);
  CHECK(disk.flush() == kOk);
  CHECK(folder.read("disk") == std::string(before).replace(5 * 512, 8192, written));
  CHECK(disk.read(5, 8192, data) == kOk);
  CHECK(data == written);
  const auto stats = disk.device().stats();
  CHECK(stats.read_requests == 2 && stats.read_bytes == kSize + 8192);
  CHECK(stats.write_requests == 1 && stats.write_bytes == 8192 && stats.flush_requests == 1 && stats.errors == 0);
  CHECK(stats.engine == std::string(engine == EngineChoice::thread ? "thread" : "io_uring"));
}

void discards_and_zeroes(EngineChoice engine) {
  const TempFolder folder;
  std::string model = noise(kSize, 3);
  Disk disk(folder.file("disk", model), engine);
  CHECK(disk.write_zeroes(1, 3) == kOk);
  CHECK(disk.write_zeroes(100, 300, VIRTIO_BLK_WRITE_ZEROES_FLAG_UNMAP) == kOk);
  model.replace(512, 3 * 512, std::string(3 * 512, '\0'));
  model.replace(100 * 512, 300 * 512, std::string(300 * 512, '\0'));
  CHECK(folder.read("disk") == model);
  CHECK(disk.discard(1024, 1024) == kOk);
  CHECK(folder.read("disk").size() == kSize);
  const auto stats = disk.device().stats();
  CHECK(stats.write_zeroes_requests == 2 && stats.write_zeroes_bytes == 303 * 512);
  CHECK(stats.discard_requests == 1 && stats.discard_bytes == 1024 * 512);
}

void tells_its_serial() {
  const TempFolder folder;
  Disk disk(folder.file("disk", noise(4096, 4)), EngineChoice::thread);
  std::string id;
  CHECK(disk.id(id) == kOk);
  CHECK(id == "disk-0");
}

void describes_itself() {
  const TempFolder folder;
  const std::string path = folder.file("disk", std::string(10000, 'x'));
  LoopThread loop;
  virtio::Block device(loop.loop(), raw(path, EngineChoice::thread));
  virtio_blk_config config{};
  device.read_config(0, std::as_writable_bytes(std::span(&config, 1)));
  CHECK(config.capacity == 19 && config.blk_size == 512 && config.seg_max == 510 && config.max_discard_seg == 32);
  std::array<std::byte, 8> past;
  past.fill(std::byte{1});
  device.read_config(56, past);
  CHECK(past[0] == std::byte{1} && past[4] == std::byte{0});  // write_zeroes_may_unmap, and nothing after unused1
  device.read_config(UINT64_MAX, past);
  CHECK(past[0] == std::byte{0});
  CHECK((device.features() & (1ULL << VIRTIO_BLK_F_RO)) == 0);
}

void refuses_to_write_read_only() {
  const TempFolder folder;
  const std::string before = noise(8192, 5);
  Disk disk(folder.file("disk", before), EngineChoice::thread, DiskMode::read_only);
  CHECK((disk.device().features() & (1ULL << VIRTIO_BLK_F_RO)) != 0);
  CHECK((disk.device().features() & (1ULL << VIRTIO_BLK_F_DISCARD)) == 0);
  CHECK(disk.write(0, noise(512, 6)) == kIoError);
  CHECK(disk.write_zeroes(0, 1) == kIoError);
  std::string data;
  CHECK(disk.read(0, 8192, data) == kOk);
  CHECK(data == before && folder.read("disk") == before);
}

// A full queue at once, in one interrupt or a few, in whatever order.
void takes_a_full_queue(EngineChoice engine) {
  const TempFolder folder;
  const std::string before = noise(kSize, 7);
  Disk disk(folder.file("disk", before), engine);
  for (int round = 0; round < 20; round++) {
    disk.recycle();
    std::vector<Disk::Pending> pending;
    for (std::uint64_t i = 0; i < 85; i++) pending.push_back(disk.begin(VIRTIO_BLK_T_IN, i * 8, 4096));
    disk.harness().kick(0);
    for (std::size_t i = 0; i < pending.size(); i++) CHECK(disk.wait());
    for (std::uint64_t i = 0; i < 85; i++) {
      CHECK(disk.status(pending[i]) == kOk);
      CHECK(disk.arena().text(pending[i].data, 4096) == before.substr(i * 4096, 4096));
    }
  }
  CHECK(disk.device().stats().read_requests == 1700);
  CHECK(disk.harness().interrupts() < 1700);
}

void reads_into_scattered_buffers(EngineChoice engine) {
  const TempFolder folder;
  const std::string before = noise(kSize, 8);
  Disk disk(folder.file("disk", before), engine);
  const GuestAddr area = disk.arena().allocate(64 << 10);
  std::vector<Buffer> buffers = {{disk.header(VIRTIO_BLK_T_IN, 2), 16}};
  std::string expected = before.substr(1024, 200 * 256);
  for (std::uint64_t i = 0; i < 200; i++) buffers.push_back({{area.value + i * 300}, 256, true});
  buffers.push_back({{area.value + 200 * 300}, 1, true});
  disk.ring().add_indirect(buffers);
  disk.harness().kick(0);
  const auto used = disk.wait();
  CHECK(used && used->written == 200 * 256 + 1);
  std::string got;
  for (std::uint64_t i = 0; i < 200; i++) got += disk.arena().text({area.value + i * 300}, 256);
  CHECK(got == expected);
}

void limits_operations(EngineChoice engine) {
  const TempFolder folder;
  Disk disk(raw(folder.file("disk", noise(kSize, 9)), engine, {.operations_per_second = 100, .operations_burst = 5}));
  const auto start = Clock::now();
  for (std::uint64_t i = 0; i < 25; i++) disk.begin(VIRTIO_BLK_T_IN, i, 512);
  disk.harness().kick(0);
  for (int i = 0; i < 25; i++) CHECK(disk.wait());
  const auto took = Clock::now() - start;
  CHECK(took > std::chrono::milliseconds(180) && took < std::chrono::seconds(4));
  CHECK(disk.device().stats().throttled >= 3);  // a late timer finds a burst again
}

void limits_bytes(EngineChoice engine) {
  const TempFolder folder;
  Disk disk(raw(folder.file("disk", noise(kSize, 10)), engine, {.bytes_per_second = 1 << 20, .bytes_burst = 4096}));
  const auto start = Clock::now();
  std::string data;
  for (std::uint64_t i = 0; i < 4; i++) CHECK(disk.read(i * 128, 64 << 10, data) == kOk);
  const auto took = Clock::now() - start;
  // The first is free, the others wait for the debt of the one before.
  CHECK(took > std::chrono::milliseconds(170) && took < std::chrono::seconds(4));
  disk.loop().call([&] { disk.device().set_rate_limit({}); });
  const auto unlimited = Clock::now();
  for (std::uint64_t i = 0; i < 16; i++) CHECK(disk.read(0, 64 << 10, data) == kOk);
  CHECK(Clock::now() - unlimited < std::chrono::milliseconds(700));
}

void works_without_event_index_and_indirection() {
  const TempFolder folder;
  const std::string before = noise(kSize, 11);
  Disk disk(raw(folder.file("disk", before), EngineChoice::thread), virtio::kEventIdx | virtio::kIndirectDescriptors);
  std::string data;
  for (int i = 0; i < 50; i++) CHECK(disk.read(0, 4096, data) == kOk);
  CHECK(data == before.substr(0, 4096));
}

}  // namespace

Suite block_suite() {
  return {"block",
          {{"stores and gives back", [] { with_both_engines(stores_and_gives_back); }},
           {"discards and zeroes", [] { with_both_engines(discards_and_zeroes); }},
           {"tells its serial", tells_its_serial},
           {"describes itself", describes_itself},
           {"refuses to write read-only", refuses_to_write_read_only},
           {"takes a full queue", [] { with_both_engines(takes_a_full_queue); }},
           {"reads into scattered buffers", [] { with_both_engines(reads_into_scattered_buffers); }},
           {"limits operations", [] { with_both_engines(limits_operations); }},
           {"limits bytes", [] { with_both_engines(limits_bytes); }},
           {"works without event index and indirection", works_without_event_index_and_indirection}}};
}
