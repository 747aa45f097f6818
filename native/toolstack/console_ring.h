// The page through which a Xen console's bytes go, xen/include/public/io/console.h: we are its backend.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "kvm/stream/channel.h"

namespace vmwright::toolstack {

// Indices run freely and are taken modulo the size of their ring. The guest can write to all of it at any time.
struct ConsolePage {
  std::array<std::byte, 1024> in;   // to the guest
  std::array<std::byte, 2048> out;  // from it
  std::uint32_t in_cons;            // the guest's
  std::uint32_t in_prod;            // ours
  std::uint32_t out_cons;           // ours
  std::uint32_t out_prod;           // the guest's
};

class ConsoleRing {
 public:
  // Both outlive this.
  ConsoleRing(ConsolePage& page, stream::Channel& channel) : page_(page), channel_(channel) {}

  // Moves as many bytes both ways as there are and fit, each ring once at most. True: the guest is to be told.
  // Throws Error when the guest's indices make no sense.
  bool move();

 private:
  bool take_output();
  bool give_input();

  ConsolePage& page_;
  stream::Channel& channel_;
};

}  // namespace vmwright::toolstack
