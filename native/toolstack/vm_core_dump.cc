// The memory of a VM as a core dump.
#include <ctime>
#include <exception>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/error.h"
#include "base/json_object.h"
#include "toolstack/vm.h"

namespace vmwright::toolstack {
namespace {

// For the name of a file: UTC, to the second.
std::string time_of_day() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y%m%dT%H%M%SZ", &parts)};
}

}  // namespace

void Vm::dump_core(JsonObject& arguments, qmp::Server::Reply reply, qmp::Server::Refuse refuse) {
  domain();
  if (state_ != State::running && state_ != State::paused && state_ != State::preserved)
    throw qmp::CommandError("a VM that starts or ends has no memory to dump");
  if (dump_ || saving_) throw qmp::CommandError("the VM is being dumped or saved already");
  dump_ = std::make_shared<CoreDump>(loop_, arguments.string("path"));
  write_core(dump_, state_ != State::preserved, [reply = std::move(reply), refuse = std::move(refuse)](const auto& failure) {
    if (failure) refuse(*failure);
    else reply("{}");
  });
}

// Pausing is counted, so what clients ask for meanwhile is as it would be without. A guest that went on would leave a memory
// that never was.
void Vm::write_core(const std::shared_ptr<CoreDump>& dump, bool pause, const CoreDump::Done& done) {
  const xen::abi::Domid domid = domid_;
  const auto over = [this, domid, pause, done](const std::optional<std::string>& failure) {
    dump_.reset();
    if (!pause || domid_ != domid) return done(failure);
    session_.start("go on with the domain",
                   [this, domid](xen::abi::Ao ao) { return session_.libxl().domain_unpause(session_.ctx(), domid, ao); },
                   [failure, done](const xen::CallError* stuck) {
                     if (stuck != nullptr && !failure) done(stuck->what());
                     else done(failure);
                   });
  };
  const auto begin = [dump, domid, over] {
    try {
      dump->start(domid, over);
    } catch (const Error& error) {
      over(error.what());
    }
  };
  if (!pause) return begin();
  session_.start("pause the domain", [this, domid](xen::abi::Ao ao) { return session_.libxl().domain_pause(session_.ctx(), domid, ao); },
                 [this, begin, done](const xen::CallError* failure) {
                   if (failure == nullptr) return begin();
                   dump_.reset();
                   done(failure->what());
                 });
}

// What becomes of the domain after that is what the VM was made with.
void Vm::dump_crashed(const std::string& folder) {
  const std::string path = folder + "/" + config_.name + "-" + time_of_day() + ".core";
  const auto over = [this, path](const std::optional<std::string>& failure) {
    if (state_ == State::finishing || state_ == State::restarting) return;
    act(config_.on_crash, "guest-panic", true, failure ? "no core dump: " + *failure : "core dump in " + path);
  };
  if (dump_) return over("another one was under way");
  try {
    std::filesystem::create_directories(folder);
    dump_ = std::make_shared<CoreDump>(loop_, path);
  } catch (const std::exception& error) {
    return over(error.what());
  }
  write_core(dump_, false, over);
}

void Vm::cancel_dump(const char* why) {
  if (dump_) dump_->cancel(why);
}

}  // namespace vmwright::toolstack
