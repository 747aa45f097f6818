// Saving a VM to a file.
#include <memory>
#include <utility>

#include "base/error.h"
#include "base/json_object.h"
#include "toolstack/domains.h"
#include "toolstack/vm.h"

namespace vmwright::toolstack {
namespace {

constexpr const char* kAborted = "saving was aborted";

}  // namespace

void Vm::save(JsonObject& arguments, qmp::Server::Reply reply, qmp::Server::Refuse refuse) {
  Saving wanted{arguments.string("path"), arguments.string("record"), std::move(reply), std::move(refuse)};
  domain();
  if (state_ != State::running || (saving_ && (!abandoned_ || next_save_))) throw qmp::CommandError("only a VM that runs can be saved");
  if (dump_) throw qmp::CommandError("the VM's memory is being dumped");
  if (disks_changed()) throw qmp::CommandError("a VM with disks that were added while it runs cannot be saved; remove them first");
  if (saving_) next_save_ = std::make_unique<Saving>(std::move(wanted));
  else begin_save(std::move(wanted));
}

void Vm::begin_save(Saving wanted) {
  const std::uint64_t overlays = bytes_of(config_.overlays);
  const auto file = std::make_shared<SaveWriter>(wanted.path, std::move(wanted.record), config_.memory + overlays);
  follow_memory("save", overlays);
  saving_ = true;
  abandoned_ = false;
  session_.start(
      "save the domain",
      [&](xen::abi::Ao ao) { return session_.libxl().domain_suspend(session_.ctx(), domain(), file->stream(), 0, ao); },
      [this, file, reply = std::move(wanted.reply), refuse = std::move(wanted.refuse)](const xen::CallError* failure) {
        if (failure != nullptr) not_saved(failure->what(), refuse);
        else if (abandoned_) not_saved(kAborted, refuse);
        else saved(file, reply, refuse);
      });
}

// What libxl has begun goes on to its end: libxl_ao_abort of a domain that is being saved crashes in libxenlight 4.17.
void Vm::abandon_save() {
  if (!saving_) return;
  abandoned_ = true;
  if (const std::unique_ptr<Saving> next = std::move(next_save_)) next->refuse(kAborted);
}

// The disks are whole once their device model is gone.
void Vm::saved(const std::shared_ptr<SaveWriter>& file, const qmp::Server::Reply& reply, const qmp::Server::Refuse& refuse) {
  if (state_ == State::finishing) return;
  destroy([this, file, reply, refuse] {
    try {
      file->finish(config_.overlays);
      reply("{}");
    } catch (const Error& error) {
      refuse(error.what());
    }
    on_shutdown("host-qmp-quit", false, "it was saved");
  });
}

// A guest that has stopped for it goes on.
void Vm::not_saved(const std::string& why, const qmp::Server::Refuse& refuse) {
  refuse(why);
  if (state_ == State::finishing) return;
  if (domid_ == 0) return save_is_over();  // it restarts
  try {
    if (text(JsonValue::parse(domain_info(session_, domid_)), "shutdown_reason") != "suspend") return save_is_over();
  } catch (const Error&) {
    return save_is_over();  // its end is told elsewhere
  }
  session_.start("go on with the domain",
                 [this](xen::abi::Ao ao) { return session_.libxl().domain_resume(session_.ctx(), domid_, 1, ao); },
                 [this](const xen::CallError* failure) {
                   if (failure != nullptr) return fail(*failure);
                   try {
                     watch_domain();  // libxl tells of one shutdown only, and that was the suspension
                   } catch (const Error& error) {
                     return fail(error);
                   }
                   save_is_over();
                 });
}

void Vm::save_is_over() {
  saving_ = false;
  const std::unique_ptr<Saving> next = std::move(next_save_);
  if (!next) return;
  const qmp::Server::Refuse refuse = next->refuse;
  try {
    begin_save(std::move(*next));
  } catch (const std::exception& error) {
    refuse(error.what());
  }
}

}  // namespace vmwright::toolstack
