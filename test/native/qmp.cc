#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <string>
#include <thread>

#include "base/error.h"
#include "base/event_loop.h"
#include "check.h"
#include "vmm/qmp/server.h"

using namespace vmwright;

namespace {

// The other side of the protocol; every read has a limit.
class Client {
 public:
  explicit Client(int fd) : fd_(fd) {}
  ~Client() { close(fd_); }

  void send(const std::string& text) const { check(static_cast<int>(write(fd_, text.data(), text.size())), "write"); }

  // The next line, or "" at the end.
  std::string line() {
    std::size_t end;
    while ((end = received_.find("\r\n")) == std::string::npos) {
      if (!fill()) return "";
    }
    std::string line = received_.substr(0, end);
    received_.erase(0, end + 2);
    return line;
  }

  std::string ask(const std::string& text) {
    send(text + "\n");
    return line();
  }

 private:
  bool fill() {
    pollfd ready = {fd_, POLLIN, 0};
    if (poll(&ready, 1, 5000) != 1) throw CheckFailed("no answer within 5 s");
    char buffer[4096];
    const ssize_t count = read(fd_, buffer, sizeof buffer);
    if (count > 0) received_.append(buffer, static_cast<std::size_t>(count));
    return count > 0;
  }

  int fd_;
  std::string received_;
};

struct Fixture {
  Fixture() {
    server.add_query("double", [](JsonObject& arguments) { return std::to_string(2 * arguments.number("value", 0, 100)); });
    server.add_query("refuse", [](JsonObject&) -> std::string { throw qmp::CommandError("not now"); });
    server.add_query("tell", [this](JsonObject&) {
      server.event("HAPPENED", R"({"why":1})");
      return std::string("{}");
    });
    server.add("later", [this](JsonObject& arguments, qmp::Server::Reply reply) {
      loop.add_timer(std::chrono::milliseconds(arguments.number("ms")), [reply = std::move(reply)] { reply("1"); });
    });
    server.add_query("flood", [this](JsonObject&) {
      for (int i = 0; i < 3000; ++i) server.event("HAPPENED", "{\"x\":\"" + std::string(1000, 'x') + "\"}");
      return std::string("{}");
    });
    thread = std::thread([this] { loop.run(); });
  }
  ~Fixture() {
    loop.stop();
    thread.join();
  }

  int connect() {
    int ends[2];
    check(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), "socketpair");
    loop.call([&] { server.serve_owner(Fd(ends[0]), Fd(), [this] { ++gone; }); });
    return ends[1];
  }

  void await_gone() {
    for (int i = 0; i < 500; ++i) {
      int seen = 0;
      loop.call([&] { seen = gone; });
      if (seen == 1) return;
      usleep(10'000);
    }
    throw CheckFailed("not told within 5 s");
  }

  EventLoop loop;
  qmp::Server server{loop, "1.2.3"};
  int gone = 0;
  std::thread thread;
};

const std::string kNegotiate = R"({"execute":"qmp_capabilities"})";

void greets_and_negotiates() {
  Fixture fixture;
  Client client(fixture.connect());
  CHECK(client.line() ==
        R"({"QMP":{"version":{"qemu":{"major":1,"minor":2,"micro":3},"package":"vmwright-vmm"},"capabilities":[]}})");
  CHECK(client.ask(R"({"execute":"double","arguments":{"value":1}})").find("CommandNotFound") != std::string::npos);
  CHECK(client.ask(kNegotiate) == R"({"return":{}})");
  CHECK(client.ask(R"({"execute":"double","arguments":{"value":21},"id":7})") == R"({"return":42,"id":7})");
}

void explains_what_it_refuses() {
  Fixture fixture;
  Client client(fixture.connect());
  client.line();
  client.ask(kNegotiate);
  CHECK(client.ask(R"({"execute":"nothing","id":"a"})") ==
        R"({"error":{"class":"CommandNotFound","desc":"the command nothing is not known"},"id":"a"})");
  CHECK(client.ask(R"({"execute":"refuse"})") == R"({"error":{"class":"GenericError","desc":"not now"}})");
  CHECK(client.ask(R"({"execute":"double","arguments":{"value":101},"id":1})").find("from 0 to 100") != std::string::npos);
  CHECK(client.ask("[]").find("must be an object") != std::string::npos);
  CHECK(client.ask("{").find("GenericError") != std::string::npos);
  CHECK(client.ask(R"({"execute":"double","arguments":{"value":2}})") == R"({"return":4})");
}

void tells_events_to_those_who_negotiated() {
  Fixture fixture;
  Client ready(fixture.connect());
  Client fresh(fixture.connect());
  ready.line();
  fresh.line();
  ready.ask(kNegotiate);
  const std::string event = ready.ask(R"({"execute":"tell"})");
  CHECK(event.find(R"("event":"HAPPENED","data":{"why":1}})") != std::string::npos);
  CHECK(ready.line() == R"({"return":{}})");
  CHECK(fresh.ask(kNegotiate) == R"({"return":{}})");
}

void takes_torn_and_joined_lines() {
  Fixture fixture;
  Client client(fixture.connect());
  client.line();
  for (const char byte : kNegotiate) client.send(std::string(1, byte));
  client.send("\r\n\n" + kNegotiate + "\n" + kNegotiate + "\n");
  for (int i = 0; i < 3; ++i) CHECK(client.line() == R"({"return":{}})");
}

void answers_later() {
  Fixture fixture;
  Client client(fixture.connect());
  client.line();
  client.ask(kNegotiate);
  client.send(R"({"execute":"later","arguments":{"ms":50},"id":1})" "\n" R"({"execute":"later","arguments":{"ms":1},"id":2})" "\n");
  CHECK(client.line() == R"({"return":1,"id":2})");
  CHECK(client.line() == R"({"return":1,"id":1})");
  // The answer to somebody who has gone goes nowhere.
  {
    Client gone(fixture.connect());
    gone.line();
    gone.ask(kNegotiate);
    gone.send(R"({"execute":"later","arguments":{"ms":30}})" "\n");
  }
  CHECK(client.ask(R"({"execute":"later","arguments":{"ms":60},"id":3})") == R"({"return":1,"id":3})");
}

void cuts_off_endless_lines() {
  signal(SIGPIPE, SIG_IGN);
  Fixture fixture;
  Client client(fixture.connect());
  client.line();
  client.send(std::string(qmp::Session::kMaxCommand + 4096, 'x'));
  CHECK(client.line().empty());
}

void cuts_off_who_does_not_read() {
  Fixture fixture;
  Client client(fixture.connect());
  client.line();
  client.ask(kNegotiate);
  client.send("{\"execute\":\"flood\"}\n");
  fixture.await_gone();  // the kernel's buffer and ours hold less than the flood
  int lines = 0;
  while (!client.line().empty()) ++lines;
  CHECK(lines > 10 && lines < 3000);
}

void tells_when_the_owner_has_gone() {
  Fixture fixture;
  { const Client client(fixture.connect()); }
  fixture.await_gone();
}

}  // namespace

Suite qmp_suite() {
  return {"qmp",
          {{"greets and negotiates", greets_and_negotiates},
           {"explains what it refuses", explains_what_it_refuses},
           {"tells events to those who negotiated", tells_events_to_those_who_negotiated},
           {"takes torn and joined lines", takes_torn_and_joined_lines},
           {"answers later", answers_later},
           {"cuts off endless lines", cuts_off_endless_lines},
           {"cuts off who does not read", cuts_off_who_does_not_read},
           {"tells when the owner has gone", tells_when_the_owner_has_gone}}};
}
