#include "vmm/config.h"

#include <utility>

#include "base/json_object.h"

namespace vmwright::vmm {
namespace {

constexpr std::uint64_t kPage = 4096;
constexpr std::uint64_t kMinMemory = 16ULL << 20;
constexpr std::uint64_t kMaxMemory = 1ULL << 40;
constexpr std::uint32_t kMaxCpus = 254;
constexpr std::size_t kMaxDisks = 16;
constexpr std::size_t kMaxAgents = 8;

std::uint64_t read_memory(JsonObject& config) {
  const std::uint64_t bytes = config.number("memory", kMinMemory, kMaxMemory);
  if (bytes % kPage != 0) config.fail("memory", "must be a multiple of 4096");
  return bytes;
}

virtio::RateLimitConfig read_limit(JsonObject limit) {
  const auto number = [&](std::string_view key) { return limit.has(key) ? limit.number(key, 1) : 0; };
  const virtio::RateLimitConfig config = {
      .bytes_per_second = number("bytesPerSecond"),
      .bytes_burst = number("bytesBurst"),
      .operations_per_second = number("operationsPerSecond"),
      .operations_burst = number("operationsBurst"),
  };
  limit.finish();
  return config;
}

Disk read_disk(JsonObject& object) {
  Disk disk;
  disk.file.path = object.string("path");
  const std::string access = object.one_of("access", {"overlay", "write", "read"});
  disk.file.mode = access == "overlay" ? block::DiskMode::overlay
                   : access == "write" ? block::DiskMode::writable
                                       : block::DiskMode::read_only;
  if (disk.file.mode == block::DiskMode::overlay) {
    disk.file.overlay_folder = object.string("overlayFolder");
    if (object.has("size")) disk.file.size = object.number("size", 1);
  }
  if (object.has("limit")) disk.limit = read_limit(object.object("limit"));
  object.finish();
  return disk;
}

Network read_network(JsonObject network) {
  const std::string type = network.one_of("type", {"none", "tap", "bridge", "user"});
  Network result;
  if (type == "tap") result = TapNetwork{network.string("device"), network.string("mac")};
  if (type == "bridge") result = BridgeNetwork{network.string("bridge"), network.string("mac")};
  if (type == "user") result = UserNetwork{network.string("socket"), network.string("mac")};
  network.finish();
  return result;
}

Console read_console(JsonObject object) {
  const bool virtio = object.one_of("port", {"hvc0", "ttyS0"}) == "hvc0";
  Console console = {virtio ? Console::Port::hvc0 : Console::Port::ttyS0, object.string("socket"), object.string("log")};
  object.finish();
  return console;
}

void read_boot(JsonObject boot, Config& config) {
  config.kernel = boot.string("kernel");
  if (boot.has("initrd")) config.initrd = boot.string("initrd");
  config.command_line = boot.string("commandLine");
  boot.finish();
}

}  // namespace

Config parse_config(std::string_view json) {
  const JsonValue value = JsonValue::parse(json);
  JsonObject object(value, "config");
  object.number("version", 1, 1);
  Config config;
  config.cpus = static_cast<std::uint32_t>(object.number("cpus", 1, kMaxCpus));
  config.memory = read_memory(object);
  config.transport = object.one_of("transport", {"pci", "mmio"}) == "pci" ? Transport::pci : Transport::mmio;
  read_boot(object.object("boot"), config);
  for (JsonObject& disk : object.objects("disks")) config.disks.push_back(read_disk(disk));
  if (config.disks.size() > kMaxDisks) object.fail("disks", "must have at most " + std::to_string(kMaxDisks) + " items");
  config.network = read_network(object.object("network"));
  config.console = read_console(object.object("console"));
  config.agents = object.strings("agents");
  if (config.agents.size() > kMaxAgents) object.fail("agents", "must have at most " + std::to_string(kMaxAgents) + " items");
  config.control = object.strings("control");
  if (object.has("vsock")) config.vsock = object.string("vsock");
  config.jail = object.boolean("jail");
  config.detached = object.boolean("detached");
  object.finish();
  return config;
}

}  // namespace vmwright::vmm
