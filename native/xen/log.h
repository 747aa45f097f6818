// What libxl says while it works: its lines explain an error far better than its error numbers.
#pragma once

#include <deque>
#include <functional>
#include <string>

#include "xen/libxl_abi.h"

namespace vmwright::xen {

class Log {
 public:
  // Lines kept. The first ones after a failure name its cause.
  static constexpr std::size_t kLines = 64;

  Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  abi::Logger* logger() noexcept { return &sink_.base; }
  // How many lines there were so far; a mark for since().
  std::size_t mark() const noexcept { return count_; }
  // Errors and warnings since then, without repetitions; empty when there were none.
  std::string since(std::size_t mark) const;
  // Told how far long work is: what, done, total.
  std::function<void(const std::string&, unsigned long, unsigned long)> progress;

 private:
  struct Sink {
    abi::Logger base;  // first: libxl gives back a pointer to it
    Log* log;
  };
  static void message(abi::Logger* logger, int level, int errnum, const char* context, const char* format, va_list arguments);
  static void report(abi::Logger* logger, const char* context, const char* doing, int percent, unsigned long done,
                     unsigned long total);
  void add(std::string line);

  Sink sink_;
  std::deque<std::string> lines_;
  std::size_t count_ = 0;
};

}  // namespace vmwright::xen
