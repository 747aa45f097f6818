// The one exception type of the core: a host failure with the call that failed and its errno, or bad input from the host.
// Guest faults are data, never exceptions.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace vmwright {

class Error : public std::runtime_error {
 public:
  // `code` is a VmError code of src/core/errors.ts, `op` the failing call as its manual page names it.
  Error(std::string_view code, std::string_view op, int errnum);
  // Not a failed call but something found wrong; `message` says what, and what to do.
  Error(std::string_view code, const std::string& message);

  const std::string& code() const noexcept { return code_; }
  const std::string& op() const noexcept { return op_; }
  int errnum() const noexcept { return errnum_; }

 private:
  std::string code_;
  std::string op_;
  int errnum_;
};

// Symbolic name (`ENOENT`), or `errno N` for one that no call of the core returns.
std::string errno_name(int errnum);

// Gives back the result of a system call, or throws Error{KVM_ERROR, op, errno} when it is negative.
int check(int result, const char* op);

}  // namespace vmwright
