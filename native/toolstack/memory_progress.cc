#include "toolstack/memory_progress.h"

#include <algorithm>

#include "base/json.h"

namespace vmwright::toolstack {
namespace {

constexpr std::uint64_t kFrame = 4096;

}  // namespace

std::string progress_data(const char* what, const Progress& progress) {
  JsonWriter json;
  json.begin_object();
  json.key("what");
  json.string(what);
  json.key("done");
  json.integer(static_cast<std::int64_t>(progress.done));
  json.key("total");
  json.integer(static_cast<std::int64_t>(progress.total));
  json.end_object();
  return json.text();
}

MemoryProgress::MemoryProgress(std::uint64_t memory, std::uint64_t more) : memory_(memory), more_(more), size_(memory) {}

std::optional<Progress> MemoryProgress::report(const std::string& round, std::uint64_t frames, std::uint64_t of, Time now) {
  if (of == 0) return std::nullopt;  // a message without figures
  if (!round_.empty() && round != round_) {
    first_ = false;
    before_ += size_;
  }
  round_ = round;
  size_ = first_ ? std::min(memory_, of * kFrame) : of * kFrame;
  if (told_ && now - *told_ < kInterval) return std::nullopt;
  told_ = now;
  return Progress{.done = before_ + std::min(frames * kFrame, size_), .total = before_ + size_ + more_};
}

}  // namespace vmwright::toolstack
