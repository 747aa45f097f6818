#include "xenctrl/host.h"

#include <algorithm>
#include <cstring>

namespace vmwright::xenctrl {
namespace {

int version(Interface& xen, abi::VersionQuery query, void* result) {
  return xen.call(&Functions::version, static_cast<int>(query), result);
}

// Without a null byte when it fills its room.
template <std::size_t size>
std::string text_of(const char (&bytes)[size]) {
  return std::string(bytes, strnlen(bytes, size));
}

template <std::size_t size>
std::string version_text(Interface& xen, abi::VersionQuery query) {
  char text[size] = {};
  version(xen, query, text);
  return text_of(text);
}

std::string build_id(Interface& xen) {
  abi::BuildId id{};
  id.len = sizeof id.buf;
  const int length = xen.run(&Functions::version, static_cast<int>(abi::VersionQuery::build_id), static_cast<void*>(&id));
  std::string text;
  for (int i = 0; i < std::min<int>(length, sizeof id.buf); i++) {
    text += "0123456789abcdef"[id.buf[i] >> 4];
    text += "0123456789abcdef"[id.buf[i] & 15];
  }
  return text;
}

// A ring of this size is read in a few calls.
constexpr unsigned kConsoleChunk = 64 << 10;
// More than any ring; the hypervisor may write while it is read.
constexpr std::size_t kConsoleLimit = 64 << 20;

}  // namespace

VersionInfo version_info(Interface& xen) {
  using abi::VersionQuery;
  abi::CompileInfo compile{};
  const auto number = static_cast<unsigned>(version(xen, VersionQuery::version, nullptr));
  version(xen, VersionQuery::compile_info, &compile);
  return {
      .major = static_cast<int>(number >> 16),
      .minor = static_cast<int>(number & 0xffff),
      .extra = version_text<abi::kExtraVersionSize>(xen, VersionQuery::extraversion),
      .changeset = version_text<abi::kChangesetSize>(xen, VersionQuery::changeset),
      .capabilities = version_text<abi::kCapabilitiesSize>(xen, VersionQuery::capabilities),
      .command_line = version_text<abi::kCommandLineSize>(xen, VersionQuery::commandline),
      .compiler = text_of(compile.compiler),
      .compiled_by = text_of(compile.compile_by),
      .compiled_in = text_of(compile.compile_domain),
      .compiled_at = text_of(compile.compile_date),
      .build_id = build_id(xen),
  };
}

abi::PhysInfo phys_info(Interface& xen) {
  abi::PhysInfo info{};
  xen.call(&Functions::physinfo, &info);
  return info;
}

std::vector<abi::CpuTopology> cpu_topology(Interface& xen) {
  std::vector<abi::CpuTopology> cpus(phys_info(xen).max_cpu_id + 1);
  auto count = static_cast<unsigned>(cpus.size());
  xen.call(&Functions::cputopoinfo, &count, cpus.data());
  cpus.resize(std::min<std::size_t>(count, cpus.size()));
  return cpus;
}

std::vector<std::uint64_t> cpu_idle(Interface& xen) {
  std::vector<abi::CpuIdle> cpus(phys_info(xen).max_cpu_id + 1);
  int count = 0;
  xen.call(&Functions::getcpuinfo, static_cast<int>(cpus.size()), cpus.data(), &count);
  std::vector<std::uint64_t> idle;
  for (std::size_t cpu = 0; cpu < std::min<std::size_t>(static_cast<unsigned>(count), cpus.size()); cpu++)
    idle.push_back(cpus[cpu].idletime);
  return idle;
}

Numa numa(Interface& xen) {
  const std::size_t room = phys_info(xen).max_node_id + 1;
  Numa result{std::vector<abi::NodeMemory>(room), std::vector<std::uint32_t>(room * room)};
  auto count = static_cast<unsigned>(room);
  xen.call(&Functions::numainfo, &count, result.nodes.data(), result.distances.data());
  // The rows of the distances are as long as the number that came back.
  const std::size_t nodes = std::min<std::size_t>(count, room);
  result.nodes.resize(nodes);
  result.distances.resize(nodes * nodes);
  return result;
}

ConsoleText read_console(Interface& xen, std::optional<std::uint32_t> since, bool clear) {
  ConsoleText result{"", since.value_or(0)};
  std::vector<char> chunk(kConsoleChunk);
  for (;;) {
    unsigned count = kConsoleChunk;
    // Incremental from 0 on is all there is.
    xen.call(&Functions::readconsolering, chunk.data(), &count, 0, 1, &result.next);
    count = std::min(count, kConsoleChunk);
    result.text.append(chunk.data(), count);
    if (count < kConsoleChunk || result.text.size() > kConsoleLimit) break;
  }
  if (clear) {
    unsigned count = kConsoleChunk;
    xen.call(&Functions::readconsolering, chunk.data(), &count, 1, 0, static_cast<std::uint32_t*>(nullptr));
  }
  return result;
}

void send_debug_keys(Interface& xen, const std::string& keys) { xen.call(&Functions::send_debug_keys, keys.c_str()); }

std::uint32_t set_watchdog(Interface& xen, std::uint32_t id, std::uint32_t seconds) {
  return static_cast<std::uint32_t>(xen.call(&Functions::watchdog, id, seconds));
}

}  // namespace vmwright::xenctrl
