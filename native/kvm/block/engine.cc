#include <utility>

#include "base/error.h"
#include "kvm/block/io.h"
#include "kvm/block/thread_engine.h"
#include "kvm/block/uring_engine.h"

namespace vmwright::block {

EngineStart start_engine(EngineChoice choice, std::span<const File> files, IoEngine::Done done) {
  std::string reason;
  if (choice != EngineChoice::thread) {
    try {
      return {uring_engine(files, done), {}};
    } catch (const Error& error) {
      if (choice == EngineChoice::io_uring) throw;
      reason = error.what();
    }
  }
  return {thread_engine(files, std::move(done)), std::move(reason)};
}

}  // namespace vmwright::block
