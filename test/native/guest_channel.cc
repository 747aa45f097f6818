// The bytes of a Xen console: its ring with a guest that is right, slow or hostile, and what xenstored says in between.
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <thread>

#include "base/error.h"
#include "base/event_loop.h"
#include "check.h"
#include "kvm/stream/iovec.h"
#include "kvm/stream/unix_socket.h"
#include "toolstack/console_ring.h"
#include "xen/store.h"

namespace {

using namespace vmwright;
using namespace vmwright::toolstack;

// The host's end, in memory.
class Host final : public stream::Channel {
 public:
  void attach(Events) override {}
  bool connected() const noexcept override { return true; }
  std::size_t read(std::span<const iovec> buffers) override {
    const std::size_t count = stream::scatter(buffers, 0, std::as_bytes(std::span(input).first(std::min(input.size(), piece))));
    input.erase(0, count);
    return count;
  }
  std::size_t write(std::span<const iovec> data) override {
    std::string bytes(std::min<std::size_t>(stream::total_bytes(data), room), '\0');
    stream::gather(data, 0, std::as_writable_bytes(std::span(bytes)));
    output += bytes;
    room -= bytes.size();
    return bytes.size();
  }

  std::string input;
  std::string output;
  std::size_t piece = 100'000;  // the most that one read gives
  std::size_t room = 100'000;   // bytes that are still taken
};

struct Console {
  // A guest's frontend, whose indices have been running for a while.
  explicit Console(std::uint32_t begin) {
    page->in_cons = page->in_prod = page->out_cons = page->out_prod = begin;
  }
  void print(const std::string& text) {
    for (const char byte : text) page->out[page->out_prod++ % page->out.size()] = static_cast<std::byte>(byte);
  }
  std::string typed() {
    std::string text;
    while (page->in_cons != page->in_prod) text += static_cast<char>(page->in[page->in_cons++ % page->in.size()]);
    return text;
  }

  std::unique_ptr<ConsolePage> page = std::make_unique<ConsolePage>();
  Host host;
  ConsoleRing ring{*page, host};
};

// Both rings wrap around on the way, and so do the indices.
void moves_bytes_both_ways() {
  for (const std::uint32_t begin : {0U, 1000U, 0xffffff00U}) {
    Console console(begin);
    std::string printed;
    std::string typed;
    CHECK(!console.ring.move());
    for (int round = 0; round < 10; round++) {
      const std::string text(700, static_cast<char>('a' + round));
      console.print(text);
      console.host.input = text;
      CHECK(console.ring.move());
      printed += text;
      typed += console.typed();
      CHECK(console.host.output == printed);
      CHECK(typed == printed);
      CHECK(!console.ring.move());
    }
  }
}

void waits_for_room() {
  Console console(0);
  console.host.room = 10;
  console.print(std::string(2048, 'x'));
  console.host.input = std::string(3000, 'y');
  console.host.piece = 400;
  CHECK(console.ring.move());
  CHECK(console.host.output.size() == 10);
  CHECK(console.host.input.size() == 3000 - 1024);  // the ring is full
  console.host.room = 5000;
  CHECK(console.ring.move());
  CHECK(console.host.output.size() == 2048);
  CHECK(console.host.input.size() == 3000 - 1024);
  CHECK(console.typed().size() == 1024);
  CHECK(console.ring.move());
  CHECK(console.host.input.size() == 3000 - 2048);
}

void refuses_broken_indices() {
  Console output(0);
  output.page->out_prod = 2049;
  CHECK_THROWS(Error, output.ring.move());
  output.page->out_prod = 0xffffffffU;
  CHECK_THROWS(Error, output.ring.move());
  Console input(0);
  input.host.input = "text";
  input.page->in_cons = 1;  // consumed what was never there
  CHECK_THROWS(Error, input.ring.move());
  CHECK(input.host.input == "text");
}

// xenstored, as far as it is asked here.
void answer(int client, std::uint32_t type, const std::string& payload) {
  const std::uint32_t header[4] = {type, 0, 0, static_cast<std::uint32_t>(payload.size())};
  std::string message(reinterpret_cast<const char*>(header), sizeof header);
  message += payload;
  CHECK(write(client, message.data(), message.size()) == static_cast<ssize_t>(message.size()));
}

std::string asked(int client) {
  std::uint32_t header[4];
  CHECK(recv(client, header, sizeof header, MSG_WAITALL) == sizeof header);
  std::string payload(header[3], '\0');
  CHECK(recv(client, payload.data(), payload.size(), MSG_WAITALL) == static_cast<ssize_t>(payload.size()));
  return std::to_string(header[0]) + " " + payload.c_str();
}

void hears_events_between_answers() {
  const std::string path = "/tmp/vmwright-store-test." + std::to_string(getpid());
  const Fd listener = stream::listen_unix(path, 1);
  EventLoop loop;
  xen::Store store(loop, path);
  unlink(path.c_str());
  const Fd client = stream::accept_unix(listener.get());
  CHECK(client && fcntl(client.get(), F_SETFL, 0) == 0);
  int calls = 0;
  std::thread server([&] {
    CHECK(asked(client.get()) == "4 /a/state");
    answer(client.get(), 4, std::string("OK\0", 3));
    CHECK(asked(client.get()) == "2 /a/ring");
    answer(client.get(), 15, std::string("/a/state\0/a/state\0", 18));
    answer(client.get(), 2, "42");
    CHECK(asked(client.get()) == "2 /a/none");
    answer(client.get(), 16, std::string("ENOENT\0", 7));
    CHECK(asked(client.get()) == "11 /a/b");
    answer(client.get(), 16, std::string("EACCES\0", 7));
    answer(client.get(), 15, std::string("/b\0/nobody/asked\0", 17));
    answer(client.get(), 15, std::string("/a/state\0/a/state\0", 18));
  });
  store.watch("/a/state", [&] {
    if (++calls == 2) loop.stop();
  });
  CHECK(store.read("/a/ring") == "42");
  CHECK(!store.read("/a/none"));
  CHECK(calls == 0);  // never from within a request
  CHECK_THROWS(Error, store.write("/a/b", "1"));
  loop.run();
  server.join();
  CHECK(calls == 2);
}

}  // namespace

Suite guest_channel_suite() {
  return {"guest_channel",
          {
              {"moves bytes both ways", moves_bytes_both_ways},
              {"waits for room at either end", waits_for_room},
              {"refuses indices that make no sense", refuses_broken_indices},
              {"hears events between answers", hears_events_between_answers},
          }};
}
