#include "disk_driver.h"

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>
#include <stdexcept>

#include "base/error.h"
#include "check.h"

namespace driver {

using namespace vmwright;

TempFolder::TempFolder() : path_((std::filesystem::temp_directory_path() / "vmwright-test-XXXXXX").string()) {
  if (mkdtemp(path_.data()) == nullptr) throw std::runtime_error("mkdtemp");
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TempFolder::file(const std::string& name, std::string_view bytes) const {
  const std::string path = path_ + "/" + name;
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

std::string TempFolder::read(const std::string& name) const {
  std::ifstream file(path_ + "/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::size_t TempFolder::entries() const {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(path_), {}));
}

std::string noise(std::size_t size, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::string bytes(size, '\0');
  for (std::size_t i = 0; i < size; i += 8) {
    const std::uint64_t word = random();
    std::memcpy(bytes.data() + i, &word, std::min<std::size_t>(8, size - i));
  }
  return bytes;
}

Disk::Disk(virtio::BlockConfig config, std::uint64_t features_off)
    : device_(std::make_unique<virtio::Block>(loop_.loop(), std::move(config))),
      harness_(std::make_unique<Harness>(arena_.memory(), *device_, std::vector<Ring*>{&ring_}, features_off)) {}

Disk::Disk(const std::string& path, block::EngineChoice engine, block::DiskMode mode)
    : Disk({.image = block::open_image({.path = path, .mode = mode, .overlay_folder = {}}),
            .serial = "disk-0",
            .engine = engine,
            .limit = {},
            .on_fault = {}}) {}

GuestAddr Disk::buffer(std::size_t size) {
  const GuestAddr addr{buffers_.value + used_};
  used_ += (size + 511) / 512 * 512;
  if (used_ > kBuffers - 8192) throw std::length_error("the test's buffers are used up");
  return addr;
}

GuestAddr Disk::header(std::uint32_t type, std::uint64_t sector) {
  const GuestAddr addr = buffer(sizeof(virtio_blk_outhdr));
  virtio_blk_outhdr header{};
  header.type = type;
  header.sector = sector;
  arena_.memory().write(addr, header);
  return addr;
}

Disk::Pending Disk::begin(std::uint32_t type, std::uint64_t sector, std::size_t bytes, std::string_view out) {
  const GuestAddr head = header(type, sector);
  Pending pending{.head = 0, .status = buffer(1), .data = buffer(bytes + 1), .bytes = bytes};
  arena_.memory().write(pending.status, kNoStatus);
  if (!out.empty()) arena_.memory().write_bytes(pending.data, std::as_bytes(std::span(out)));
  std::vector<Buffer> buffers = {{head, sizeof(virtio_blk_outhdr)}};
  if (bytes > 0) buffers.push_back({pending.data, static_cast<std::uint32_t>(bytes), out.empty()});
  buffers.push_back({pending.status, 1, true});
  pending.head = ring_.add(buffers);
  return pending;
}

std::uint8_t Disk::status(const Pending& pending) const { return arena_.memory().read<std::uint8_t>(pending.status); }

std::uint8_t Disk::finish(const Pending& pending) {
  harness_->kick(0);
  const auto used = wait();
  if (!used) return kNoStatus;
  CHECK(used->head == pending.head);
  return status(pending);
}

std::uint8_t Disk::read(std::uint64_t sector, std::size_t bytes, std::string& data) {
  recycle();
  const Pending pending = begin(VIRTIO_BLK_T_IN, sector, bytes);
  const std::uint8_t result = finish(pending);
  data = arena_.text(pending.data, bytes);
  return result;
}

std::uint8_t Disk::write(std::uint64_t sector, std::string_view data) {
  recycle();
  return finish(begin(VIRTIO_BLK_T_OUT, sector, data.size(), data));
}

std::uint8_t Disk::flush() {
  recycle();
  return finish(begin(VIRTIO_BLK_T_FLUSH, 0, 0));
}

std::uint8_t Disk::ranges(std::uint32_t type, std::uint64_t sector, std::uint32_t sectors, std::uint32_t flags) {
  recycle();
  virtio_blk_discard_write_zeroes range{};
  range.sector = sector;
  range.num_sectors = sectors;
  range.flags = flags;
  return finish(begin(type, 0, sizeof(range), {reinterpret_cast<const char*>(&range), sizeof(range)}));
}

std::uint8_t Disk::discard(std::uint64_t sector, std::uint32_t sectors, std::uint32_t flags) {
  return ranges(VIRTIO_BLK_T_DISCARD, sector, sectors, flags);
}

std::uint8_t Disk::write_zeroes(std::uint64_t sector, std::uint32_t sectors, std::uint32_t flags) {
  return ranges(VIRTIO_BLK_T_WRITE_ZEROES, sector, sectors, flags);
}

std::uint8_t Disk::id(std::string& text) {
  recycle();
  const Pending pending = begin(VIRTIO_BLK_T_GET_ID, 0, virtio::kBlockIdBytes);
  const std::uint8_t result = finish(pending);
  text = arena_.text(pending.data, virtio::kBlockIdBytes).c_str();
  return result;
}

void with_both_engines(void (*test)(block::EngineChoice)) {
  test(block::EngineChoice::thread);
  try {
    const block::File file = block::File::unnamed(std::filesystem::temp_directory_path(), 0);
    const auto started = block::start_engine(block::EngineChoice::io_uring, {&file, 1}, {});
  } catch (const Error& error) {
    throw Skipped(std::string("with a thread only: ") + error.what());
  }
  test(block::EngineChoice::io_uring);
}

}  // namespace driver
