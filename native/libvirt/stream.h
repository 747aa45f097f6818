// Reading and writing a non-blocking stream of libvirt: each request ends when there are data or place. While it
// waits it takes no thread: libvirt's event loop tells when to try again.
#pragma once

#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "libvirt/call.h"

namespace vmwright::libvirt {

class StreamChannel : public std::enable_shared_from_this<StreamChannel> {
 public:
  // A result, or a failure. Called on a worker thread.
  using Done = std::function<void(Value, std::exception_ptr)>;

  explicit StreamChannel(std::shared_ptr<Object> object) : object_(std::move(object)) {}
  StreamChannel(const StreamChannel&) = delete;
  StreamChannel& operator=(const StreamChannel&) = delete;
  // Aborts the stream in the background when it was not ended.
  ~StreamChannel();

  // Bytes, null at the end, the length of a hole (a 64-bit integer; only with `sparse`), or undefined when the
  // stream was ended meanwhile. One at a time.
  void read(std::size_t most, bool sparse, Done done);
  // Empty, with the memory of bytes that were sent: memory that is new to the process costs more than the copy.
  Value::Bytes buffer();
  // All of the bytes, after those of the writes before.
  void write(Value::Bytes bytes, Done done);
  void send_hole(std::int64_t length, Done done);
  // Ends it, with a confirmation from the other side; or gives it up. Ends what waits in read() and write().
  void finish(Done done);
  void abort(Done done);

  const std::shared_ptr<Object>& object() const noexcept { return object_; }

 private:
  struct Read {
    std::size_t most;
    bool sparse;
    Done done;
    std::unique_ptr<InUse> in_use;
  };
  struct Write {
    Value::Bytes bytes;
    std::size_t sent = 0;
    Done done;
    std::unique_ptr<InUse> in_use;
  };

  std::unique_ptr<InUse> use();
  void submit(std::function<void()> job);
  void try_read();
  void try_write();
  // False when there is no place: the request waits for it.
  bool send(Write& request);
  void sent(Write& request);
  void receive(Read request);
  void end_with(int (*how)(void*), const char* name, Done done);
  // Waits for an event with a request that could not be carried out; it is in read_ or writes_.
  void want(int event);
  static void on_event(void* stream, int events, void* opaque);
  void on_event(int events);

  const std::shared_ptr<Object> object_;
  std::mutex mutex_;  // guards all below
  std::optional<Read> read_;
  std::deque<Write> writes_;
  std::vector<Value::Bytes> spare_;
  bool writing_ = false;  // a job or an event will see to writes_
  int wanted_ = 0;
  bool registered_ = false;
  bool ended_ = false;
};

}  // namespace vmwright::libvirt
