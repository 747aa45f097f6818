// A xenstored in memory, for one client.
#pragma once

#include <unistd.h>

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "base/fd.h"

namespace vmwright {

class FakeStore {
 public:
  FakeStore();
  ~FakeStore();
  FakeStore(const FakeStore&) = delete;
  FakeStore& operator=(const FakeStore&) = delete;

  const std::string& path() const { return path_; }
  // As another client: whoever watches the node is told.
  void set(const std::string& node, const std::string& value);
  // Empty when it is not there.
  std::string get(const std::string& node);

 private:
  void serve();
  void answer(std::uint32_t type, const std::string& payload);
  void handle(std::uint32_t type, const std::string& node, const std::string& value);

  const std::string path_ = "/tmp/vmwright-fake-store." + std::to_string(getpid());
  const Fd listener_;
  Fd client_;
  std::mutex mutex_;
  std::map<std::string, std::string> nodes_;
  std::set<std::string> watched_;
  std::thread thread_;
};

}  // namespace vmwright
