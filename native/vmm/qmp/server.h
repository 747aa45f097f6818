// The control protocol of the VMM: QEMU's monitor protocol, so that what drives QEMU drives this. docs/vmm.md lists the commands.
#pragma once

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/event_loop.h"
#include "base/fd.h"
#include "base/json_object.h"
#include "vmm/qmp/session.h"

namespace vmwright::qmp {

// Thrown by a command that cannot be done; the client gets it as GenericError.
class CommandError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// On the loop's thread, or before it runs.
class Server {
 public:
  // Clients at a time over all sockets; more are turned away.
  static constexpr std::size_t kMaxSessions = 16;

  // Gives the JSON of the answer, once, now or later; the client may have gone by then.
  using Reply = std::function<void(std::string_view result)>;
  using Command = std::function<void(JsonObject& arguments, Reply reply)>;
  // Says why it could not be done, instead of a result.
  using Refuse = std::function<void(std::string_view why)>;
  using LongCommand = std::function<void(JsonObject& arguments, Reply reply, Refuse refuse)>;
  // Gives it back at once.
  using Query = std::function<std::string(JsonObject& arguments)>;

  // `version` as in package.json: "0.1.0"; `package` names the program. The loop outlives the server.
  Server(EventLoop& loop, std::string_view version, std::string_view package = "vmwright-vmm");
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();

  void add(std::string name, Command command);
  // For work that can fail after it has begun.
  void add_long(std::string name, LongCommand command);
  void add_query(std::string name, Query query);
  // Takes clients from a listening socket.
  void listen(Fd listener);
  // The owner over two pipes; `gone` is called when it has closed them.
  void serve_owner(Fd input, Fd output, std::function<void()> gone);
  // To every client that has negotiated. `data`: JSON of an object.
  void event(std::string_view name, std::string_view data);

 private:
  void accept(int listener);
  void open(Fd input, Fd output, std::function<void()> gone);
  void execute(Session& session, std::string_view line);
  void start(Session& session, const JsonValue& request);
  void drop(const Session& session);
  void send_to(std::uint64_t number, std::string_view line);

  EventLoop& loop_;
  std::string greeting_;
  std::map<std::string, LongCommand, std::less<>> commands_;
  std::list<Fd> listeners_;
  std::uint64_t last_number_ = 0;
  std::list<std::unique_ptr<Session>> sessions_;
};

}  // namespace vmwright::qmp
