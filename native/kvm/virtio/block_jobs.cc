#include "kvm/virtio/block_jobs.h"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <utility>

#include "kvm/block/buffers.h"

namespace vmwright::virtio {
namespace {

using block::IoKind;

// Pieces of one request at a time: a guest that has written every other sector must not make us keep a list of them
// all.
constexpr std::size_t kPieces = 16;

// A token names job and piece; 0 is no token.
std::uint64_t token_of(std::uint64_t job, std::uint64_t piece) { return (job + 1) * kPieces + piece; }

bool transfers(IoKind kind) { return kind == IoKind::read || kind == IoKind::write; }

}  // namespace

BlockJobs::BlockJobs(block::Image& image, block::EngineChoice choice, std::size_t count, Finished finished)
    : image_(image),
      finished_(std::move(finished)),
      jobs_(count),
      engine_(block::start_engine(choice, image.files(),
                                  [this](std::uint64_t token, std::int64_t result) { ended(token, result); })) {
  for (std::size_t i = 0; i < count; ++i) jobs_[i].index = static_cast<std::uint32_t>(i);
  // The first ones are taken first and again and again, so that the storage of the others is never made.
  for (std::size_t i = count; i > 0; --i) free_.push_back(&jobs_[i - 1]);
}

BlockJob* BlockJobs::acquire() {
  if (free_.empty()) return nullptr;
  BlockJob* job = free_.back();
  free_.pop_back();
  job->result = 0;
  job->begun = 0;
  return job;
}

void BlockJobs::release(BlockJob& job) { free_.push_back(&job); }

void BlockJobs::start(BlockJob& job) {
  begin_pieces(job);
  if (job.open == 0) finished_(job);
}

void BlockJobs::begin_pieces(BlockJob& job) {
  job.open = 0;
  const BlockRequest& request = job.request;
  switch (request.op) {
    case BlockOp::read: begin_reads(job); break;
    case BlockOp::write:
      if (std::exchange(job.begun, request.length) == 0) {
        add_piece(job, IoKind::write, {image_.target(), request.offset, request.length});
      }
      break;
    case BlockOp::discard:
    case BlockOp::write_zeroes: begin_ranges(job); break;
    case BlockOp::flush:
      if (image_.durable() && std::exchange(job.begun, 1) == 0) add_piece(job, IoKind::sync, {image_.target(), 0, 0});
      break;
    case BlockOp::get_id:
    case BlockOp::refused: break;
  }
  for (std::size_t i = 0; i < job.open; ++i) queue_piece(job, i);
}

void BlockJobs::begin_reads(BlockJob& job) {
  const BlockRequest& request = job.request;
  while (job.begun < request.length && job.open < kPieces) {
    const auto extent = image_.source(request.offset + job.begun, request.length - job.begun);
    add_piece(job, IoKind::read, extent);
    job.begun += extent.length;
  }
}

void BlockJobs::begin_ranges(BlockJob& job) {
  const auto& ranges = job.request.ranges;
  for (; job.begun < ranges.size() && job.open < kPieces; ++job.begun) {
    const BlockRange& range = ranges[job.begun];
    IoKind kind = range.unmap ? IoKind::zero_unmap : IoKind::zero;
    if (job.request.op == BlockOp::discard) kind = IoKind::discard;
    add_piece(job, kind, {image_.target(), range.offset, range.length});
  }
}

void BlockJobs::add_piece(BlockJob& job, IoKind kind, const block::Extent& extent) {
  if (job.open == job.pieces.size()) job.pieces.emplace_back();
  BlockJob::Piece& piece = job.pieces[job.open++];
  piece.kind = kind;
  piece.extent = extent;
  piece.done = 0;
}

void BlockJobs::queue_piece(BlockJob& job, std::size_t index) {
  BlockJob::Piece& piece = job.pieces[index];
  if (transfers(piece.kind)) {
    piece.buffers.clear();
    const std::uint64_t start = piece.extent.offset - job.request.offset + piece.done;
    block::slice_buffers(job.request.data, start, piece.extent.length - piece.done, piece.buffers);
  }
  engine().queue({.kind = piece.kind,
                  .file = piece.extent.file,
                  .offset = piece.extent.offset + piece.done,
                  .length = piece.extent.length,
                  .buffers = piece.buffers,
                  .token = token_of(job.index, index)});
}

void BlockJobs::ended(std::uint64_t token, std::int64_t result) {
  BlockJob& job = jobs_[token / kPieces - 1];
  const std::size_t index = token % kPieces;
  if (!complete(job, job.pieces[index], result)) return queue_piece(job, index);
  if (--job.open > 0) return;
  if (job.result == 0) begin_pieces(job);
  if (job.open == 0) finished_(job);
}

// False when the rest of the piece has to be asked for.
bool BlockJobs::complete(BlockJob& job, BlockJob::Piece& piece, std::int64_t result) {
  // Nothing was moved although something was asked for: the file has become shorter.
  if (result == 0 && transfers(piece.kind)) result = -EIO;
  if (result < 0) {
    if (job.result == 0) job.result = static_cast<int>(result);
    return true;
  }
  if (transfers(piece.kind)) {
    piece.done += static_cast<std::uint64_t>(result);
    if (piece.done < piece.extent.length) return false;
  }
  const bool stored = piece.kind == IoKind::write || piece.kind == IoKind::zero || piece.kind == IoKind::zero_unmap;
  if (stored) image_.written(piece.extent.offset, piece.extent.length);
  return true;
}

void BlockJobs::turn() {
  do engine().submit();
  while (engine().reap() > 0);
}

bool BlockJobs::drain(int milliseconds) {
  using Clock = std::chrono::steady_clock;
  const auto deadline = Clock::now() + std::chrono::milliseconds(milliseconds);
  engine().wake_me(true);
  for (;;) {
    engine().event().drain();
    turn();
    if (in_flight() == 0) return true;
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return false;
    pollfd event{engine().event().get(), POLLIN, 0};
    poll(&event, 1, static_cast<int>(left));
  }
}

}  // namespace vmwright::virtio
