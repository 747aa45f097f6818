#include "toolstack/block_stats.h"

#include <cstdlib>
#include <memory>
#include <utility>

#include "base/json.h"

namespace vmwright::toolstack {
namespace {

// `xvda: rd_bytes=1024 wr_bytes=0 …`, one line for each disk; in other versions `xvda (…): rd_bytes=…`.
std::int64_t figure(const std::string& report, const std::string& disk, const std::string& key) {
  for (std::size_t at = report.find(disk); at != std::string::npos; at = report.find(disk, at + 1)) {
    const bool begins = at == 0 || report[at - 1] == '\n' || report[at - 1] == '\r' || report[at - 1] == '"';
    if (!begins) continue;
    const std::size_t found = report.find(" " + key + "=", at);
    if (found == std::string::npos || found > report.find('\n', at)) continue;
    return std::strtoll(report.c_str() + found + key.size() + 2, nullptr, 10);
  }
  return 0;
}

std::string answer(const std::string& report, const std::vector<std::string>& disks) {
  JsonWriter json;
  json.begin_array();
  for (std::size_t i = 0; i < disks.size(); i++) {
    json.begin_object();
    json.key("qdev");
    json.string("vd" + std::to_string(i));
    json.key("stats");
    json.begin_object();
    json.key("rd_bytes");
    json.integer(figure(report, disks[i], "rd_bytes"));
    json.key("wr_bytes");
    json.integer(figure(report, disks[i], "wr_bytes"));
    json.end_object();
    json.end_object();
  }
  json.end_array();
  return json.text();
}

}  // namespace

void query_block_stats(xen::Session& session, xen::abi::Domid domid, const std::vector<std::string>& disks,
                       qmp::Server::Reply reply, qmp::Server::Refuse refuse) {
  if (disks.empty()) return reply("[]");
  const auto output = std::make_shared<char*>(nullptr);
  session.start(
      "ask the device model",
      [&](xen::abi::Ao ao) {
        return session.libxl().qemu_monitor_command(session.ctx(), domid, "info blockstats", output.get(), ao);
      },
      [output, disks, reply = std::move(reply), refuse = std::move(refuse)](const xen::CallError* failure) {
        const std::unique_ptr<char, decltype(&std::free)> report(*output, &std::free);
        if (failure != nullptr) return refuse(failure->what());
        reply(answer(report ? report.get() : "", disks));
      });
}

}  // namespace vmwright::toolstack
