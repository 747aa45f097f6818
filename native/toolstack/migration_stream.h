// The way on which two toolstacks hand a running domain over: libxenlight's stream of it, then a letter from each of them.
// The target says kReceived once the domain is built and stands still there; the source then says kGo, and from that moment on
// the domain is the target's. Clients join the sockets of both.
#pragma once

#include <functional>
#include <string>

#include "base/event_loop.h"
#include "base/fd.h"

namespace vmwright::toolstack {

class MigrationStream {
 public:
  static constexpr char kReceived = 'R';
  static constexpr char kGo = 'G';
  static constexpr char kGone = 0;  // the other end has closed

  // Listens at `path`, whose file goes with this. The loop outlives this. Throws Error.
  MigrationStream(EventLoop& loop, std::string path);
  MigrationStream(const MigrationStream&) = delete;
  MigrationStream& operator=(const MigrationStream&) = delete;
  ~MigrationStream();

  // Takes the client that waits; false when there is none.
  bool accept();
  // Calls `connected` once, later, when a client has come; it may end this.
  void await_client(std::function<void()> connected);
  // What libxenlight reads or writes.
  int fd() const noexcept { return stream_.get(); }
  // False when the other end is gone. Not while libxenlight has the stream; so is hear().
  bool say(char letter);
  // Calls `heard` once, later, with the next letter or kGone; it may end this.
  void hear(std::function<void(char letter)> heard);
  // Whoever uses it fails soon.
  void cut();

 private:
  void read_letter();

  EventLoop& loop_;
  const std::string path_;
  Fd listener_;
  Fd stream_;
  std::function<void()> connected_;
  std::function<void(char letter)> heard_;
};

}  // namespace vmwright::toolstack
