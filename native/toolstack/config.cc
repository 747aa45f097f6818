#include "toolstack/config.h"

#include "base/json_object.h"

namespace vmwright::toolstack {
namespace {

Action read_action(JsonObject& object, std::string_view key, Action usual) {
  if (!object.has(key)) return usual;
  const std::string word = object.one_of(key, {"destroy", "restart", "preserve"});
  return word == "destroy" ? Action::destroy : word == "restart" ? Action::restart : Action::preserve;
}

std::vector<LockedDisk> read_shared(JsonObject& object) {
  std::vector<LockedDisk> disks;
  for (JsonObject& one : object.objects("shared")) {
    disks.push_back({.path = one.string("path"), .writable = one.boolean("writable")});
    one.finish();
  }
  return disks;
}

}  // namespace

Config parse_config(std::string_view json) {
  const JsonValue value = JsonValue::parse(json);
  JsonObject object(value, "config");
  object.number("version", 1, 1);
  Config config;
  config.uuid = object.string("uuid");
  config.name = object.string("name");
  config.domain = object.string("domain");
  config.memory = object.number("memory", 1);
  config.disks = object.strings("disks");
  config.shared = read_shared(object);
  config.overlays = object.strings("overlays");
  JsonObject console = object.object("console");
  config.console_socket = console.string("socket");
  config.console_log = console.string("log");
  console.finish();
  config.agents = object.strings("agents");
  config.control = object.strings("control");
  if (object.has("passt")) config.passt = object.string("passt");
  if (object.has("restore")) config.restore = object.string("restore");
  if (object.has("incoming")) config.incoming = object.string("incoming");
  if (object.has("kept")) config.kept = object.string("kept");
  config.on_poweroff = read_action(object, "onPoweroff", config.on_poweroff);
  config.on_reboot = read_action(object, "onReboot", config.on_reboot);
  config.on_crash = read_action(object, "onCrash", config.on_crash);
  if (object.has("coreDumps")) config.core_dumps = object.string("coreDumps");
  if (object.has("paused")) config.paused = object.boolean("paused");
  config.detached = object.boolean("detached");
  object.finish();
  return config;
}

}  // namespace vmwright::toolstack
