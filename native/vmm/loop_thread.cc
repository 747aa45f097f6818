#include "vmm/loop_thread.h"

#include <pthread.h>
#include <sched.h>

#include <utility>

#include "base/error.h"

namespace vmwright::vmm {
namespace {

// Where no CPU is free, a doorbell would otherwise take the CPU from the guest for each single request; so the guest goes on
// queueing until it waits or its slice is over (a few ms), and is served, and interrupted, for all of them at once. sched(7).
void serve_in_batches() {
  const sched_param none{};
  check(sched_setscheduler(0, SCHED_BATCH, &none), "sched_setscheduler");
}

}  // namespace

LoopThread::LoopThread(std::string name, std::function<void()> first) : name_(std::move(name)), first_(std::move(first)) {}

LoopThread::~LoopThread() {
  if (!thread_.joinable()) return;
  loop_.stop();
  thread_.join();
}

void LoopThread::start() {
  thread_ = std::thread([this] {
    pthread_setname_np(pthread_self(), name_.c_str());
    serve_in_batches();
    first_();
    loop_.run();
  });
}

}  // namespace vmwright::vmm
