#include "toolstack/block_stats.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <sstream>
#include <utility>

#include "base/json.h"

namespace vmwright::toolstack {
namespace {

struct Line {
  std::string name;
  std::int64_t read = 0;
  std::int64_t written = 0;
};

// `xvda: rd_bytes=1024 wr_bytes=0 …`
std::int64_t figure(const std::string& line, const std::string& key) {
  const std::size_t at = line.find(" " + key + "=");
  return at == std::string::npos ? 0 : std::strtoll(line.c_str() + at + key.size() + 2, nullptr, 10);
}

std::vector<Line> parse(const std::string& report) {
  std::vector<Line> lines;
  std::istringstream text(report);
  for (std::string line; std::getline(text, line);) {
    const std::size_t figures = line.find(": rd_bytes=");
    if (figures == std::string::npos) continue;
    lines.push_back({line.substr(0, figures), figure(line, "rd_bytes"), figure(line, "wr_bytes")});
  }
  return lines;
}

const Line& line_of(const std::vector<Line>& lines, const std::vector<std::string>& disks, std::size_t index) {
  const auto named = std::find_if(lines.begin(), lines.end(), [&](const Line& line) { return line.name == disks[index]; });
  if (named != lines.end()) return *named;
  if (lines.size() == disks.size()) return lines[index];
  throw qmp::CommandError("the device model does not tell what disk " + disks[index] + " has read and written");
}

std::string told(const std::vector<Line>& lines) {
  JsonWriter json;
  json.begin_array();
  for (std::size_t i = 0; i < lines.size(); i++) {
    const Line& line = lines[i];
    json.begin_object();
    json.key("qdev");
    json.string("vd" + std::to_string(i));
    json.key("stats");
    json.begin_object();
    json.key("rd_bytes");
    json.integer(line.read);
    json.key("wr_bytes");
    json.integer(line.written);
    json.end_object();
    json.end_object();
  }
  json.end_array();
  return json.text();
}

}  // namespace

std::string block_stats(const std::string& report, const std::vector<std::string>& disks, const KernelDisks& kernel) {
  const std::vector<Line> lines = parse(report);
  std::vector<std::string> others;
  for (const std::string& disk : disks)
    if (!kernel.contains(disk)) others.push_back(disk);
  std::vector<Line> all;
  std::size_t other = 0;
  for (const std::string& disk : disks) {
    const auto served = kernel.find(disk);
    if (served != kernel.end()) all.push_back({disk, served->second.read, served->second.written});
    else all.push_back(line_of(lines, others, other++));
  }
  return told(all);
}

void query_block_stats(xen::Session& session, xen::abi::Domid domid, const std::vector<std::string>& disks,
                       qmp::Server::Reply reply, qmp::Server::Refuse refuse) {
  KernelDisks kernel;
  for (const std::string& disk : disks)
    if (const auto counters = disk_counters("/sys/bus/xen-backend/devices", domid, disk)) kernel.emplace(disk, *counters);
  if (kernel.size() == disks.size()) return reply(block_stats("", disks, kernel));
  const auto output = std::make_shared<char*>(nullptr);
  session.start(
      "ask the device model",
      [&](xen::abi::Ao ao) {
        return session.libxl().qemu_monitor_command(session.ctx(), domid, "info blockstats", output.get(), ao);
      },
      [output, disks, kernel, reply = std::move(reply), refuse = std::move(refuse)](const xen::CallError* failure) {
        const std::unique_ptr<char, decltype(&std::free)> report(*output, &std::free);
        if (failure != nullptr) return refuse(failure->what());
        try {
          reply(block_stats(report ? report.get() : "", disks, kernel));
        } catch (const qmp::CommandError& error) {
          refuse(error.what());
        }
      });
}

}  // namespace vmwright::toolstack
