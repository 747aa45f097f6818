// The memory of a VM as a core dump.
#include <memory>
#include <utility>

#include "base/error.h"
#include "base/json_object.h"
#include "toolstack/vm.h"

namespace vmwright::toolstack {

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

void Vm::cancel_dump(const char* why) {
  if (dump_) dump_->cancel(why);
}

}  // namespace vmwright::toolstack
