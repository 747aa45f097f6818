// The host's end of a guest's console: all output goes to a log and to one client; neither ever holds the guest up.
#pragma once

#include <cstdint>
#include <optional>

#include "base/event_loop.h"
#include "base/fd.h"
#include "kvm/stream/byte_ring.h"
#include "kvm/stream/channel.h"
#include "kvm/stream/log_file.h"
#include "kvm/stream/one_client.h"

namespace vmwright::stream {

class ConsoleChannel final : public Channel {
 public:
  struct Config {
    Fd listener;                      // a listening stream socket; empty: no clients
    Fd log;                           // a regular file opened with O_APPEND; empty: no log
    std::uint64_t log_keep = 64 << 20;  // bytes, see LogFile
    // What a client that does not read can miss without losing anything; then it loses the oldest.
    std::size_t client_buffer = 256 << 10;
  };
  struct Stats {
    std::uint64_t output = 0;          // bytes from the guest
    std::uint64_t input = 0;           // bytes to the guest
    std::uint64_t client_dropped = 0;  // bytes that a slow client did not get
    std::optional<LogFile::Stats> log;
  };

  // The loop outlives the channel.
  ConsoleChannel(EventLoop& loop, Config config);

  void attach(Events events) override;
  // A console has always somebody to talk to: its log.
  bool connected() const noexcept override { return true; }
  std::size_t read(std::span<const iovec> buffers) override;
  // Takes everything.
  std::size_t write(std::span<const iovec> data) override;

  Stats stats() const;

 private:
  void flush();

  OneClient client_;
  std::optional<LogFile> log_;
  ByteRing backlog_;
  Stats stats_;
};

}  // namespace vmwright::stream
