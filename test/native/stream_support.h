// The host's side of sockets in tests: paths in a folder of their own, clients that wait at most five seconds.
#pragma once

#include <string>
#include <string_view>

#include "base/fd.h"

// A folder that is removed with all that is in it.
class Folder {
 public:
  Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder();
  std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

class Client {
 public:
  explicit Client(vmwright::Fd fd);
  // Connects to a listening socket.
  explicit Client(const std::string& path);

  int fd() const noexcept { return fd_.get(); }
  void send(std::string_view bytes) const;
  // As much as goes without waiting.
  std::size_t try_send(std::string_view bytes) const;
  // Exactly so many bytes, fewer at the end of the stream. Throws after five seconds.
  std::string receive(std::size_t size) const;
  // Whether the other side has closed, within five seconds; fails on bytes.
  bool at_end() const;
  // Whether nothing comes for a moment.
  bool silent() const;
  void shutdown_write() const;
  void close() noexcept { fd_.reset(); }

 private:
  vmwright::Fd fd_;
};

void nap();

// Waits up to five seconds for `condition()`.
template <typename Condition>
bool eventually(Condition condition) {
  for (int i = 0; i < 1000; i++) {
    if (condition()) return true;
    nap();
  }
  return condition();
}
