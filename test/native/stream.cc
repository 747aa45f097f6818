// The host's side of ports: what clients and logs get.
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <array>
#include <fstream>
#include <sstream>

#include "check.h"
#include "driver.h"
#include "base/error.h"
#include "kvm/stream/byte_ring.h"
#include "kvm/stream/console_channel.h"
#include "kvm/stream/direct_channel.h"
#include "kvm/stream/iovec.h"
#include "kvm/stream/unix_socket.h"
#include "stream_support.h"

namespace {

using namespace vmwright;
using namespace vmwright::stream;

iovec piece(std::string& text) { return {text.data(), text.size()}; }

std::string contents(const ByteRing& ring) {
  const auto parts = ring.contents();
  std::string text(parts[0].iov_len + parts[1].iov_len, 0);
  gather(parts, 0, std::as_writable_bytes(std::span(text)));
  return text;
}

void scattered_buffers() {
  std::string a = "abc", b = "", c = "defgh";
  const std::array<iovec, 3> all{piece(a), piece(b), piece(c)};
  CHECK(total_bytes(all) == 8);
  std::string copy(4, 0);
  CHECK(gather(all, 2, std::as_writable_bytes(std::span(copy))) == 4 && copy == "cdef");
  CHECK(gather(all, 7, std::as_writable_bytes(std::span(copy))) == 1);
  CHECK(gather(all, ~0ULL, std::as_writable_bytes(std::span(copy))) == 0);
  const std::string stamp = "XYZ";
  CHECK(scatter(all, 1, std::as_bytes(std::span(stamp))) == 3 && a == "aXY" && c == "Zefgh");
  std::vector<iovec> part;
  CHECK(slice(all, 1, 4, part) == 4 && part.size() == 2);
  CHECK(slice(all, 8, 4, part) == 0 && part.empty());
  b = "z";
  const std::vector<iovec> many(5000, piece(b));
  CHECK(slice(many, 0, 5000, part) == kMaxPieces && part.size() == kMaxPieces);
}

void ring_keeps_the_newest() {
  ByteRing ring(5);
  const auto add = [&ring](std::string text, std::uint64_t offset = 0) {
    const std::array<iovec, 1> data{piece(text)};
    return ring.append(data, offset);
  };
  CHECK(ring.empty() && add("abc") == 0 && contents(ring) == "abc");
  CHECK(add("def") == 1 && contents(ring) == "bcdef");
  ring.consume(3);
  CHECK(contents(ring) == "ef" && add("0123456789") == 7 && contents(ring) == "56789");
  CHECK(add("xyz", 2) == 1 && contents(ring) == "6789z");
  CHECK(add("xyz", 3) == 0 && add("xyz", 9) == 0 && contents(ring) == "6789z");
}

Fd log_at(const std::string& path) { return Fd(open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)); }

std::string read_file(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

void log_is_bounded() {
  const Folder folder;
  const std::string path = folder.file("log");
  constexpr std::uint64_t kKeep = 1 << 20;
  LogFile log(log_at(path), kKeep);
  std::string block(100'000, 'x');
  const std::array<iovec, 1> data{piece(block)};
  for (int i = 0; i < 40; i++) {
    block.front() = static_cast<char>('A' + i);
    log.append(data);
  }
  CHECK(log.stats().written == 4'000'000 && log.stats().dropped == 0);
  struct stat status;
  CHECK(stat(path.c_str(), &status) == 0 && status.st_size == 4'000'000);
  if (log.stats().last_errno == EOPNOTSUPP) throw Skipped("the file system knows no holes");
  CHECK(static_cast<std::uint64_t>(status.st_blocks) * 512 < kKeep * 3 / 2);
  const std::string text = read_file(path);
  CHECK(text[3'900'000] == 'A' + 39 && text[3'000'000] == 'A' + 30 && text[0] == 0);
}

void log_survives_a_full_disk() {
  LogFile log(Fd(open("/dev/full", O_WRONLY | O_APPEND | O_CLOEXEC)), 1 << 20);
  std::string text = "lost";
  const std::array<iovec, 1> data{piece(text)};
  log.append(data);
  CHECK(log.stats().written == 0 && log.stats().dropped == 4 && log.stats().last_errno == ENOSPC);
}

// A channel with a listener on a loop of its own.
struct Bench {
  Folder folder;
  std::string path = folder.file("socket");
  driver::LoopThread thread;
  std::atomic<int> readable = 0, writable = 0, came = 0, went = 0;

  Channel::Events events() {
    return {.readable = [this] { readable++; },
            .writable = [this] { writable++; },
            .connected = [this](bool open) { open ? came++ : went++; }};
  }
  void attach(Channel& channel) {
    thread.loop().call([&] { channel.attach(events()); });
  }
  std::size_t write(Channel& channel, std::string text) {
    std::size_t count = 0;
    const std::array<iovec, 1> data{piece(text)};
    thread.loop().call([&] { count = channel.write(data); });
    return count;
  }
  std::string read(Channel& channel, std::size_t size = 65536) {
    std::string text(size, 0);
    const std::array<iovec, 1> data{piece(text)};
    thread.loop().call([&] { text.resize(channel.read(data)); });
    return text;
  }
};

// Destroys a channel where it lives.
template <typename T>
struct OnLoop {
  EventLoop& loop;
  std::optional<T> channel;
  template <typename... Args>
  explicit OnLoop(EventLoop& on, Args&&... args) : loop(on) {
    loop.call([&] { channel.emplace(loop, std::forward<Args>(args)...); });
  }
  ~OnLoop() {
    loop.call([this] { channel.reset(); });
  }
};

void direct_channel_both_ways() {
  Bench bench;
  OnLoop<DirectChannel> held(bench.thread.loop(), listen_unix(bench.path, 2));
  DirectChannel& channel = *held.channel;
  bench.attach(channel);
  CHECK(bench.write(channel, "nobody") == 6 && bench.read(channel).empty());
  Client client(bench.path);
  CHECK(eventually([&] { return bench.came == 1; }));
  CHECK(bench.write(channel, "hello") == 5 && client.receive(5) == "hello");
  client.send("world");
  CHECK(eventually([&] { return bench.readable > 0; }));
  CHECK(bench.read(channel, 3) == "wor" && bench.read(channel) == "ld" && bench.read(channel).empty());
  CHECK(bench.went == 0);
  client.close();
  CHECK(eventually([&] { return bench.read(channel).empty() && bench.went == 1; }));
}

void second_client_waits() {
  Bench bench;
  OnLoop<DirectChannel> held(bench.thread.loop(), listen_unix(bench.path, 2));
  bench.attach(*held.channel);
  Client first(bench.path);
  CHECK(eventually([&] { return bench.came == 1; }));
  Client second(bench.path);
  second.send("second");
  CHECK(second.silent() && bench.came == 1);
  first.close();
  CHECK(eventually([&] { return bench.read(*held.channel) == "second"; }));
  CHECK(bench.came == 2 && bench.went == 1);
}

void last_words_stay_until_the_next_client() {
  Bench bench;
  OnLoop<DirectChannel> held(bench.thread.loop(), listen_unix(bench.path, 2));
  {
    Client first(bench.path);
    bench.attach(*held.channel);
    CHECK(eventually([&] { return bench.came == 1; }));
    first.send("last words");
  }
  nap();
  CHECK(bench.went == 0 && bench.read(*held.channel, 4) == "last");
  Client second(bench.path);
  CHECK(eventually([&] { return bench.went == 1 && bench.came == 2; }));
  second.send("x");
  CHECK(eventually([&] { return bench.read(*held.channel) == "x"; }));
}

void full_client_blocks_a_direct_channel() {
  Bench bench;
  OnLoop<DirectChannel> held(bench.thread.loop(), listen_unix(bench.path, 2));
  bench.attach(*held.channel);
  Client client(bench.path);
  CHECK(eventually([&] { return bench.came == 1; }));
  const std::string block(100'000, 'b');
  std::size_t total = 0;
  for (;;) {
    const std::size_t count = bench.write(*held.channel, block);
    total += count;
    if (count < block.size()) break;
  }
  CHECK(bench.write(*held.channel, block) == 0);
  const int before = bench.writable;
  CHECK(client.receive(total).size() == total);
  CHECK(eventually([&] { return bench.writable > before; }));
  CHECK(bench.write(*held.channel, "more") == 4 && client.receive(4) == "more");
  // One that goes away while it is full frees the way.
  while (bench.write(*held.channel, block) == block.size()) {
  }
  client.close();
  CHECK(eventually([&] { return bench.write(*held.channel, block) == block.size(); }));
}

void console_never_waits() {
  Bench bench;
  const std::string log = bench.folder.file("log");
  OnLoop<ConsoleChannel> held(bench.thread.loop(),
                              ConsoleChannel::Config{.listener = listen_unix(bench.path, 2),
                                                     .log = log_at(log),
                                                     .client_buffer = 10'000});
  ConsoleChannel& channel = *held.channel;
  bench.attach(channel);
  CHECK(channel.connected() && bench.write(channel, "early\n") == 6);
  Client client(bench.path);
  client.send("login");
  CHECK(eventually([&] { return bench.read(channel) == "login"; }));
  const std::string block(50'000, 'c');
  for (int i = 0; i < 40; i++) CHECK(bench.write(channel, block) == block.size());
  CHECK(bench.write(channel, "the end") == 7);
  CHECK(read_file(log).size() == 6 + 2'000'000 + 7);
  ConsoleChannel::Stats stats;
  bench.thread.loop().call([&] { stats = channel.stats(); });
  CHECK(stats.output == 2'000'013 && stats.input == 5 && stats.client_dropped > 0 && stats.log->written == stats.output);
  const std::string got = client.receive(2'000'007 - stats.client_dropped);
  CHECK(got.size() == 2'000'007 - stats.client_dropped && got.ends_with("the end") && client.silent());
  CHECK(bench.came == 0);
}

void sockets_say_what_is_wrong() {
  const Folder folder;
  CHECK_THROWS(Error, listen_unix(folder.file(std::string(120, 'x')), 1));
  CHECK_THROWS(Error, listen_unix(folder.file("no/such/folder"), 1));
  CHECK(!connect_unix(folder.file("nobody")) && errno == ENOENT);
  CHECK(!connect_unix(folder.file(std::string(120, 'x'))) && errno == ENAMETOOLONG);
}

}  // namespace

Suite stream_suite() {
  return {"stream",
          {{"scattered buffers are cut and copied within their bounds", scattered_buffers},
           {"a ring keeps the newest bytes", ring_keeps_the_newest},
           {"a log keeps its end and gives the rest back to the disk", log_is_bounded},
           {"a log on a full disk counts what it lost", log_survives_a_full_disk},
           {"a direct channel carries both ways", direct_channel_both_ways},
           {"a second client waits for the first to go", second_client_waits},
           {"last words of a client stay until the next one comes", last_words_stay_until_the_next_client},
           {"a client that does not read blocks a direct channel", full_client_blocks_a_direct_channel},
           {"a console never waits for its client", console_never_waits},
           {"sockets say what is wrong", sockets_say_what_is_wrong}}};
}
