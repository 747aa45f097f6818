#include "base/error.h"
#include "base/event_loop.h"
#include "check.h"
#include "kvm/stream/unix_socket.h"
#include "toolstack/backend_counters.h"
#include "toolstack/block_stats.h"
#include "toolstack/config.h"
#include "toolstack/disk_locks.h"
#include "toolstack/domain_checks.h"
#include "toolstack/memory_progress.h"
#include "toolstack/migration_stream.h"
#include "toolstack/save_file.h"
#include "toolstack/start_error.h"
#include "toolstack/unknown_member.h"
#include "xen/domain_event.h"
#include "xen/hypervisor_version.h"
#include "xen/libxl.h"
#include "xen/log.h"

#include <cstdarg>
#include <filesystem>
#include <fstream>
#include <unistd.h>

using namespace vmwright;
using xen::DomainEvent;

namespace {

// As libxenlight 4.17 writes them.
void reads_the_events_of_domains() {
  const auto shutdown = xen::parse_domain_event("{\n \"domid\": 7,\n \"type.domain_shutdown\": {\n \"shutdown_reason\": 3\n }\n}\n");
  CHECK(shutdown && shutdown->kind == DomainEvent::Kind::shutdown && shutdown->domid == 7);
  const auto death = xen::parse_domain_event("{ \"domid\": 9, \"domuuid\": \"1\", \"type.domain_death\": { } }");
  CHECK(death && death->kind == DomainEvent::Kind::death && death->domid == 9);
  CHECK(!xen::parse_domain_event("{ \"domid\": 9, \"type.operation_complete\": { } }"));
  CHECK(!xen::parse_domain_event("{ \"type.domain_death\": { } }"));
  const auto eject = xen::parse_domain_event(R"({"domid":3,"for_user":2,"type.disk_eject":{"disk":{"pdev_path":"","removable":1}}})");
  CHECK(eject && eject->kind == DomainEvent::Kind::eject && eject->domid == 3 && eject->user == 2 && eject->vdev.empty());
}

void log(xen::Log& log, int level, int errnum, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  log.logger()->vmessage(log.logger(), level, errnum, "libxl", format, arguments);
  va_end(arguments);
}

void keeps_what_explains_an_error() {
  xen::Log lines;
  log(lines, xen::abi::kLogError, -1, "%s", "old");
  const std::size_t mark = lines.mark();
  log(lines, xen::abi::kLogDebug, -1, "%s", "noise");
  log(lines, xen::abi::kLogError, -1, "%s:%d:%s: Domain %d:%s", "libxl_create.c", 720, "libxl__domain_make", 5, "no room\n");
  log(lines, xen::abi::kLogError, 12, "%s", "cannot map");
  log(lines, xen::abi::kLogError, 12, "%s", "cannot map");
  CHECK(lines.since(mark) == "no room; cannot map: Cannot allocate memory");
  CHECK(lines.since(lines.mark()).empty());
}

void gives_the_code_that_libxl_means() {
  using toolstack::start_error_code;
  CHECK(start_error_code(Error("ENGINE_FAILED", "domain with name \"x\" already exists.")) == "VM_NAME_TAKEN");
  CHECK(start_error_code(Error("ENGINE_FAILED", "no memory")) == "ENGINE_FAILED");
  CHECK(start_error_code(Error("ENGINE_UNAVAILABLE", "already exists")) == "ENGINE_UNAVAILABLE");
}

void tells_disks_apart() {
  const std::string named = "xvdb: rd_bytes=3 wr_bytes=4 x=0\r\nxvda: rd_bytes=1 wr_bytes=2 x=0\r\n";
  const std::string expected =
      R"([{"qdev":"vd0","stats":{"rd_bytes":1,"wr_bytes":2}},{"qdev":"vd1","stats":{"rd_bytes":3,"wr_bytes":4}}])";
  CHECK(toolstack::block_stats(named, {"xvda", "xvdb"}) == expected);
  CHECK(toolstack::block_stats(": rd_bytes=1 wr_bytes=2\n: rd_bytes=3 wr_bytes=4\n", {"xvda", "xvdb"}) == expected);
  CHECK_THROWS(qmp::CommandError, toolstack::block_stats("", {"xvda"}));
  CHECK(toolstack::block_stats("", {"xvda", "xvdb"}, {{"xvda", {1, 2}}, {"xvdb", {3, 4}}}) == expected);
  CHECK(toolstack::block_stats(": rd_bytes=3 wr_bytes=4\n", {"xvda", "xvdb"}, {{"xvda", {1, 2}}}) == expected);
  CHECK_THROWS(qmp::CommandError, toolstack::block_stats("", {"xvda", "xvdb"}, {{"xvda", {1, 2}}}));
}

void write_counter(const std::filesystem::path& file, const char* value) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file) << value << "\n";
}

void reads_counters_of_dom0() {
  char pattern[] = "/tmp/vmwright-counters-XXXXXX";
  const std::filesystem::path folder = mkdtemp(pattern);
  for (const char* name : {"vif7.10", "vif7.2", "vif77.0", "vif7.x", "vif7", "eth0"}) {
    const std::string index = name;
    write_counter(folder / name / "statistics/rx_bytes", index == "vif7.2" ? "1" : "5");
    write_counter(folder / name / "statistics/tx_packets", "9");
  }
  const auto interfaces = toolstack::interface_counters(folder, 7);
  CHECK(interfaces.size() == 2 && interfaces[0].index == 2 && interfaces[1].index == 10);
  CHECK(interfaces[0].sent_bytes == 1 && interfaces[1].sent_bytes == 5 && interfaces[0].received_packets == 9);
  CHECK(toolstack::interface_counters(folder / "none", 7).empty());

  CHECK(toolstack::disk_number("xvda") == 51712 && toolstack::disk_number("xvdp") == 51952);
  CHECK(toolstack::disk_number("xvdq") == 268439552 && toolstack::disk_number("hda") == 0);
  write_counter(folder / "vbd-7-51712/statistics/rd_sect", "2");
  CHECK(!toolstack::disk_counters(folder, 7, "xvda"));
  write_counter(folder / "vbd-7-51712/statistics/wr_sect", "3");
  const auto disk = toolstack::disk_counters(folder, 7, "xvda");
  CHECK(disk && disk->read == 1024 && disk->written == 1536);
  CHECK(!toolstack::disk_counters(folder, 8, "xvda"));
  write_counter(folder / "vbd-7-832/statistics/rd_sect", "4");
  write_counter(folder / "vbd-7-832/statistics/wr_sect", "0");
  write_counter(folder / "vbd-77-51712/statistics/rd_sect", "9");
  write_counter(folder / "vbd-77-51712/statistics/wr_sect", "9");
  const auto disks = toolstack::all_disk_counters(folder, 7);
  CHECK(disks.size() == 2 && disks[0].read == 2048 && disks[1].written == 1536);
  std::filesystem::remove_all(folder);
}

void refuses_what_is_no_program() {
  const auto require = [](const std::string& nic) { toolstack::require_scripts(JsonValue::parse(R"({"nics":[{"bridge":"b"},)" + nic + "]}")); };
  require(R"({"script":"/bin/sh"})");
  require(R"({"script":"vif-route"})");
  CHECK_THROWS(Error, require(R"({"script":"/no/such/program"})"));
  CHECK_THROWS(Error, require(R"({"script":"/bin"})"));
  CHECK_THROWS(Error, require(R"({"script":"/etc/passwd"})"));
  toolstack::require_scripts(JsonValue::parse("{}"));
}

const std::string kConfig =
    R"({"version":1,"uuid":"u","name":"n","domain":"{}","memory":4096,"disks":["xvda"],"shared":[{"path":"/d","writable":true}],"overlays":[],)"
    R"("console":{"socket":"s","log":"l"},"agents":["a1","a2"],"control":["c"],"detached":true)";

void reads_its_configuration() {
  const toolstack::Config plain = toolstack::parse_config(kConfig + "}");
  CHECK(plain.detached && plain.disks.size() == 1 && !plain.passt && plain.shared.at(0).writable);
  CHECK(plain.agents.size() == 2 && plain.agents.at(1) == "a2");
  CHECK(plain.on_reboot == toolstack::Action::restart && plain.on_crash == toolstack::Action::destroy);
  CHECK(toolstack::parse_config(kConfig + R"(,"onCrash":"preserve","passt":"p"})").on_crash == toolstack::Action::preserve);
  CHECK(!plain.core_dumps && toolstack::parse_config(kConfig + R"(,"coreDumps":"/var/crash"})").core_dumps == "/var/crash");
  CHECK(!plain.paused && toolstack::parse_config(kConfig + R"(,"paused":true})").paused);
  CHECK(!plain.incoming && toolstack::parse_config(kConfig + R"(,"incoming":"s","kept":"k"})").kept == "k");
  CHECK_THROWS(JsonError, toolstack::parse_config(kConfig + R"(,"onCrash":"explode"})"));
  CHECK_THROWS(JsonError, toolstack::parse_config(kConfig + R"(,"oncrash":"destroy"})"));
}

void finds_what_libxenlight_did_not_take() {
  const JsonValue taken = JsonValue::parse(R"({"a":{"b":1},"c":["x"]})");
  const auto unknown = [&](const char* given) { return toolstack::unknown_member(JsonValue::parse(given), taken); };
  CHECK(!unknown(R"({"a":{"b":1,"usual":0,"none":{}},"c":["x"],"empty":[]})"));
  CHECK(unknown(R"({"a":{"bb":1}})") == "a.bb");
  CHECK(unknown(R"({"d":{"e":"text"}})") == "d.e");
}

void saves_a_vm_in_one_file() {
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / ("vmwright-save-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  const std::string path = folder / "saved", overlay = folder / "overlay", again = folder / "again";
  std::ofstream(overlay) << "disk";
  {
    toolstack::SaveWriter abandoned(path, "{}", 0);
    CHECK(write(abandoned.stream(), "half", 4) == 4);
  }
  CHECK(!std::filesystem::exists(path));
  toolstack::SaveWriter writer(path, R"({"engine":"xen"})", 0);
  CHECK(write(writer.stream(), "stream", 6) == 6);
  writer.finish({overlay});
  CHECK_THROWS(Error, toolstack::SaveWriter(path, "{}", 0));
  CHECK_THROWS(Error, toolstack::SaveWriter(folder / "large", "{}", std::uint64_t{1} << 62));
  const toolstack::SaveReader reader(path, 1);
  char stream[7] = {};
  CHECK(reader.progress().done == 0 && reader.progress().total == 6);
  CHECK(read(reader.stream(), stream, 6) == 6 && std::string(stream) == "stream");
  CHECK(reader.progress().done == 6);
  reader.unpack({again});
  std::string disk;
  std::ifstream(again) >> disk;
  CHECK(disk == "disk");
  CHECK_THROWS(Error, toolstack::SaveReader(path, 2));
  CHECK_THROWS(std::runtime_error, toolstack::SaveReader(overlay, 0));
  std::filesystem::remove_all(folder);
}

void lets_one_writer_or_many_readers_at_a_disk() {
  const std::string path = std::filesystem::temp_directory_path() / ("vmwright-lock-" + std::to_string(getpid()));
  std::ofstream(path) << "x";
  {
    const Fd reader = toolstack::lock_disk({.path = path});
    const Fd another = toolstack::lock_disk({.path = path});
    CHECK_THROWS(Error, toolstack::lock_disk({.path = path, .writable = true}));
  }
  const Fd writer = toolstack::lock_disk({.path = path, .writable = true});
  CHECK_THROWS(Error, toolstack::lock_disk({.path = path}));
  std::filesystem::remove(path);
  CHECK_THROWS(Error, toolstack::lock_disk({.path = path}));
}

void finds_the_release_of_the_hypervisor() {
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / ("vmwright-sysfs-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder / "version");
  CHECK_THROWS(Error, xen::hypervisor_version(folder));
  std::ofstream(folder / "type") << "xen\n";
  std::ofstream(folder / "version/major") << "4\n";
  std::ofstream(folder / "version/minor") << "20\n";
  std::ofstream(folder / "version/extra") << ".1\n";
  const xen::HypervisorVersion version = xen::hypervisor_version(folder);
  std::filesystem::remove_all(folder);
  CHECK(version.release() == "4.20" && version.extra == ".1");
}

void hands_letters_over() {
  using toolstack::MigrationStream;
  const std::string path = std::filesystem::temp_directory_path() / ("vmwright-migrate-" + std::to_string(getpid()));
  EventLoop loop;
  Fd client;
  std::string heard;
  {
    // What an earlier one left is in nobody's way.
    std::ofstream(path) << "old";
    MigrationStream stream(loop, path);
    CHECK(!stream.accept());
    stream.await_client([&] {
      CHECK(!std::filesystem::exists(path) && stream.say(MigrationStream::kReceived));
      stream.hear([&](char letter) {
        heard += letter;
        client.reset();
        stream.hear([&](char last) {
          heard += last == MigrationStream::kGone ? "." : "?";
          CHECK(!stream.say(MigrationStream::kGo));
          loop.stop();
        });
      });
    });
    loop.post([&] {
      client = stream::connect_unix(path);
      CHECK(client && write(client.get(), "G", 1) == 1);
    });
    loop.run();
  }
  CHECK(heard == "G.");
  const std::string unused = path + ".unused";
  { MigrationStream stream(loop, unused); }
  CHECK(!std::filesystem::exists(unused));
}

void tells_how_far_a_guest_is() {
  using namespace std::chrono_literals;
  constexpr std::uint64_t kMib = 1 << 20;
  toolstack::MemoryProgress progress(64 * kMib, 8 * kMib);
  toolstack::MemoryProgress::Time now{};
  const auto told = [&](const char* round, std::uint64_t frames, std::uint64_t of, std::chrono::milliseconds after) {
    now += after;
    const auto one = progress.report(round, frames, of, now);
    return one ? std::to_string(one->done / kMib) + "/" + std::to_string(one->total / kMib) : "";
  };
  CHECK(told("Start of stream", 0, 0, 0ms).empty());
  CHECK(told("Frames iteration 0 of 5", 0, 1 << 20, 0ms) == "0/72");
  CHECK(told("Frames iteration 0 of 5", 1024, 1 << 20, 100ms).empty());
  CHECK(told("Frames iteration 0 of 5", 4096, 1 << 20, 200ms) == "16/72");
  // Frames behind the guest's memory are none.
  CHECK(told("Frames iteration 0 of 5", 1 << 19, 1 << 20, 300ms) == "64/72");
  // A round of which nothing was told counts as well.
  CHECK(told("Frames iteration 1 of 5", 0, 512, 0ms).empty());
  CHECK(told("Frames iteration 2 of 5", 256, 1024, 300ms) == "67/78");
  CHECK(toolstack::progress_data("save", {.done = 1, .total = 2}) == R"({"what":"save","done":1,"total":2})");
}

void names_errors() {
  CHECK(xen::error_name(-21) == "no such domain (libxl error -21)");
  CHECK(xen::error_name(-999) == "failed (libxl error -999)");
}

}  // namespace

Suite toolstack_suite() {
  return {"toolstack",
          {
              {"reads the events of domains", reads_the_events_of_domains},
              {"keeps what explains an error", keeps_what_explains_an_error},
              {"gives the code that libxl means", gives_the_code_that_libxl_means},
              {"tells disks apart", tells_disks_apart},
              {"reads the counters of dom0", reads_counters_of_dom0},
              {"refuses what is no program", refuses_what_is_no_program},
              {"reads its configuration", reads_its_configuration},
              {"finds what libxenlight did not take", finds_what_libxenlight_did_not_take},
              {"saves a VM in one file", saves_a_vm_in_one_file},
              {"lets one writer or many readers at a disk", lets_one_writer_or_many_readers_at_a_disk},
              {"finds the release of the hypervisor", finds_the_release_of_the_hypervisor},
              {"hands letters over", hands_letters_over},
              {"tells how far a guest is", tells_how_far_a_guest_is},
              {"names errors", names_errors},
          }};
}
