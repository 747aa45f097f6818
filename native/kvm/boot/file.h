// A file that the guest boots from, read with checks: what is read past its end is an error that names the file.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/fd.h"

namespace vmwright::boot {

class File {
 public:
  // `role` is what people call it: "kernel". Throws Error IMAGE_NOT_FOUND or IMAGE_INVALID.
  static File open(const std::string& path, std::string role);
  File(Fd fd, std::string name, std::string role);

  int fd() const noexcept { return fd_.get(); }
  std::uint64_t size() const noexcept { return size_; }

  // Fills all of `bytes`; throws invalid() when the file ends before, or Error when it cannot be read.
  void read(std::uint64_t offset, std::span<std::byte> bytes) const;
  template <typename T>
  T read(std::uint64_t offset) const {
    T value;
    read(offset, std::as_writable_bytes(std::span(&value, 1)));
    return value;
  }
  bool contains(std::uint64_t offset, std::uint64_t length) const noexcept {
    return offset <= size_ && length <= size_ - offset;
  }

  // Throws Error IMAGE_INVALID: "kernel /path/vmlinux: <problem>".
  [[noreturn]] void invalid(const std::string& problem) const;

 private:
  Fd fd_;
  std::string name_;
  std::string role_;
  std::uint64_t size_;
};

}  // namespace vmwright::boot
