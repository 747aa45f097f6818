#include "base/mapping.h"

#include <sys/mman.h>

#include <cerrno>
#include <cstdint>
#include <utility>

#include "base/error.h"

namespace vmwright {
namespace {

void* map(int flags, int fd, std::size_t size, const char* op, std::uint64_t offset = 0) {
  void* address = mmap(nullptr, size, PROT_READ | PROT_WRITE, flags, fd, static_cast<off_t>(offset));
  if (address == MAP_FAILED) throw Error("KVM_ERROR", op, errno);
  return address;
}

}  // namespace

Mapping Mapping::anonymous(std::size_t size) {
  return {map(MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, size, "mmap"), size};
}

Mapping Mapping::aligned(std::size_t size, std::size_t alignment) {
  auto* start = static_cast<std::byte*>(map(MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, size + alignment, "mmap"));
  const std::size_t misfit = reinterpret_cast<std::uintptr_t>(start) % alignment;
  const std::size_t before = misfit == 0 ? 0 : alignment - misfit;
  if (before > 0) munmap(start, before);
  munmap(start + before + size, alignment - before);
  return {start + before, size};
}

Mapping Mapping::shared(int fd, std::size_t size, const char* op, std::uint64_t offset) {
  return {map(MAP_SHARED, fd, size, op, offset), size};
}

Mapping::Mapping(Mapping&& other) noexcept
    : address_(std::exchange(other.address_, nullptr)), size_(std::exchange(other.size_, 0)) {}

Mapping& Mapping::operator=(Mapping&& other) noexcept {
  if (this != &other) {
    reset();
    address_ = std::exchange(other.address_, nullptr);
    size_ = std::exchange(other.size_, 0);
  }
  return *this;
}

void Mapping::reset() noexcept {
  if (address_ != nullptr) munmap(std::exchange(address_, nullptr), std::exchange(size_, 0));
}

}  // namespace vmwright
