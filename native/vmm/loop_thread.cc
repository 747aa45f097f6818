#include "vmm/loop_thread.h"

#include <pthread.h>

#include <utility>

namespace vmwright::vmm {

LoopThread::LoopThread(std::string name, std::function<void()> first) : name_(std::move(name)), first_(std::move(first)) {}

LoopThread::~LoopThread() {
  if (!thread_.joinable()) return;
  loop_.stop();
  thread_.join();
}

void LoopThread::start() {
  thread_ = std::thread([this] {
    pthread_setname_np(pthread_self(), name_.c_str());
    first_();
    loop_.run();
  });
}

}  // namespace vmwright::vmm
