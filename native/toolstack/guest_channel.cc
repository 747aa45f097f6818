#include "toolstack/guest_channel.h"

#include <fcntl.h>
#include <sys/epoll.h>

#include <charconv>
#include <new>
#include <utility>

#include "base/error.h"
#include "kvm/stream/unix_socket.h"

namespace vmwright::toolstack {
namespace {

constexpr int kBacklog = 8;

// xen/include/public/io/xenbus.h
constexpr std::uint32_t kInitialising = 1;
constexpr std::uint32_t kWaiting = 2;  // for the frontend
constexpr std::uint32_t kInitialised = 3;
constexpr std::uint32_t kConnected = 4;
constexpr std::uint32_t kClosing = 5;
constexpr std::uint32_t kClosed = 6;

std::string with(const std::string& folder, const char* name) { return folder + "/" + name; }

}  // namespace

GuestChannel::Link::Link(const Front& front, std::unique_ptr<GuestEnd> guest, stream::Channel& channel)
    : front(front), end(std::move(guest)), ring(*static_cast<ConsolePage*>(end->page()), channel) {}

void GuestChannel::Link::move() {
  if (ring.move()) end->notify();
}

GuestChannel::GuestChannel(EventLoop& loop, xen::Store& store, std::uint32_t number, const std::string& socket, OpenGuestEnd open_end)
    : loop_(loop), store_(store), number_(number), open_end_(std::move(open_end)), listener_(stream::listen_unix(socket, kBacklog)) {}

void GuestChannel::open(xen::abi::Domid domid) {
  close();
  domid_ = domid;
  const std::string id = std::to_string(domid);
  const std::string number = std::to_string(number_);
  frontend_ = "/local/domain/" + id + "/device/console/" + number;
  backend_ = "/local/domain/0/backend/console/" + id + "/" + number;
  // Its own copy of the listener, which lives on without it.
  channel_ = std::make_unique<stream::DirectChannel>(loop_, Fd(check(fcntl(listener_.get(), F_DUPFD_CLOEXEC, 0), "F_DUPFD_CLOEXEC")));
  announce();
  channel_->attach({.readable = [this] { move(); }, .writable = [this] { move(); }, .connected = [this](bool here) {
                      if (here && broken_) channel_->drop();
                    }});
  store_.watch(with(frontend_, "state"), [this] { on_state(); });
}

// What both ends read of each other, and what libxenlight removes the device by.
void GuestChannel::announce() {
  const std::string id = std::to_string(domid_);
  store_.make(frontend_, {"n" + id, "r0"});
  store_.write(with(frontend_, "backend"), backend_);
  store_.write(with(frontend_, "backend-id"), "0");
  store_.write(with(frontend_, "state"), std::to_string(kInitialising));
  store_.make(backend_, {"n0", "r" + id});
  store_.write(with(backend_, "frontend"), frontend_);
  store_.write(with(backend_, "frontend-id"), id);
  store_.write(with(backend_, "online"), "1");
  store_.write(with(backend_, "state"), std::to_string(kWaiting));
  const std::string record = "/libxl/" + id + "/device/console/" + std::to_string(number_);
  store_.make(record, {"n0"});
  store_.write(with(record, "frontend"), frontend_);
  store_.write(with(record, "backend"), backend_);
}

void GuestChannel::close() noexcept {
  disconnect();
  broken_ = false;
  channel_.reset();
  if (std::exchange(domid_, 0) == 0) return;
  try {
    store_.unwatch(with(frontend_, "state"));
  } catch (const Error&) {
    // A store that does not answer tells of nothing either.
  }
}

std::optional<std::uint32_t> GuestChannel::number_at(const std::string& name) {
  const std::optional<std::string> text = store_.read(frontend_ + "/" + name);
  std::uint32_t value = 0;
  if (!text || std::from_chars(text->data(), text->data() + text->size(), value).ec != std::errc()) return std::nullopt;
  return value;
}

// The guest, or another program that removes the domain, changed the state of the frontend.
void GuestChannel::on_state() {
  const std::uint32_t state = number_at("state").value_or(kClosed);
  if (state == kInitialised) return connect();
  if (state == kConnected) return;
  disconnect();
  if (!store_.read(with(backend_, "state"))) return;  // the device has been removed
  if (state == kInitialising) store_.write(with(backend_, "state"), std::to_string(kWaiting));
  if (state == kClosing || state == kClosed) store_.write(with(backend_, "state"), std::to_string(kClosed));
}

void GuestChannel::connect() {
  const auto reference = number_at("ring-ref");
  const auto port = number_at("port");
  if (!reference || !port) return;
  const Front front = {.reference = *reference, .port = *port};
  if (link_ && link_->front == front) return;  // it was told twice
  disconnect();
  try {
    link_ = std::make_unique<Link>(front, open_end_(domid_, front), *channel_);
    loop_.add(link_->end->fd(), EPOLLIN, [this](std::uint32_t) { on_event(); });
    broken_ = false;
    store_.write(with(backend_, "state"), std::to_string(kConnected));
  } catch (const Error&) {
    // Nothing can be said to a guest that offers what it does not have.
    give_up();
    return store_.write(with(backend_, "state"), std::to_string(kClosed));
  }
  move();
}

void GuestChannel::disconnect() noexcept {
  if (!link_) return;
  loop_.remove(link_->end->fd());
  link_.reset();
}

// The guest broke its end and has none any more: whoever is connected, or comes, would wait in vain.
void GuestChannel::give_up() {
  disconnect();
  broken_ = true;
  channel_->drop();
}

void GuestChannel::on_event() {
  try {
    link_->end->take();
    link_->move();
    link_->end->unmask();
  } catch (const Error&) {
    give_up();
  }
}

// The host's end can take or give more.
void GuestChannel::move() {
  if (!link_) return;
  try {
    link_->move();
  } catch (const Error&) {
    give_up();
  }
}

}  // namespace vmwright::toolstack
