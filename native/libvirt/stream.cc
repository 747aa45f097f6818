#include "libvirt/stream.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/error.h"
#include "libvirt/calls.h"
#include "libvirt/libvirt_error.h"

namespace vmwright::libvirt {
namespace {

// virStreamEventType.
constexpr int kReadable = 1;
constexpr int kWritable = 2;
constexpr int kBroken = 4 | 8;  // error, hang-up

constexpr int kAgain = -2;
constexpr int kHole = -3;
constexpr std::size_t kSpareBuffers = 4;
// The most that libvirt's own programs send at once.
constexpr std::size_t kPacket = 262'120;
constexpr unsigned kStopAtHole = 1;  // VIR_STREAM_RECV_STOP_AT_HOLE

std::exception_ptr failure_of(const char* call) { return std::make_exception_ptr(LibvirtError::take(call)); }

std::exception_ptr ended_error() { return std::make_exception_ptr(Error("VM_STATE", "the stream was ended")); }

}  // namespace

StreamChannel::~StreamChannel() {
  if (ended_) return;
  const auto abort = [object = object_, registered = registered_] {
    InUse in_use;
    try {
      in_use.add(object->connection());
    } catch (...) {
      return;  // closed, and the stream with it
    }
    const std::lock_guard lock(object->stream_use().mutex);
    object->stream_use().ended = true;
    if (registered) calls().virStreamEventRemoveCallback(object->pointer());
    calls().virStreamAbort(object->pointer());
  };
  try {
    object_->connection()->pool().submit(abort);
  } catch (...) {
    // No thread: the connection ends it.
  }
}

std::unique_ptr<InUse> StreamChannel::use() {
  auto result = std::make_unique<InUse>();
  result->add(object_->connection());
  return result;
}

void StreamChannel::submit(std::function<void()> job) { object_->connection()->pool().submit(std::move(job)); }

void StreamChannel::read(std::size_t most, bool sparse, Done done) {
  auto in_use = use();
  {
    const std::lock_guard lock(mutex_);
    if (read_) throw Error("VM_STATE", "the stream is being read already");
    read_.emplace(Read{most, sparse, std::move(done), std::move(in_use)});
  }
  submit([self = shared_from_this()] { self->try_read(); });
}

void StreamChannel::try_read() {
  const std::lock_guard use(object_->stream_use().mutex);
  std::optional<Read> request;
  bool ended = false;
  {
    const std::lock_guard lock(mutex_);
    request.swap(read_);
    ended = ended_;
  }
  if (!request) return;
  if (ended) return request->done({}, nullptr);
  receive(std::move(*request));
}

void StreamChannel::receive(Read request) {
  Value::Bytes bytes(request.most);
  void* const stream = object_->pointer();
  auto* const data = reinterpret_cast<char*>(bytes.data());
  // Streams of drivers inside this process have no virStreamRecvFlags().
  const int size = request.sparse ? calls().virStreamRecvFlags(stream, data, bytes.size(), kStopAtHole)
                                  : calls().virStreamRecv(stream, data, bytes.size());
  if (size == kAgain) {
    const std::lock_guard lock(mutex_);
    if (ended_) return request.done({}, nullptr);
    read_.emplace(std::move(request));
    return want(kReadable);
  }
  if (size == kHole) {
    long long length = 0;
    if (calls().virStreamRecvHole(stream, &length, 0) < 0) return request.done({}, failure_of("virStreamRecvHole"));
    return request.done(static_cast<std::int64_t>(length), nullptr);
  }
  if (size < 0) return request.done({}, failure_of("virStreamRecv"));
  if (size == 0) return request.done(nullptr, nullptr);
  bytes.resize(static_cast<std::size_t>(size));
  request.done(std::move(bytes), nullptr);
}

Value::Bytes StreamChannel::buffer() {
  const std::lock_guard lock(mutex_);
  if (spare_.empty()) return {};
  Value::Bytes bytes = std::move(spare_.back());
  spare_.pop_back();
  return bytes;
}

void StreamChannel::write(Value::Bytes bytes, Done done) {
  auto in_use = use();
  {
    const std::lock_guard lock(mutex_);
    writes_.push_back(Write{std::move(bytes), 0, std::move(done), std::move(in_use)});
    if (std::exchange(writing_, true)) return;
  }
  submit([self = shared_from_this()] { self->try_write(); });
}

void StreamChannel::try_write() {
  const std::lock_guard use(object_->stream_use().mutex);
  for (;;) {
    std::optional<Write> request;
    {
      const std::lock_guard lock(mutex_);
      if (!writes_.empty()) {
        request.emplace(std::move(writes_.front()));
        writes_.pop_front();
      }
    }
    if (request && !send(*request)) return;
    const std::lock_guard lock(mutex_);
    writing_ = !writes_.empty();
    if (!writing_) return;
    if (read_ || ended_) break;  // what is to be read from the same stream has its turn, and its end
  }
  submit([self = shared_from_this()] { self->try_write(); });
}

// In packets of one size: one of some bytes more at the end would take as long as a full one.
bool StreamChannel::send(Write& request) {
  if (object_->stream_use().ended) {
    request.done({}, ended_error());
    return true;
  }
  while (request.sent < request.bytes.size()) {
    const auto* data = reinterpret_cast<const char*>(request.bytes.data()) + request.sent;
    const std::size_t left = request.bytes.size() - request.sent;
    const std::size_t packets = (left + kPacket - 1) / kPacket;
    const std::size_t rest = (left + packets - 1) / packets;
    const int size = calls().virStreamSend(object_->pointer(), data, rest);
    if (size == kAgain) {
      const std::lock_guard lock(mutex_);
      writes_.push_front(std::move(request));
      want(kWritable);
      return false;
    }
    if (size < 0) {
      request.done({}, failure_of("virStreamSend"));
      return true;
    }
    request.sent += static_cast<std::size_t>(size);
  }
  sent(request);
  return true;
}

void StreamChannel::sent(Write& request) {
  {
    const std::lock_guard lock(mutex_);
    if (spare_.size() < kSpareBuffers) {
      request.bytes.clear();
      spare_.push_back(std::move(request.bytes));
    }
  }
  request.done({}, nullptr);
}

// With the mutex held.
void StreamChannel::want(int event) {
  wanted_ |= event;
  void* const stream = object_->pointer();
  const auto free = [](void* self) { delete static_cast<std::weak_ptr<StreamChannel>*>(self); };
  if (registered_) {
    calls().virStreamEventUpdateCallback(stream, wanted_);
    return;
  }
  auto self = std::make_unique<std::weak_ptr<StreamChannel>>(weak_from_this());
  if (calls().virStreamEventAddCallback(stream, wanted_, on_event, self.get(), free) == 0) {
    self.release();
    registered_ = true;
    return;
  }
  const std::exception_ptr failure = failure_of("virStreamEventAddCallback");
  if (auto request = std::exchange(read_, std::nullopt)) request->done({}, failure);
  for (Write& request : std::exchange(writes_, {})) request.done({}, failure);
  writing_ = false;
}

void StreamChannel::on_event(void*, int events, void* opaque) {
  if (const auto self = static_cast<std::weak_ptr<StreamChannel>*>(opaque)->lock()) self->on_event(events);
}

// On the thread of the event loop. What is ready is no longer wanted: otherwise the loop would come again at once.
void StreamChannel::on_event(int events) {
  bool readable = false;
  bool writable = false;
  {
    const std::lock_guard lock(mutex_);
    if (ended_) return;
    readable = (wanted_ & kReadable) != 0 && (events & (kReadable | kBroken)) != 0;
    writable = (wanted_ & kWritable) != 0 && (events & (kWritable | kBroken)) != 0;
    if (readable) wanted_ &= ~kReadable;
    if (writable) wanted_ &= ~kWritable;
    calls().virStreamEventUpdateCallback(object_->pointer(), wanted_);
  }
  if (readable) submit([self = shared_from_this()] { self->try_read(); });
  if (writable) submit([self = shared_from_this()] { self->try_write(); });
}

void StreamChannel::send_hole(std::int64_t length, Done done) {
  std::shared_ptr<InUse> in_use = use();
  submit([self = shared_from_this(), length, done = std::move(done), in_use] {
    const std::lock_guard use(self->object_->stream_use().mutex);
    if (self->object_->stream_use().ended) return done({}, ended_error());
    const int result = calls().virStreamSendHole(self->object_->pointer(), length, 0);
    done({}, result < 0 ? failure_of("virStreamSendHole") : nullptr);
  });
}

void StreamChannel::end_with(int (*how)(void*), const char* name, Done done) {
  std::shared_ptr<InUse> in_use = use();
  submit([self = shared_from_this(), how, name, done = std::move(done), in_use] {
    const std::lock_guard use(self->object_->stream_use().mutex);
    self->object_->stream_use().ended = true;
    std::optional<Read> read;
    std::deque<Write> writes;
    {
      const std::lock_guard lock(self->mutex_);
      if (self->ended_) return done({}, nullptr);
      self->ended_ = true;
      read.swap(self->read_);
      writes.swap(self->writes_);
    }
    if (self->registered_) calls().virStreamEventRemoveCallback(self->object_->pointer());
    const int result = how(self->object_->pointer());
    const std::exception_ptr failure = result < 0 ? failure_of(name) : nullptr;
    if (read) read->done({}, nullptr);
    for (Write& write : writes) write.done({}, ended_error());
    done({}, failure);
  });
}

void StreamChannel::finish(Done done) { end_with(calls().virStreamFinish, "virStreamFinish", std::move(done)); }

void StreamChannel::abort(Done done) { end_with(calls().virStreamAbort, "virStreamAbort", std::move(done)); }

}  // namespace vmwright::libvirt
