// The device model that is started for a domain that had none: a shell script plays QEMU.
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>

#include "base/error.h"
#include "base/event_loop.h"
#include "check.h"
#include "store_support.h"
#include "toolstack/device_model.h"
#include "xen/store.h"

namespace {

using namespace vmwright;
using namespace vmwright::toolstack;

constexpr const char* kPid = "/local/domain/7/image/device-model-pid";
constexpr const char* kState = "/local/domain/0/device-model/7/state";

class Script {
 public:
  explicit Script(const std::string& text) {
    std::ofstream(path_) << "#!/bin/sh\n" << text << "\n";
    chmod(path_.c_str(), 0700);
  }
  ~Script() { unlink(path_.c_str()); }
  ModelProgram program() const { return {.path = path_, .name = "bob", .memory_mib = 256}; }

 private:
  const std::string path_ = "/tmp/vmwright-fake-model." + std::to_string(getpid());
};

void serves_until_it_ends() {
  const Script script("exec sleep 60");
  FakeStore xenstored;
  EventLoop loop;
  xen::Store store(loop, xenstored.path());
  DeviceModel model(loop, store);
  int started = 0;
  bool gone = false;
  model.watch(7, [&] {
    gone = true;
    loop.stop();
  });
  CHECK(!model.serves());
  const auto count = [&](const std::optional<std::string>& failure) {
    CHECK(!failure && model.serves());
    if (++started == 2) kill(std::atoi(xenstored.get(kPid).c_str()), SIGKILL);
  };
  model.start(script.program(), count);
  model.start(script.program(), count);  // waits for the same one
  loop.add_timer(std::chrono::milliseconds(200), [&] {
    CHECK(started == 0 && !model.serves());
    xenstored.set(kState, "running");
  });
  loop.run();
  CHECK(started == 2 && gone && !model.serves());
}

std::string failure_of(const ModelProgram& program, FakeStore& xenstored) {
  EventLoop loop;
  xen::Store store(loop, xenstored.path());
  DeviceModel model(loop, store);
  std::string why;
  model.watch(7, [] { CHECK(false); });
  model.start(program, [&](const std::optional<std::string>& failure) {
    why = failure.value_or("");
    loop.stop();
  });
  loop.run();
  CHECK(!model.serves());
  return why;
}

void tells_that_it_ended_at_once() {
  const Script script("exit 1");
  FakeStore xenstored;
  CHECK(failure_of(script.program(), xenstored).find("ended at once") != std::string::npos);
  CHECK(xenstored.get(kPid).empty());
}

void tells_that_the_domain_went() {
  const Script script("exec sleep 60");
  FakeStore xenstored;
  EventLoop loop;
  xen::Store store(loop, xenstored.path());
  DeviceModel model(loop, store);
  std::string why;
  model.watch(7, [] { CHECK(false); });
  model.start(script.program(), [&](const std::optional<std::string>& failure) { why = failure.value_or(""); });
  model.forget();
  CHECK(why == "the VM's domain is gone");
}

void refuses_what_only_libxenlight_starts() {
  const auto of = [](const char* json) { return model_program(JsonValue::parse(json), "4.17", 256 << 20); };
  CHECK_THROWS(Error, of(R"({"b_info":{"dm_restrict":"True"}})"));
  CHECK_THROWS(Error, of(R"({"b_info":{"device_model_user":"nobody"}})"));
  const ModelProgram program = of(R"({"c_info":{"name":"bob"},"b_info":{"device_model":"/q","dm_restrict":"False"}})");
  CHECK(program.path == "/q" && program.name == "bob" && program.memory_mib == 256);
}

}  // namespace

Suite device_model_suite() {
  return {"device_model",
          {
              {"serves until it ends", serves_until_it_ends},
              {"tells that it ended at once", tells_that_it_ended_at_once},
              {"tells that the domain went", tells_that_the_domain_went},
              {"refuses what only libxenlight starts", refuses_what_only_libxenlight_starts},
          }};
}
