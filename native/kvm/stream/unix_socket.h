// Stream sockets of the file system, unix(7): never blocking, closed on exec.
#pragma once

#include <string>

#include "base/fd.h"

namespace vmwright::stream {

// A socket that listens at `path`, which nothing uses yet; 108 bytes is the longest path. The owner removes the file.
// Throws Error{KVM_ERROR}.
Fd listen_unix(const std::string& path, int backlog);

// Empty on failure, errno says why: ENOENT and ECONNREFUSED when nobody listens there, EAGAIN when too many wait already.
Fd connect_unix(const std::string& path) noexcept;

// Empty when nobody waits (EAGAIN) or on failure, errno says which.
Fd accept_unix(int listener) noexcept;

}  // namespace vmwright::stream
