#include "kvm/stream/console_channel.h"

#include <utility>

#include "kvm/stream/iovec.h"

namespace vmwright::stream {

ConsoleChannel::ConsoleChannel(EventLoop& loop, Config config)
    : client_(loop, std::move(config.listener)), backlog_(config.client_buffer) {
  if (config.log) log_.emplace(std::move(config.log), config.log_keep);
}

void ConsoleChannel::attach(Events events) {
  client_.attach({.readable = std::move(events.readable),
                  .writable = [this] { flush(); },
                  .connected = [this](bool) { backlog_.clear(); }});
}

std::size_t ConsoleChannel::read(std::span<const iovec> buffers) {
  const std::size_t count = client_.receive(buffers);
  stats_.input += count;
  return count;
}

std::size_t ConsoleChannel::write(std::span<const iovec> data) {
  const std::size_t size = total_bytes(data);
  stats_.output += size;
  if (log_) log_->append(data);
  if (client_.connected()) {
    const std::size_t sent = backlog_.empty() ? client_.send(data) : 0;
    stats_.client_dropped += backlog_.append(data, sent);
  }
  return size;
}

void ConsoleChannel::flush() {
  while (!backlog_.empty()) {
    const auto contents = backlog_.contents();
    const std::size_t sent = client_.send(contents);
    backlog_.consume(sent);
    if (sent < contents[0].iov_len + contents[1].iov_len) return;
  }
}

ConsoleChannel::Stats ConsoleChannel::stats() const {
  Stats stats = stats_;
  if (log_) stats.log = log_->stats();
  return stats;
}

}  // namespace vmwright::stream
