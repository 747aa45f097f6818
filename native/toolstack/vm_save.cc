// Saving a VM to a file, and its memory as a core dump.
#include <memory>
#include <utility>

#include "base/error.h"
#include "base/json_object.h"
#include "toolstack/domains.h"
#include "toolstack/unnamed_file.h"
#include "toolstack/vm.h"

namespace vmwright::toolstack {

void Vm::dump_core(JsonObject& arguments, qmp::Server::Reply reply, qmp::Server::Refuse refuse) {
  const auto file = std::make_shared<UnnamedFile>(arguments.string("path"));
  const auto dump = [this, file, reply = std::move(reply), refuse](const Then& then) {
    command("dump the domain's memory",
            [&, domid = domain()](xen::abi::Ao ao) {
              return session_.libxl().domain_core_dump(session_.ctx(), domid, file->way().c_str(), ao);
            },
            [file, reply, refuse, then] {
              then();
              try {
                file->publish();
                reply("{}");
              } catch (const Error& error) {
                refuse(error.what());
              }
            },
            [refuse, then](std::string_view why) {
              then();
              refuse(why);
            });
  };
  if (state_ != State::running) return dump([] {});
  // A guest that goes on meanwhile would leave a memory that never was.
  command("pause the domain", [this, domid = domain()](xen::abi::Ao ao) { return session_.libxl().domain_pause(session_.ctx(), domid, ao); },
          [this, dump] {
            dump([this] {
              if (domid_ == 0) return;
              session_.start("go on with the domain",
                             [this](xen::abi::Ao ao) { return session_.libxl().domain_unpause(session_.ctx(), domid_, ao); },
                             [](const xen::CallError*) {});
            });
          },
          refuse);
}

void Vm::save(JsonObject& arguments, qmp::Server::Reply reply, qmp::Server::Refuse refuse) {
  const std::string path = arguments.string("path");
  std::string record = arguments.string("record");
  const xen::abi::Domid domid = domain();
  if (saving_ || state_ != State::running) throw qmp::CommandError("only a VM that runs can be saved");
  if (!added_.empty()) throw qmp::CommandError("a VM with disks that were added while it runs cannot be saved; remove them first");
  const auto file = std::make_shared<SaveWriter>(path, std::move(record), config_.memory + bytes_of(config_.overlays));
  saving_ = true;
  save_ = session_.start(
      "save the domain",
      [&](xen::abi::Ao ao) { return session_.libxl().domain_suspend(session_.ctx(), domid, file->stream(), 0, ao); },
      [this, file, reply = std::move(reply), refuse = std::move(refuse)](const xen::CallError* failure) {
        if (failure != nullptr) not_saved(failure->what(), refuse);
        else saved(file, reply, refuse);
      });
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
  saving_ = false;
  refuse(why);
  if (domid_ == 0 || state_ == State::finishing) return;
  try {
    if (text(JsonValue::parse(domain_info(session_, domid_)), "shutdown_reason") != "suspend") return;
  } catch (const Error&) {
    return;  // its end is told elsewhere
  }
  session_.start("go on with the domain",
                 [this](xen::abi::Ao ao) { return session_.libxl().domain_resume(session_.ctx(), domid_, 1, ao); },
                 [this](const xen::CallError* failure) {
                   if (failure != nullptr) fail(*failure);
                 });
}

}  // namespace vmwright::toolstack
