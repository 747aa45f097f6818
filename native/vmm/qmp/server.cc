#include "vmm/qmp/server.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>

#include <charconv>
#include <utility>

#include "base/error.h"
#include "base/json.h"
#include "base/json_value.h"

namespace vmwright::qmp {
namespace {

// qmp-spec.txt, section 2.2. "qemu" is where clients look for the version.
std::string greeting(std::string_view version, std::string_view package) {
  JsonWriter json;
  json.begin_object();
  json.key("QMP");
  json.begin_object();
  json.key("version");
  json.begin_object();
  json.key("qemu");
  json.begin_object();
  const char* at = version.data();
  for (const char* part : {"major", "minor", "micro"}) {
    int number = 0;
    at = std::from_chars(at, version.data() + version.size(), number).ptr + 1;
    json.key(part);
    json.integer(number);
  }
  json.end_object();
  json.key("package");
  json.string(package);
  json.end_object();
  json.key("capabilities");
  json.begin_array();
  json.end_array();
  json.end_object();
  json.end_object();
  return json.text();
}

void write_id(JsonWriter& json, const JsonValue& request) {
  const JsonValue::Object* members = request.object();
  const auto id = members == nullptr ? JsonValue::Object::const_iterator{} : members->find("id");
  if (members == nullptr || id == members->end()) return;
  json.key("id");
  if (const auto* number = id->second.integer()) json.integer(*number);
  else if (const auto* text = id->second.string()) json.string(*text);
  else json.json("null");
}

std::string error_line(const JsonValue& request, std::string_view kind, std::string_view what) {
  JsonWriter json;
  json.begin_object();
  json.key("error");
  json.begin_object();
  json.key("class");
  json.string(kind);
  json.key("desc");
  json.string(what);
  json.end_object();
  write_id(json, request);
  json.end_object();
  return json.text();
}

std::string return_line(const JsonValue& request, std::string_view result) {
  JsonWriter json;
  json.begin_object();
  json.key("return");
  json.json(result);
  write_id(json, request);
  json.end_object();
  return json.text();
}

}  // namespace

Server::Server(EventLoop& loop, std::string_view version, std::string_view package)
    : loop_(loop), greeting_(greeting(version, package)) {}

Server::~Server() {
  for (const Fd& listener : listeners_) loop_.remove(listener.get());
}

void Server::add_long(std::string name, LongCommand command) { commands_.emplace(std::move(name), std::move(command)); }

void Server::add(std::string name, Command command) {
  add_long(std::move(name), [command = std::move(command)](JsonObject& arguments, Reply reply, const Refuse&) {
    command(arguments, std::move(reply));
  });
}

void Server::add_query(std::string name, Query query) {
  add(std::move(name), [query = std::move(query)](JsonObject& arguments, const Reply& reply) { reply(query(arguments)); });
}

void Server::listen(Fd listener) {
  const int fd = listeners_.emplace_back(std::move(listener)).get();
  loop_.add(fd, EPOLLIN, [this, fd](std::uint32_t) { accept(fd); });
}

void Server::accept(int listener) {
  Fd client(accept4(listener, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (client && sessions_.size() < kMaxSessions) open(std::move(client), Fd(), [] {});
}

void Server::serve_owner(Fd input, Fd output, std::function<void()> gone) {
  open(std::move(input), std::move(output), std::move(gone));
}

void Server::open(Fd input, Fd output, std::function<void()> gone) {
  Session::Handlers handlers = {
      .command = [this](Session& session, std::string_view line) { execute(session, line); },
      // Not here and now: the session is in the middle of its own call.
      .closed =
          [this, gone = std::move(gone)](Session& session) {
            session.negotiated = false;
            loop_.post([this, &session] { drop(session); });
            gone();
          },
  };
  sessions_.push_back(std::make_unique<Session>(loop_, std::move(input), std::move(output), std::move(handlers)));
  sessions_.back()->number = ++last_number_;
  sessions_.back()->send(greeting_);
}

void Server::drop(const Session& session) {
  sessions_.remove_if([&](const std::unique_ptr<Session>& one) { return one.get() == &session; });
}

void Server::execute(Session& session, std::string_view line) {
  JsonValue request;
  try {
    request = JsonValue::parse(line);
    start(session, request);
  } catch (const JsonError& error) {
    session.send(error_line(request, "GenericError", error.what()));
  } catch (const CommandError& error) {
    session.send(error_line(request, "GenericError", error.what()));
  } catch (const Error& error) {
    session.send(error_line(request, "GenericError", error.what()));
  }
}

void Server::start(Session& session, const JsonValue& request) {
  JsonObject message(request, "request");
  const std::string name = message.string("execute");
  if (name == "qmp_capabilities") {
    session.negotiated = true;
    return session.send(return_line(request, "{}"));
  }
  const auto command = commands_.find(name);
  if (!session.negotiated || command == commands_.end()) {
    return session.send(error_line(request, "CommandNotFound",
                                   session.negotiated ? "the command " + name + " is not known"
                                                      : "negotiate first: {\"execute\":\"qmp_capabilities\"}"));
  }
  const JsonValue none{JsonValue::Object{}};
  JsonObject arguments = message.has("arguments") ? message.object("arguments") : JsonObject(none, "arguments");
  const std::uint64_t number = session.number;
  command->second(
      arguments, [this, number, request](std::string_view result) { send_to(number, return_line(request, result)); },
      [this, number, request](std::string_view why) { send_to(number, error_line(request, "GenericError", why)); });
}

void Server::send_to(std::uint64_t number, std::string_view line) {
  for (const auto& one : sessions_)
    if (one->number == number) one->send(line);
}

void Server::event(std::string_view name, std::string_view data) {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  JsonWriter json;
  json.begin_object();
  json.key("timestamp");
  json.begin_object();
  json.key("seconds");
  json.integer(now.tv_sec);
  json.key("microseconds");
  json.integer(now.tv_nsec / 1000);
  json.end_object();
  json.key("event");
  json.string(name);
  json.key("data");
  json.json(data);
  json.end_object();
  for (const auto& session : sessions_)
    if (session->negotiated) session->send(json.text());
}

}  // namespace vmwright::qmp
