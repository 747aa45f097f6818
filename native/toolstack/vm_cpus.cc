// The CPUs of a guest that runs: how many there are, what share of the host's they get, and of which.
#include <array>
#include <memory>
#include <utility>

#include "base/error.h"
#include "base/json.h"
#include "toolstack/vm.h"

namespace vmwright::toolstack {
namespace {

// Of one domain; Xen's own limits are smaller.
constexpr std::uint64_t kMaxCpus = 512;

}  // namespace

void Vm::set_vcpus(JsonObject& arguments, qmp::Server::Reply reply, qmp::Server::Refuse refuse) {
  const std::uint64_t count = arguments.number("count", 1, kMaxCpus);
  struct Map {
    std::array<std::uint8_t, kMaxCpus / 8> bytes{};
    xen::abi::Bitmap bitmap{};
  };
  const auto map = std::make_shared<Map>();
  map->bitmap = {static_cast<std::uint32_t>(map->bytes.size()), map->bytes.data()};
  for (std::uint64_t cpu = 0; cpu < count; cpu++) map->bytes.at(cpu / 8) |= static_cast<std::uint8_t>(1U << (cpu % 8));
  command("change the domain's CPUs",
          [&, domid = domain()](xen::abi::Ao ao) {
            return session_.libxl().set_vcpuonline(session_.ctx(), domid, &map->bitmap, ao);
          },
          [map, reply = std::move(reply)] { reply("{}"); }, std::move(refuse));
}

void Vm::limit_cpus(JsonObject& arguments) {
  JsonWriter json;
  json.begin_object();
  for (const char* key : {"weight", "cap"}) {
    if (!arguments.has(key)) continue;
    json.key(key);
    json.integer(static_cast<std::int64_t>(arguments.number(key, 0, UINT16_MAX)));
  }
  json.end_object();
  const xen::JsonType type(session_.libxl().library(), "domain_sched_params");
  const xen::JsonObjectOf params(type, session_.ctx(), json.text());
  session_.now("change the domain's share of the CPUs", [&, domid = domain()] {
    return session_.libxl().domain_sched_params_set(session_.ctx(), domid, params.get());
  });
}

// For domains after a reboot, too.
void Vm::pin(JsonObject& arguments) {
  CpuAffinity wanted = read_affinity(session_, JsonValue::parse(arguments.string("affinity")));
  pin_cpus(session_, domain(), wanted);
  pinned_ = std::move(wanted);
}

}  // namespace vmwright::toolstack
