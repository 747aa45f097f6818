// The engine over io_uring.
#pragma once

#include <memory>
#include <span>

#include "kvm/block/io.h"

namespace vmwright::block {

// Throws Error when the kernel does not let us.
std::unique_ptr<IoEngine> uring_engine(std::span<const File> files, IoEngine::Done done);

}  // namespace vmwright::block
