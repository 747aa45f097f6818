#include "toolstack/domains.h"

#include <cstdlib>
#include <memory>

#include "xen/json_type.h"

namespace vmwright::toolstack {

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

std::string domain_info(xen::Session& session, xen::abi::Domid domid) {
  const xen::JsonType type(session.libxl().library(), "dominfo");
  xen::JsonObjectOf info(type, session.ctx());
  session.now("look at the domain", [&] { return session.libxl().domain_info(session.ctx(), info.get(), domid); });
  return info.json();
}

std::vector<std::string> all_domains(xen::Session& session) {
  const xen::JsonType type(session.libxl().library(), "dominfo");
  const std::size_t size = type.size();
  int count = 0;
  const std::unique_ptr<void, decltype(&std::free)> array(session.libxl().list_domain(session.ctx(), &count), &std::free);
  if (!array) throw Error("ENGINE_FAILED", "libxenlight cannot list the domains: " + session.log().since(0));
  std::vector<std::string> domains;
  for (int i = 0; i < count; i++) {
    std::byte* one = static_cast<std::byte*>(array.get()) + static_cast<std::size_t>(i) * size;
    domains.push_back(xen::JsonObjectOf::json_of(type, session.ctx(), one));
    xen::JsonObjectOf::dispose(type, one);
  }
  return domains;
}

std::optional<xen::abi::Domid> find_domain(xen::Session& session, const std::string& uuid) {
  for (const std::string& json : all_domains(session)) {
    const JsonValue info = JsonValue::parse(json);
    if (text(info, "uuid") == uuid) return static_cast<xen::abi::Domid>(number(info, "domid"));
  }
  return std::nullopt;
}

}  // namespace vmwright::toolstack
