#include "toolstack/network_helper.h"

#include <sys/epoll.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "base/event_loop.h"
#include "toolstack/user_network.h"

namespace vmwright::toolstack {
namespace {

// Names are short: a longer line is nobody's.
constexpr std::size_t kLongestLine = 64;

class NameReader {
 public:
  NameReader(EventLoop& loop, UserNetwork& network) : loop_(loop), network_(network) {}

  void on_input() {
    char buffer[kLongestLine];
    const ssize_t count = read(STDIN_FILENO, buffer, sizeof buffer);
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) return;
    if (count <= 0) return loop_.stop();
    for (const char letter : std::string_view(buffer, static_cast<std::size_t>(count))) {
      if (letter != '\n') line_.push_back(letter);
      if (line_.size() > kLongestLine) return loop_.stop();
      if (letter == '\n') attach();
    }
  }

 private:
  // The guest may have gone on to its next boot meanwhile, whose interface has another name.
  void attach() {
    const std::string name = std::exchange(line_, {});
    try {
      network_.attach(name);
    } catch (const Error& error) {
      std::fprintf(stderr, "%s: %s\n", name.c_str(), error.what());
    }
  }

  EventLoop& loop_;
  UserNetwork& network_;
  std::string line_;
};

}  // namespace

int run_network_helper(const char* passt) {
  EventLoop loop;
  UserNetwork network(loop, passt);
  NameReader names(loop, network);
  loop.add(STDIN_FILENO, EPOLLIN, [&names](std::uint32_t) { names.on_input(); });
  loop.run();
  return 0;
}

}  // namespace vmwright::toolstack
