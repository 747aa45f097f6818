// A connection to xenstored. Requests are answered at once; watches are told on the thread of the event loop.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/event_loop.h"
#include "base/fd.h"

namespace vmwright::xen {

// Every call throws Error{ENGINE_FAILED} when xenstored refuses it or does not answer.
class Store {
 public:
  using Changed = std::function<void()>;

  // The loop outlives this.
  explicit Store(EventLoop& loop, const std::string& socket = "/run/xenstored/socket");
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  ~Store();

  // Nothing when there is no such node.
  std::optional<std::string> read(const std::string& path);
  void write(const std::string& path, const std::string& value);
  // With what is below it. Nothing happens when there is no such node.
  void remove(const std::string& path);
  // Makes a node whose children will have the same permissions: first the owner and what all others may, `n0`, then `r5` and so on.
  void make(const std::string& path, const std::vector<std::string>& permissions);

  // `changed` is called soon after this, and after every change of the node and of those below it. One watch for a path.
  void watch(const std::string& path, Changed changed);
  void unwatch(const std::string& path);

 private:
  struct Message {
    std::uint32_t type = 0;
    std::string payload;
  };

  Message ask(std::uint32_t type, std::string_view payload);
  void request(std::uint32_t type, const std::string& what, std::string_view payload);
  Message receive();
  void on_readable();
  void tell_later(std::string payload);
  void tell();

  EventLoop& loop_;
  Fd socket_;
  std::map<std::string, Changed> watches_;
  // Paths of events that are still to be told, each once however often a guest changes it.
  std::set<std::string> told_;
  std::uint64_t timer_ = 0;
};

}  // namespace vmwright::xen
