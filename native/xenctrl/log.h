// What Xen's libraries say; without a logger of ours they write to stderr.
#pragma once

#include <string>

#include "xenctrl/abi.h"

namespace vmwright::xenctrl {

// Not thread-safe: used under the lock of what has it.
class Log {
 public:
  Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  // Outlives the library handle that it is given to.
  abi::Logger* logger() noexcept { return &sink_.base; }
  void clear() noexcept { last_.clear(); }
  // The last error since then, or nothing.
  const std::string& last() const noexcept { return last_; }

 private:
  struct Sink {
    abi::Logger base;  // first: the library gives back a pointer to it
    Log* log;
  };
  static void message(abi::Logger* logger, int level, int errnum, const char* context, const char* format, va_list arguments);

  Sink sink_;
  std::string last_;
};

}  // namespace vmwright::xenctrl
