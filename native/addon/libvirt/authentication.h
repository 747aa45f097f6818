// Questions of a server on their way from a worker thread to JavaScript, and the answers on their way back.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "addon/libvirt/channel.h"
#include "libvirt/connection.h"

namespace vmwright::libvirt {

class Authentication {
 public:
  using Answers = std::optional<std::vector<std::string>>;

  Authentication(std::shared_ptr<Channel> channel, std::uint64_t receiver)
      : channel_(std::move(channel)), receiver_(receiver) {}

  // On a worker thread; waits for answer().
  Answers ask(const std::vector<Credential>& questions);
  // On the JavaScript thread; nothing to give up, now and for later questions.
  void answer(Answers answers);

 private:
  const std::shared_ptr<Channel> channel_;
  const std::uint64_t receiver_;
  std::mutex mutex_;  // guards all below
  std::condition_variable changed_;
  bool answered_ = false;
  bool gave_up_ = false;
  Answers answers_;
};

}  // namespace vmwright::libvirt
