// User-mode networking by passt(1): frames over a stream socket, each after its length in four bytes, big-endian, as QEMU's
// `-netdev stream` talks, too. No offloads: every frame is whole and its checksums are right.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/fd.h"
#include "kvm/net/backend.h"

namespace vmwright::net {

// To the socket of a passt that waits for one (`--socket PATH`). Throws Error{ENGINE_FAILED}.
Fd connect_passt(const std::string& path);

class Passt final : public Backend {
 public:
  // A connected stream socket. When the peer closes it or breaks the format the link is gone.
  explicit Passt(Fd socket);

  std::uint64_t features() const noexcept override { return 0; }
  void use(std::uint64_t) override {}
  int fd() const noexcept override { return socket_.get(); }
  void on_event(std::uint32_t epoll_events) override;
  Link link() const noexcept override { return link_; }
  Sent send(std::span<const iovec> frame) override;
  Received receive(std::span<const iovec> buffers) override;
  void drop() noexcept override;

 private:
  // Length and bytes of the frame at the front, once it is here as a whole.
  bool whole_frame() const noexcept;
  std::size_t length() const noexcept;
  bool read_more();
  bool flush();

  Fd socket_;
  Link link_ = Link::up;
  std::unique_ptr<std::byte[]> input_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::vector<std::byte> output_;  // the rest of a frame that the socket took a part of
  std::vector<iovec> pieces_;
};

}  // namespace vmwright::net
