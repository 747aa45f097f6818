// A domain's console: the terminal on which xenconsoled shows it, connected to a log and to one client.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <string>

#include "base/event_loop.h"
#include "base/fd.h"
#include "kvm/stream/console_channel.h"

namespace vmwright::toolstack {

class Console {
 public:
  // The loop outlives this. Throws Error when the files cannot be made.
  Console(EventLoop& loop, const std::string& socket, const std::string& log);
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;
  ~Console();

  // Takes the terminal of a domain, in place of that of an earlier one. Throws Error.
  void open(const std::string& terminal);
  void close();
  // Calls `then` when nothing more came for a moment: what a domain printed last passes through xenconsoled.
  void settle(std::function<void()> then);

 private:
  void on_terminal(std::uint32_t events);
  void read_terminal();
  void pump();
  void look(std::uint64_t seen, int turns, const std::function<void()>& then);

  EventLoop& loop_;
  stream::ConsoleChannel channel_;
  Fd terminal_;
  bool blocked_ = false;  // the terminal has no room for more input
  std::uint64_t output_ = 0;  // bytes of all domains so far
  // Input on its way to the terminal.
  std::array<std::byte, 4096> input_;
  std::size_t input_begin_ = 0;
  std::size_t input_end_ = 0;
};

}  // namespace vmwright::toolstack
