// Streams: the TypeScript side makes Duplex streams of Node of them.
#include "addon/args.h"
#include "addon/libvirt/environment.h"
#include "addon/libvirt/marshal.h"
#include "libvirt/calls.h"
#include "libvirt/libvirt_error.h"
#include "libvirt/stream.h"

namespace vmwright::libvirt {
namespace {

constexpr unsigned kNonBlock = 1;  // VIR_STREAM_NONBLOCK

// streamNew(handle of the connection): its raw handle. Asks no server.
Napi::Value JS_streamNew(const Napi::CallbackInfo& info) {
  const auto connection = use<Raw>(info[0]).object->connection();
  InUse in_use;
  in_use.add(connection);
  void* pointer = calls().virStreamNew(connection->pointer(), kNonBlock);
  if (pointer == nullptr) throw LibvirtError::take("virStreamNew");
  auto object = Object::adopt(Class::Stream, pointer, connection);
  auto raw = std::make_shared<Raw>(Raw{object, std::make_shared<StreamChannel>(object)});
  return make_handle<Raw>(info.Env(), std::move(raw));
}

// A call on a stream that ends with a message.
Napi::Value on_stream(const Napi::CallbackInfo& info,
                      const std::function<void(StreamChannel&, StreamChannel::Done)>& start) {
  return promise(info.Env(), info.Env().Undefined(), [&](std::uint64_t id) {
    const auto stream = use<Raw>(info[0]).stream;
    if (!stream) throw Error("OPTION_INVALID", "expected a stream");
    const auto channel = Environment::of(info.Env()).channel;
    start(*stream, [channel, id](Value value, std::exception_ptr failure) {
      channel->post({id, std::move(value), std::move(failure)});
    });
  });
}

// A copy: memory of JavaScript may go while a thread still sends.
Value::Bytes joined(const Napi::Array& chunks, Value::Bytes all) {
  std::size_t size = 0;
  for (std::uint32_t i = 0; i < chunks.Length(); i++) size += to_bytes(chunks.Get(i), "chunk").size();
  all.reserve(size);
  for (std::uint32_t i = 0; i < chunks.Length(); i++) {
    const auto bytes = to_bytes(chunks.Get(i), "chunk");
    all.insert(all.end(), bytes.begin(), bytes.end());
  }
  return all;
}

// streamRead(stream, most, sparse): Promise of bytes, null, a hole or undefined.
Napi::Value JS_streamRead(const Napi::CallbackInfo& info) {
  return on_stream(info, [&](StreamChannel& stream, StreamChannel::Done done) {
    stream.read(to_u32(info[1], "size"), to_bool(info[2], "sparse"), std::move(done));
  });
}

// streamWrite(stream, chunks): Promise<void>.
Napi::Value JS_streamWrite(const Napi::CallbackInfo& info) {
  return on_stream(info, [&](StreamChannel& stream, StreamChannel::Done done) {
    stream.write(joined(to_array(info[1], "chunks"), stream.buffer()), std::move(done));
  });
}

// streamSendHole(stream, length: bigint): Promise<void>.
Napi::Value JS_streamSendHole(const Napi::CallbackInfo& info) {
  return on_stream(info, [&](StreamChannel& stream, StreamChannel::Done done) {
    stream.send_hole(to_s64(info[1], "length"), std::move(done));
  });
}

// streamFinish(stream): Promise<void>.
Napi::Value JS_streamFinish(const Napi::CallbackInfo& info) {
  return on_stream(info, [](StreamChannel& stream, StreamChannel::Done done) { stream.finish(std::move(done)); });
}

// streamAbort(stream): Promise<void>.
Napi::Value JS_streamAbort(const Napi::CallbackInfo& info) {
  return on_stream(info, [](StreamChannel& stream, StreamChannel::Done done) { stream.abort(std::move(done)); });
}

}  // namespace

void export_streams(Napi::Object exports) {
  add_function<JS_streamNew>(exports, "streamNew");
  add_function<JS_streamRead>(exports, "streamRead");
  add_function<JS_streamWrite>(exports, "streamWrite");
  add_function<JS_streamSendHole>(exports, "streamSendHole");
  add_function<JS_streamFinish>(exports, "streamFinish");
  add_function<JS_streamAbort>(exports, "streamAbort");
}

}  // namespace vmwright::libvirt
