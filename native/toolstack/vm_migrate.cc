// Handing the running VM over to the toolstack of another host, and taking one in.
#include <fcntl.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "base/json_object.h"
#include "toolstack/domains.h"
#include "toolstack/host_memory.h"
#include "toolstack/vm.h"

namespace vmwright::toolstack {
namespace {

// Tells the client, which has no control connection yet, that it can connect.
constexpr std::string_view kWaiting = "{\"event\":\"X_XEN_INCOMING\",\"data\":{}}\n";

constexpr const char* kBrokenOff = "the migration was broken off";

}  // namespace

void Vm::require_movable() const {
  domain();
  if (state_ != State::running || saving_) throw qmp::CommandError("only a VM that runs, and is not being saved or migrated, can be migrated");
  if (dump_) throw qmp::CommandError("the VM's memory is being dumped");
  if (disks_changed()) throw qmp::CommandError("a VM with disks that were added while it runs cannot be migrated; remove them first");
}

void Vm::listen_for_target(JsonObject& arguments) {
  require_movable();
  outgoing_.reset();
  outgoing_ = std::make_unique<MigrationStream>(loop_, arguments.string("socket"));
}

// The guest runs on while libxl sends its memory, and stands still for what it changed last.
void Vm::migrate(JsonObject&, qmp::Server::Reply reply, qmp::Server::Refuse refuse) {
  require_movable();
  if (!outgoing_ || !outgoing_->accept()) throw qmp::CommandError("nobody waits for the VM");
  follow_memory("migrate", 0);
  saving_ = true;
  abandoned_ = false;
  departure_ = std::make_unique<Departure>(std::move(reply), std::move(refuse));
  session_.start("migrate the domain",
                 [&](xen::abi::Ao ao) {
                   return session_.libxl().domain_suspend(session_.ctx(), domain(), outgoing_->fd(), xen::abi::kSuspendLive, ao);
                 },
                 [this](const xen::CallError* failure) {
                   if (failure != nullptr) not_moved(failure->what());
                   else if (state_ != State::finishing) hand_over();
                 });
}

// Once it was told to go on there it must not go on here, unless somebody knows that it has ended there.
void Vm::hand_over() {
  outgoing_->hear([this](char letter) {
    if (state_ == State::finishing) return;
    if (letter != MigrationStream::kReceived || departure_->undone || !outgoing_->say(MigrationStream::kGo)) return not_moved(kBrokenOff);
    departure_->over = true;
    state_ = State::preserved;
  });
}

void Vm::not_moved(const std::string& why) {
  const std::unique_ptr<Departure> departure = std::move(departure_);
  outgoing_.reset();
  not_saved(why, departure->refuse);
}

void Vm::leave(JsonObject& arguments, qmp::Server::Reply reply, qmp::Server::Refuse) {
  if (!departure_ || !departure_->over) throw qmp::CommandError("the VM was not migrated");
  const std::string detail = arguments.string("detail");
  const std::shared_ptr<Departure> departure = std::move(departure_);
  destroy([this, detail, departure, reply = std::move(reply)] {
    departure->reply("{}");
    reply("{}");
    on_shutdown("migrated", false, detail);
  });
}

void Vm::undo_migration() {
  if (!departure_) throw qmp::CommandError("the VM is not being migrated");
  departure_->undone = true;
  outgoing_->cut();
  if (!departure_->over) return;  // what is under way fails
  state_ = State::running;
  not_moved(kBrokenOff);
}

void Vm::receive(Then then) {
  const JsonValue domain = JsonValue::parse(domain_json_);
  xen::abi::Domid other = 0;
  if (session_.libxl().name_to_domid(session_.ctx(), config_.name.c_str(), &other) == 0)
    throw Error("VM_NAME_TAKEN", "the host has a domain named " + config_.name);
  require_memory(session_, domain);
  incoming_ = std::make_unique<MigrationStream>(loop_, *config_.incoming);
  incoming_->await_client([this, then = std::move(then)] { create([this, then] { take_over(then); }); });
  check(static_cast<int>(write(STDOUT_FILENO, kWaiting.data(), kWaiting.size())), "write to standard output");
}

void Vm::take_over(const Then& then) {
  incoming_->hear([this, then](char letter) {
    if (state_ == State::finishing) return;
    if (letter != MigrationStream::kGo) return fail(Error("ENGINE_FAILED", kBrokenOff));
    // Nobody else has the guest now, so it must not end with its creator if it is to live on.
    if (config_.kept) Fd(open(config_.kept->c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    then();
  });
  if (!incoming_->say(MigrationStream::kReceived)) fail(Error("ENGINE_FAILED", kBrokenOff));
}

}  // namespace vmwright::toolstack
