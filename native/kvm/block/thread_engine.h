// The engine that works on any kernel: one thread that waits for the disk, request after request.
#pragma once

#include <memory>
#include <span>

#include "kvm/block/io.h"

namespace vmwright::block {

// Notifies `event`, or one of its own when that is null. Destroying it waits for the request the thread is at.
std::unique_ptr<IoEngine> thread_engine(std::span<const File> files, IoEngine::Done done,
                                        const EventFd* event = nullptr);

}  // namespace vmwright::block
