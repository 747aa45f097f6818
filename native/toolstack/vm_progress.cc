// Telling clients how far long work has come.
#include <poll.h>
#include <unistd.h>

#include <chrono>

#include "base/json_value.h"
#include "toolstack/domains.h"
#include "toolstack/vm.h"

namespace vmwright::toolstack {
namespace {

constexpr std::uint64_t kKib = 1024;
constexpr const char* kProgress = "X_XEN_PROGRESS";

// To the creator, before the control protocol begins. A reader that does not keep up misses some; nobody waits for it.
void tell_creator(const std::string& data) {
  const std::string line = std::string("{\"event\":\"") + kProgress + "\",\"data\":" + data + "}\n";
  pollfd output{STDOUT_FILENO, POLLOUT, 0};
  if (poll(&output, 1, 0) != 1 || (output.revents & POLLOUT) == 0) return;
  if (write(STDOUT_FILENO, line.data(), line.size()) < 0) return;  // it has gone, which is noticed when it is served
}

}  // namespace

void Vm::follow_memory(const char* what, std::uint64_t more) {
  const std::int64_t kib = number(JsonValue::parse(domain_info(session_, domain())), "current_memkb");
  progress_.emplace(static_cast<std::uint64_t>(kib) * kKib, more);
  session_.log().progress = [this, what](const std::string& round, unsigned long frames, unsigned long of) {
    if (!saving_ || abandoned_) return;
    const auto told = progress_->report(round, frames, of, std::chrono::steady_clock::now());
    // libxl is on the stack.
    if (told) loop_.post([this, data = progress_data(what, *told)] { server_.event(kProgress, data); });
  };
}

void Vm::follow_restore() {
  if (!restore_) return;
  tell_creator(progress_data("restore", restore_->progress()));
  loop_.add_timer(MemoryProgress::kInterval, [this] { follow_restore(); });
}

}  // namespace vmwright::toolstack
