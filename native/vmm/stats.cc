#include "vmm/stats.h"

#include <time.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <utility>

#include "base/json.h"
#include "vmm/filters.h"

namespace vmwright::vmm {
namespace {

constexpr std::int64_t kPage = 4096;

void integer(JsonWriter& json, const char* key, std::uint64_t value) {
  json.key(key);
  json.integer(static_cast<std::int64_t>(value));
}

// proc_pid_statm(5): the second number is the resident pages, the third those of them that are shared with files.
void write_memory(JsonWriter& json, int statm, std::uint64_t guest_bytes) {
  std::array<char, 128> text{};
  const ssize_t length = pread(statm, text.data(), text.size() - 1, 0);
  std::int64_t total = 0;
  std::int64_t resident = 0;
  if (length > 0) std::sscanf(text.data(), "%ld %ld", &total, &resident);
  integer(json, "residentBytes", static_cast<std::uint64_t>(resident * kPage));
  integer(json, "guestMemoryBytes", guest_bytes);
}

void write_cpu(JsonWriter& json) {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  integer(json, "cpuNs", static_cast<std::uint64_t>(now.tv_sec * 1'000'000'000 + now.tv_nsec));
}

void write_exits(JsonWriter& json, const ExitTotals& exits) {
  constexpr std::pair<const char*, ExitKind> kKinds[] = {
      {"portReads", ExitKind::port_read},       {"portWrites", ExitKind::port_write}, {"memoryReads", ExitKind::memory_read},
      {"memoryWrites", ExitKind::memory_write}, {"others", ExitKind::other},
  };
  json.key("exits");
  json.begin_object();
  for (const auto& [name, kind] : kKinds) integer(json, name, exits[kind]);
  integer(json, "total", exits.caused_by_guest());
  json.end_object();
}

void write_net(JsonWriter& json, const virtio::NetDevice* net) {
  if (net == nullptr) return;
  const virtio::NetDevice::Stats stats = net->stats();
  json.key("net");
  json.begin_object();
  integer(json, "sentBytes", stats.sent_bytes);
  integer(json, "sentFrames", stats.sent_frames);
  integer(json, "sentDropped", stats.sent_dropped);
  integer(json, "receivedBytes", stats.received_bytes);
  integer(json, "receivedFrames", stats.received_frames);
  integer(json, "receivedDropped", stats.received_dropped);
  json.end_object();
}

void write_filters(JsonWriter& json) {
  json.key("systemCalls");
  json.begin_object();
  integer(json, "vcpu", vcpu_filter().size());
  integer(json, "device", device_filter().size());
  integer(json, "main", main_filter().size());
  json.end_object();
}

void write_jail(JsonWriter& json, const jail::JailReport* jail) {
  json.key("jail");
  json.begin_object();
  json.key("jailed");
  json.boolean(jail != nullptr);
  if (jail != nullptr) {
    json.key("namespaces");
    json.begin_array();
    for (const std::string& name : jail->namespaces) json.string(name);
    json.end_array();
    json.key("emptyRoot");
    json.boolean(jail->empty_root);
    integer(json, "uid", jail->uid);
    json.key("missing");
    json.begin_array();
    for (const jail::Missing& missing : jail->missing) json.string(missing.what + ": " + missing.reason);
    json.end_array();
    write_filters(json);
  }
  json.end_object();
}

void write_disk(JsonWriter& json, const virtio::BlockStats& stats) {
  json.begin_object();
  integer(json, "rd_bytes", stats.read_bytes);
  integer(json, "wr_bytes", stats.write_bytes);
  integer(json, "rd_operations", stats.read_requests);
  integer(json, "wr_operations", stats.write_requests);
  integer(json, "flush_operations", stats.flush_requests);
  integer(json, "unmap_operations", stats.discard_requests + stats.write_zeroes_requests);
  integer(json, "failed_operations", stats.errors);
  integer(json, "invalid_operations", stats.refused_requests);
  integer(json, "overlay_bytes", stats.overlay_bytes);
  json.end_object();
}

}  // namespace

std::string process_stats(const StatsSource& source) {
  JsonWriter json;
  json.begin_object();
  write_cpu(json);
  write_memory(json, source.statm, source.machine.memory().size());
  integer(json, "startToGuestNs", static_cast<std::uint64_t>(source.machine.first_entry_ns() - source.started_ns));
  write_exits(json, source.machine.exits());
  write_net(json, source.devices.net());
  write_jail(json, source.jail);
  json.end_object();
  return json.text();
}

std::string block_stats(const Devices& devices) {
  JsonWriter json;
  json.begin_array();
  for (std::size_t i = 0; i < devices.disks().size(); ++i) {
    const virtio::BlockStats stats = devices.disks()[i]->stats();
    json.begin_object();
    json.key("qdev");
    json.string("vd" + std::to_string(i));
    json.key("engine");
    json.string(stats.engine);
    json.key("stats");
    write_disk(json, stats);
    json.end_object();
  }
  json.end_array();
  return json.text();
}

std::string balloon_size(std::uint64_t bytes) {
  JsonWriter json;
  json.begin_object();
  integer(json, "actual", bytes);
  json.end_object();
  return json.text();
}

}  // namespace vmwright::vmm
