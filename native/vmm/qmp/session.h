// One client of the control protocol. QEMU's qmp-spec.txt, section 2: lines of JSON both ways.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/event_loop.h"
#include "base/fd.h"

namespace vmwright::qmp {

// On the loop's thread.
class Session {
 public:
  // Bytes of one command. A client that sends more is cut off.
  static constexpr std::size_t kMaxCommand = 64 << 10;
  // Bytes that wait for a client that does not read; then it is cut off.
  static constexpr std::size_t kMaxOutput = 1 << 20;

  struct Handlers {
    std::function<void(Session&, std::string_view line)> command;
    // The client is gone or was cut off. Destroy the session then, at the latest.
    std::function<void(Session&)> closed;
  };

  // `output` may be empty: `input` is a socket then. `input` cannot be a regular file. Both become non-blocking. The loop outlives the session.
  Session(EventLoop& loop, Fd input, Fd output, Handlers handlers);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session();

  // One line, without its end.
  void send(std::string_view line);

  // Set by who negotiates: events are sent from then on.
  bool negotiated = false;
  // Given by the server; no two sessions ever have the same.
  std::uint64_t number = 0;

 private:
  int output() const noexcept { return output_ ? output_.get() : input_.get(); }
  void on_input(std::uint32_t events);
  void on_output(std::uint32_t events);
  bool receive();
  void take_lines();
  void flush();
  void watch_output(bool wanted);
  void close();

  EventLoop& loop_;
  Fd input_;
  Fd output_;
  Handlers handlers_;
  std::string received_;
  std::string unsent_;
  bool output_watched_ = false;
  bool waiting_for_output_ = false;
  bool closed_ = false;
};

}  // namespace vmwright::qmp
