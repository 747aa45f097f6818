#include "base/error.h"

#include <cerrno>
#include <cstring>

namespace vmwright {
namespace {

std::string message(std::string_view op, int errnum) {
  return std::string(op) + " failed: " + errno_name(errnum) + " (" + std::strerror(errnum) + ")";
}

struct ErrnoName {
  int errnum;
  const char* name;
};

// strerrorname_np() would do, but needs glibc 2.32, newer than what Node 20 runs on.
constexpr ErrnoName kErrnoNames[] = {
    {EPERM, "EPERM"},   {ENOENT, "ENOENT"}, {EINTR, "EINTR"},   {EIO, "EIO"},       {ENXIO, "ENXIO"},
    {E2BIG, "E2BIG"},   {EBADF, "EBADF"},   {EAGAIN, "EAGAIN"}, {ENOMEM, "ENOMEM"}, {EACCES, "EACCES"},
    {EFAULT, "EFAULT"}, {EBUSY, "EBUSY"},   {EEXIST, "EEXIST"}, {ENODEV, "ENODEV"}, {EINVAL, "EINVAL"},
    {ENFILE, "ENFILE"}, {EMFILE, "EMFILE"}, {ENOTTY, "ENOTTY"}, {ENOSPC, "ENOSPC"}, {ENOSYS, "ENOSYS"},
    {ELOOP, "ELOOP"},   {EOPNOTSUPP, "EOPNOTSUPP"}, {ESRCH, "ESRCH"}, {ENODATA, "ENODATA"}, {ERANGE, "ERANGE"},
};

}  // namespace

Error::Error(std::string_view code, std::string_view op, int errnum)
    : std::runtime_error(message(op, errnum)), code_(code), op_(op), errnum_(errnum) {}

Error::Error(std::string_view code, const std::string& message)
    : std::runtime_error(message), code_(code), errnum_(0) {}

std::string errno_name(int errnum) {
  for (const auto& entry : kErrnoNames) {
    if (entry.errnum == errnum) return entry.name;
  }
  return "errno " + std::to_string(errnum);
}

int check(int result, const char* op) {
  if (result < 0) throw Error("KVM_ERROR", op, errno);
  return result;
}

}  // namespace vmwright
