// One VM of a Xen host: its domain, which is another one after each reboot, and those who control it.
#pragma once

#include <functional>
#include <memory>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/event_loop.h"
#include "toolstack/config.h"
#include "toolstack/console.h"
#include "toolstack/core_dump.h"
#include "toolstack/cpu_affinity.h"
#include "toolstack/device_model.h"
#include "toolstack/drives.h"
#include "toolstack/guard.h"
#include "toolstack/guest_channel.h"
#include "toolstack/memory_progress.h"
#include "toolstack/migration_stream.h"
#include "toolstack/save_file.h"
#include "toolstack/user_network.h"
#include "vmm/qmp/server.h"
#include "xen/session.h"
#include "xen/store.h"

namespace vmwright::toolstack {

class Vm {
 public:
  // Starts nothing yet. Throws Error.
  explicit Vm(Config config);
  Vm(const Vm&) = delete;
  Vm& operator=(const Vm&) = delete;

  // Until the VM ends; gives back the exit status. Throws Error when it cannot be started, and nothing is left of it then.
  int run();

 private:
  using Then = std::function<void()>;
  // `preserved`: the guest has stopped by itself, and its domain is kept as it is.
  enum class State { creating, running, paused, preserved, restarting, finishing };

  struct Saving {
    std::string path;
    std::string record;
    qmp::Server::Reply reply;
    qmp::Server::Refuse refuse;
  };

  // A disk that was added while the VM runs.
  struct AddedDisk {
    std::string path;  // what the guest has
    std::string file;  // what that is made of
    Fd lock;           // of `file`
  };
  // One that is being added.
  struct DiskPlug;

  // The VM on its way to another host.
  struct Departure {
    qmp::Server::Reply reply;
    qmp::Server::Refuse refuse;
    bool undone = false;
    bool over = false;  // the guest is the target's
  };

  void add_queries();
  void add_commands();
  void add_device_commands();
  void serve_clients();
  // Throws Error when libxenlight does not know a member of what the domain is to be made of.
  void check_domain();
  void create(Then then);
  int make_domain(xen::abi::Ao ao);
  void created(Then then);
  // What the domain is made of by now, so that the next one is the same.
  void remember(Then then);
  void unpause(Then then);
  void restart(bool by_guest);
  void destroy(Then then);
  void end();
  // Asks for the events of the domain. Throws Error.
  void watch_domain();
  void on_domain(bool death);
  void ejected(const std::string& vdev);
  void model_died();
  void stopped(const std::string& reason);
  void act(Action action, const char* reason, bool panic, const std::string& detail);
  void on_shutdown(const char* reason, bool guest, const std::string& detail);
  void finish(int status);
  void fail(const Error& error);
  // A call of libxl for a command.
  void command(std::string what, const xen::Session::Start& call, Then done, qmp::Server::Refuse refuse);
  void dump_core(JsonObject& arguments, qmp::Server::Reply reply, qmp::Server::Refuse refuse);
  void write_core(const std::shared_ptr<CoreDump>& dump, bool pause, const CoreDump::Done& done);
  void dump_crashed(const std::string& folder);
  void cancel_dump(const char* why);
  void save(JsonObject& arguments, qmp::Server::Reply reply, qmp::Server::Refuse refuse);
  // Throws Error when the file cannot be made.
  void begin_save(Saving wanted);
  void abandon_save();
  void save_is_over();
  void saved(const std::shared_ptr<SaveWriter>& file, const qmp::Server::Reply& reply, const qmp::Server::Refuse& refuse);
  // Tells clients of the memory that libxenlight writes from now on: X_XEN_PROGRESS. `more`: bytes that come after it. Throws Error.
  void follow_memory(const char* what, std::uint64_t more);
  // The same of the saved VM that is read, until it is there.
  void follow_restore();
  void not_saved(const std::string& why, const qmp::Server::Refuse& refuse);
  // Throws qmp::CommandError.
  void require_movable() const;
  void listen_for_target(JsonObject& arguments);
  void migrate(JsonObject& arguments, qmp::Server::Reply reply, qmp::Server::Refuse refuse);
  void hand_over();
  void not_moved(const std::string& why);
  void leave(JsonObject& arguments, qmp::Server::Reply reply, qmp::Server::Refuse refuse);
  void undo_migration();
  // Waits for a guest of another toolstack; `then` when it is this one's. Throws Error.
  void receive(Then then);
  void take_over(const Then& then);
  std::set<std::string> disk_names() const;
  std::string disks() const;
  std::string free_disk_name() const;
  bool disks_changed() const { return !added_.empty() || !changing_.empty(); }
  std::string domain_type() const;
  void limit_cpus(JsonObject& arguments);
  void pin(JsonObject& arguments);
  void add_disk(JsonObject& arguments, qmp::Server::Reply reply, qmp::Server::Refuse refuse);
  void plug_in(const std::shared_ptr<DiskPlug>& plug);
  void not_plugged_in(const std::shared_ptr<DiskPlug>& plug, const std::string& why);
  void remove_disk(JsonObject& arguments, qmp::Server::Reply reply, qmp::Server::Refuse refuse);
  void add_nic(JsonObject& arguments, qmp::Server::Reply reply, qmp::Server::Refuse refuse);
  void remove_nic(JsonObject& arguments, qmp::Server::Reply reply, qmp::Server::Refuse refuse);
  void add_pci(JsonObject& arguments, qmp::Server::Reply reply, qmp::Server::Refuse refuse);
  void remove_pci(JsonObject& arguments, qmp::Server::Reply reply, qmp::Server::Refuse refuse);
  void set_vcpus(JsonObject& arguments, qmp::Server::Reply reply, qmp::Server::Refuse refuse);
  // For a command. Throws qmp::CommandError while there is none.
  xen::abi::Domid domain() const;
  std::string status() const;

  const Config config_;
  const std::vector<Fd> locks_;
  EventLoop loop_;
  Guard guard_;  // before libxl: it is forked without its state
  xen::Session session_;
  xen::Store store_;
  const xen::JsonType config_type_;
  qmp::Server server_;
  Console console_;
  // For the agent, in their order.
  std::vector<std::unique_ptr<GuestChannel>> channels_;
  DeviceModel model_;
  Drives drives_;
  std::optional<UserNetwork> network_;
  // What the next domain is made of, as JSON; and the same for libxl, while it makes one.
  std::string domain_json_;
  std::unique_ptr<xen::JsonObjectOf> domain_config_;
  // The saved VM that is being restored.
  std::unique_ptr<SaveReader> restore_;
  std::unique_ptr<MigrationStream> incoming_;  // until the guest is ours
  std::unique_ptr<MigrationStream> outgoing_;
  std::unique_ptr<Departure> departure_;  // is under way
  // Both by name.
  std::map<std::string, AddedDisk> added_;
  std::set<std::string> changing_;  // is being added or removed
  // What the CPUs were pinned to while it runs; empty: to what its configuration says.
  CpuAffinity pinned_;
  // 0, which is never ours: there is none.
  xen::abi::Domid domid_ = 0;
  xen::abi::Domid made_ = 0;  // of the domain that is being made
  xen::Session::Operation creation_ = 0;
  State state_ = State::creating;
  bool saving_ = false;
  bool abandoned_ = false;  // the save that is under way
  std::unique_ptr<Saving> next_save_;  // waits for the end of the abandoned one
  std::optional<MemoryProgress> progress_;  // of the save or migration
  std::shared_ptr<CoreDump> dump_;         // is under way
  int status_ = 0;
  std::optional<Error> failure_;
};

}  // namespace vmwright::toolstack
