#include "base/json.h"
#include "kvm/probe/report.h"

namespace vmwright::probe {
namespace {

void write_text(JsonWriter& json, std::string_view key, std::string_view value) {
  json.key(key);
  json.string(value);
}

void write_optional(JsonWriter& json, std::string_view key, std::string_view value) {
  if (!value.empty()) write_text(json, key, value);
}

void write_flag(JsonWriter& json, std::string_view key, bool value) {
  json.key(key);
  json.boolean(value);
}

void write_capabilities(JsonWriter& json, const std::vector<Capability>& capabilities) {
  json.key("capabilities");
  json.begin_object();
  for (const auto& capability : capabilities) {
    json.key(capability.name);
    if (capability.is_number) {
      json.integer(capability.value);
    } else {
      json.boolean(capability.value > 0);
    }
  }
  json.end_object();
}

void write_cpu(JsonWriter& json, const HostCpu& cpu) {
  json.key("cpu");
  json.begin_object();
  write_text(json, "vendor", cpu.vendor);
  write_flag(json, "vmx", cpu.vmx);
  write_flag(json, "svm", cpu.svm);
  write_optional(json, "hypervisor", cpu.hypervisor);
  write_optional(json, "module", cpu.module);
  if (!cpu.nested_paging.empty()) write_flag(json, "nestedPaging", cpu.nested_paging == "Y");
  json.end_object();
}

void write_check(JsonWriter& json, const Check& check) {
  json.begin_object();
  write_text(json, "name", check.name);
  write_flag(json, "ok", check.outcome != Outcome::failed);
  write_flag(json, "skipped", check.outcome == Outcome::skipped);
  write_text(json, "detail", check.detail);
  write_optional(json, "code", check.code);
  json.key("durationMs");
  json.milliseconds(check.micros);
  json.end_object();
}

}  // namespace

std::string to_json(const Report& report) {
  JsonWriter json;
  json.begin_object();
  write_text(json, "device", report.device);
  write_flag(json, "present", report.present);
  write_flag(json, "usable", report.usable);
  write_text(json, "reason", report.reason);
  write_optional(json, "remedy", report.remedy);
  if (report.api_version) {
    json.key("apiVersion");
    json.integer(*report.api_version);
  }
  if (!report.capabilities.empty()) write_capabilities(json, report.capabilities);
  write_cpu(json, report.cpu);
  json.key("checks");
  json.begin_array();
  for (const auto& check : report.checks) write_check(json, check);
  json.end_array();
  json.key("durationMs");
  json.milliseconds(report.micros);
  json.end_object();
  return json.text();
}

}  // namespace vmwright::probe
