#include "toolstack/orphan.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "base/error.h"

namespace vmwright::toolstack {
namespace {

constexpr const char* kProgram = "vmwright-toolstack";
constexpr int kNotStarted = 127;

// Runs in the grandchild.
[[noreturn]] void become(const Orphan& orphan, char* const* argv) {
  const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (const int fd : orphan.kept) fcntl(fd, F_SETFD, 0);
  dup2(orphan.input < 0 ? null : orphan.input, STDIN_FILENO);
  dup2(orphan.output < 0 ? null : orphan.output, STDOUT_FILENO);
  dup2(null, STDERR_FILENO);
  execv("/proc/self/exe", argv);
  _exit(kNotStarted);
}

}  // namespace

void start(const Orphan& orphan) {
  std::vector<std::string> words = {kProgram};
  words.insert(words.end(), orphan.arguments.begin(), orphan.arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const pid_t child = check(fork(), "fork");
  if (child == 0) {
    setsid();  // the signals of our group are not for it
    if (fork() != 0) _exit(0);
    become(orphan, argv.data());
  }
  while (waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
  }
}

}  // namespace vmwright::toolstack
