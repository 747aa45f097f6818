#include "libvirt/connection.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "base/error.h"
#include "libvirt/calls.h"
#include "libvirt/event_loop.h"
#include "libvirt/libvirt_error.h"
#include "libvirt/subscription.h"

namespace vmwright::libvirt {
namespace {

// The answers go back as memory of malloc(), which libvirt frees.
int answer(VirConnectCredential* credentials, unsigned count, void* data) {
  const auto& authenticate = *static_cast<const Authenticate*>(data);
  std::vector<Credential> asked;
  const auto text = [](const char* value) { return std::string(value == nullptr ? "" : value); };
  for (unsigned i = 0; i < count; i++) {
    const VirConnectCredential& each = credentials[i];
    asked.push_back({each.type, text(each.prompt), text(each.challenge), text(each.default_result)});
  }
  const auto answers = authenticate(asked);
  if (!answers || answers->size() != count) return -1;
  for (unsigned i = 0; i < count; i++) {
    credentials[i].result = strdup((*answers)[i].c_str());
    if (credentials[i].result == nullptr) return -1;
    credentials[i].result_length = static_cast<unsigned>((*answers)[i].size());
  }
  return 0;
}

}  // namespace

void Connection::open(const OpenConfig& config) {
  run_event_loop();
  // virConnectCredentialType 1 to 9.
  int types[] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
  VirConnectAuth auth{.types = types, .type_count = 9, .callback = answer, .data = nullptr};
  Authenticate authenticate = config.authenticate;
  auth.data = &authenticate;
  const char* uri = config.uri.empty() ? nullptr : config.uri.c_str();
  pointer_ = calls().virConnectOpenAuth(uri, authenticate ? &auth : nullptr, config.flags);
  if (pointer_ == nullptr) throw LibvirtError::take("virConnectOpenAuth");
}

Connection::~Connection() {
  if (pointer_ == nullptr) {
    pool_->finish();
    return;
  }
  // No object and no call is left, but maybe subscriptions.
  const auto close = [pool = pool_, pointer = pointer_, subscriptions = std::move(subscriptions_)] {
    for (const auto& subscription : subscriptions) subscription->stop(pointer);
    calls().virConnectClose(pointer);
    pool->finish();
  };
  try {
    pool_->submit(close);
  } catch (...) {
    pool_->finish();  // no thread: the process ends soon, and the connection with it
  }
}

bool Connection::begin() noexcept {
  const std::lock_guard lock(mutex_);
  if (closing_) return false;
  calls_++;
  return true;
}

void Connection::end() noexcept {
  {
    const std::lock_guard lock(mutex_);
    if (--calls_ > 0 || !closing_) return;
  }
  submit_close();
}

void Connection::close(Done done) {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
    on_closed_ = std::move(done);
    if (calls_ > 0) return;
  }
  submit_close();
}

bool Connection::closing() const noexcept {
  const std::lock_guard lock(mutex_);
  return closing_;
}

void Connection::submit_close() {
  pool_->submit([self = shared_from_this()] { self->close_now(); });
}

void Connection::close_now() noexcept {
  std::unordered_set<Object*> objects;
  std::vector<std::shared_ptr<Subscription>> subscriptions;
  Done done;
  {
    const std::lock_guard lock(mutex_);
    objects.swap(objects_);
    subscriptions.swap(subscriptions_);
    done = std::move(on_closed_);
    // Under the lock: ~Object() of another thread finds either itself here or its pointer gone.
    for (Object* object : objects) object->free();
  }
  for (const auto& subscription : subscriptions) subscription->stop(pointer_);
  std::exception_ptr failure;
  if (calls().virConnectClose(pointer_) < 0) failure = std::make_exception_ptr(LibvirtError::take("virConnectClose"));
  pointer_ = nullptr;
  pool_->finish();
  done(failure);
}

void Connection::add(Object* object) {
  const std::lock_guard lock(mutex_);
  objects_.insert(object);
}

void Connection::remove(Object* object) noexcept {
  const std::lock_guard lock(mutex_);
  objects_.erase(object);
}

void Connection::add(std::shared_ptr<Subscription> subscription) {
  const std::lock_guard lock(mutex_);
  subscriptions_.push_back(std::move(subscription));
}

void Connection::remove(const std::shared_ptr<Subscription>& subscription) {
  const std::lock_guard lock(mutex_);
  std::erase(subscriptions_, subscription);
}

InUse::~InUse() {
  for (const auto& connection : connections_) connection->end();
}

void InUse::add(const std::shared_ptr<Connection>& connection) {
  if (std::find(connections_.begin(), connections_.end(), connection) != connections_.end()) return;
  if (!connection->begin()) throw Error("VM_STATE", "the connection is closed");
  connections_.push_back(connection);
}

}  // namespace vmwright::libvirt
