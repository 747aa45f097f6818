// How far the memory of a guest has been saved or sent, from what libxenlight's save helper says of it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace vmwright::toolstack {

// Bytes. `total` grows by what a running guest changed meanwhile, and is never less than `done`.
struct Progress {
  std::uint64_t done = 0;
  std::uint64_t total = 0;
};

// The data of the event that tells it; `what`: save, migrate or restore.
std::string progress_data(const char* what, const Progress& progress);

class MemoryProgress {
 public:
  using Time = std::chrono::steady_clock::time_point;
  // Between two that are told.
  static constexpr std::chrono::milliseconds kInterval{250};

  // `memory`: bytes that the guest has. `more`: bytes that are to be written after them.
  MemoryProgress(std::uint64_t memory, std::uint64_t more);

  // libxc sends memory in rounds, each with a name and a number of frames: first every frame that the guest may have, then what
  // it has changed since. The first counts frames up to the end of its address space, where nothing is behind those of its
  // memory. Gives nothing when it is too early to tell again, or when it is no count of frames.
  std::optional<Progress> report(const std::string& round, std::uint64_t frames, std::uint64_t of, Time now);

 private:
  const std::uint64_t memory_;
  const std::uint64_t more_;
  std::string round_;
  bool first_ = true;         // the round that is under way
  std::uint64_t before_ = 0;  // bytes of the rounds before it
  std::uint64_t size_ = 0;    // bytes of the round
  std::optional<Time> told_;
};

}  // namespace vmwright::toolstack
