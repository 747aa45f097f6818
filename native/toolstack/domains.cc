#include "toolstack/domains.h"

#include <cstdlib>
#include <memory>

#include "xen/json_type.h"

namespace vmwright::toolstack {
namespace {

// What an array of libxl's says, as JSON; the array is given back.
std::vector<std::string> taken(xen::Session& session, const char* type_name, void* array, int count) {
  const std::unique_ptr<void, decltype(&std::free)> owned(array, &std::free);
  const xen::JsonType type(session.libxl().library(), type_name);
  const std::size_t size = type.size();
  std::vector<std::string> texts;
  for (int i = 0; i < count; i++) {
    std::byte* one = static_cast<std::byte*>(array) + static_cast<std::size_t>(i) * size;
    texts.push_back(xen::JsonObjectOf::json_of(type, session.ctx(), one));
    xen::JsonObjectOf::dispose(type, one);
  }
  return texts;
}

}  // namespace

const JsonValue* member(const JsonValue& value, std::string_view key) {
  const JsonValue::Object* members = value.object();
  if (members == nullptr) return nullptr;
  const auto found = members->find(key);
  return found == members->end() ? nullptr : &found->second;
}

std::int64_t number(const JsonValue& value, std::string_view key) {
  const JsonValue* found = member(value, key);
  return found == nullptr || found->integer() == nullptr ? 0 : *found->integer();
}

std::string text(const JsonValue& value, std::string_view key) {
  const JsonValue* found = member(value, key);
  return found == nullptr || found->string() == nullptr ? "" : *found->string();
}

bool flag(const JsonValue& value, std::string_view key) {
  const JsonValue* found = member(value, key);
  return found != nullptr && found->boolean() != nullptr && *found->boolean();
}

std::string domain_info(xen::Session& session, xen::abi::Domid domid) {
  const xen::JsonType type(session.libxl().library(), "dominfo");
  xen::JsonObjectOf info(type, session.ctx());
  session.now("look at the domain", [&] { return session.libxl().domain_info(session.ctx(), info.get(), domid); });
  return info.json();
}

std::vector<std::string> all_domains(xen::Session& session) {
  const std::size_t mark = session.log().mark();
  int count = 0;
  void* array = session.libxl().list_domain(session.ctx(), &count);
  if (array == nullptr) throw Error("ENGINE_FAILED", "libxenlight cannot list the domains: " + session.log().since(mark));
  return taken(session, "dominfo", array, count);
}

std::vector<std::string> vcpu_infos(xen::Session& session, xen::abi::Domid domid) {
  const std::size_t mark = session.log().mark();
  int count = 0;
  int host_cpus = 0;
  void* array = session.libxl().list_vcpu(session.ctx(), domid, &count, &host_cpus);
  if (array == nullptr) throw Error("ENGINE_FAILED", "libxenlight cannot look at the domain's CPUs: " + session.log().since(mark));
  return taken(session, "vcpuinfo", array, count);
}

std::optional<xen::abi::Domid> find_domain(xen::Session& session, const std::string& uuid) {
  for (const std::string& json : all_domains(session)) {
    const JsonValue info = JsonValue::parse(json);
    if (text(info, "uuid") == uuid) return static_cast<xen::abi::Domid>(number(info, "domid"));
  }
  return std::nullopt;
}

}  // namespace vmwright::toolstack
