#include "addon/libvirt/authentication.h"

#include <utility>

namespace vmwright::libvirt {

Authentication::Answers Authentication::ask(const std::vector<Credential>& questions) {
  Value::List list;
  for (const Credential& each : questions) {
    list.emplace_back(Value::Record{{"type", static_cast<double>(each.type)},
                                    {"prompt", each.prompt},
                                    {"challenge", each.challenge},
                                    {"defaultResult", each.default_result}});
  }
  channel_->post({receiver_, std::move(list), nullptr});
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return answered_ || gave_up_; });
  answered_ = false;
  return std::exchange(answers_, std::nullopt);
}

void Authentication::answer(Answers answers) {
  {
    const std::lock_guard lock(mutex_);
    gave_up_ = gave_up_ || !answers;
    answered_ = true;
    answers_ = std::move(answers);
  }
  changed_.notify_all();
}

}  // namespace vmwright::libvirt
