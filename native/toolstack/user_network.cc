#include "toolstack/user_network.h"

#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <cerrno>
#include <span>
#include <utility>

#include "base/error.h"

namespace vmwright::toolstack {
namespace {

// Frames of one turn, so that the rest of the loop has its turn, too.
constexpr int kBatch = 64;

Fd open_interface(const std::string& name) {
  Fd fd(socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!fd) throw Error("ENGINE_FAILED", "socket for " + name, errno);
  const int on = 1;
  // What we send ourselves is not for us.
  check(setsockopt(fd.get(), SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof on), "PACKET_IGNORE_OUTGOING");
  sockaddr_ll address{};
  address.sll_family = AF_PACKET;
  address.sll_protocol = htons(ETH_P_ALL);
  address.sll_ifindex = static_cast<int>(if_nametoindex(name.c_str()));
  if (address.sll_ifindex == 0 || bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) < 0)
    throw Error("ENGINE_FAILED", "bind to " + name, errno);
  return fd;
}

}  // namespace

UserNetwork::UserNetwork(EventLoop& loop, const std::string& passt)
    : loop_(loop), passt_(net::connect_passt(passt)), buffer_(net::kHeaderSize + net::kLargestFrame) {
  loop_.add(passt_.fd(), EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, [this](std::uint32_t events) {
    passt_.on_event(events);
    from_passt();
  });
}

UserNetwork::~UserNetwork() {
  detach();
  if (passt_watched_) loop_.remove(passt_.fd());
}

void UserNetwork::attach(const std::string& interface) {
  detach();
  interface_ = open_interface(interface);
  loop_.add(interface_.get(), EPOLLIN, [this](std::uint32_t) { from_guest(); });
}

void UserNetwork::detach() {
  if (!interface_) return;
  loop_.remove(interface_.get());
  interface_.reset();
}

void UserNetwork::from_passt() {
  for (int i = 0; i < kBatch; i++) {
    const iovec room = {buffer_.data(), buffer_.size()};
    const net::Received received = passt_.receive(std::span(&room, 1));
    if (received.what == net::Received::What::none) break;
    if (received.what == net::Received::What::too_large) passt_.drop();
    if (received.what != net::Received::What::frame || !interface_) continue;
    // The guest's ring may be full, or its interface gone.
    (void)::send(interface_.get(), buffer_.data() + net::kHeaderSize, received.size - net::kHeaderSize, MSG_NOSIGNAL);
    if (i == kBatch - 1) loop_.post([this] { from_passt(); });
  }
  if (passt_.link() != net::Link::gone || !std::exchange(passt_watched_, false)) return;
  loop_.remove(passt_.fd());
}

void UserNetwork::from_guest() {
  for (int i = 0; i < kBatch && interface_; i++) {
    std::byte* frame = buffer_.data() + net::kHeaderSize;
    const ssize_t count = recv(interface_.get(), frame, net::kLargestFrame, 0);
    if (count < 0 && (errno == EINTR || errno == ENETDOWN)) continue;
    if (count < 0 && errno != EAGAIN) return detach();
    if (count < static_cast<ssize_t>(net::kSmallestFrame)) return;
    std::fill_n(buffer_.data(), net::kHeaderSize, std::byte{0});
    const iovec piece = {buffer_.data(), net::kHeaderSize + static_cast<std::size_t>(count)};
    if (passt_.link() == net::Link::up) (void)passt_.send(std::span(&piece, 1));
  }
}

}  // namespace vmwright::toolstack
