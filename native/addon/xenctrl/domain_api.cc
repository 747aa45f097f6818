// Domains, their vCPUs and their memory for JavaScript; every call takes a handle first and gives a promise.
#include <algorithm>

#include "addon/xenctrl/layouts.h"
#include "addon/xenctrl/session_handle.h"
#include "xenctrl/disk_counters.h"
#include "xenctrl/domains.h"

namespace vmwright::xenctrl {
namespace {

std::optional<Cpus> to_cpus(const Napi::Value& value, const std::string& what) {
  if (value.IsUndefined()) return std::nullopt;
  const Napi::Array array = to_array(value, what);
  Cpus cpus;
  for (std::uint32_t i = 0; i < array.Length(); i++) cpus.push_back(to_u32(array.Get(i), what));
  return cpus;
}

Napi::Value affinity_to_js(Napi::Env env, Affinity& affinity) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("hard", numbers_to_js(env, affinity.hard));
  object.Set("soft", numbers_to_js(env, affinity.soft));
  return object;
}

Napi::Value bytes_to_js(Napi::Env env, std::vector<std::byte>& bytes) { return copy_bytes(env, bytes); }

Napi::Value JS_listDomains(const Napi::CallbackInfo& info) {
  using Domains = std::vector<abi::DomainInfo>;
  return on_worker<Domains>(
      info, [](Session& session) { return list_domains(session.interface()); },
      [](Napi::Env env, Domains& domains) -> Napi::Value { return vector_to_js(env, kDomainInfo, domains); });
}

// (handle, domid): undefined without such a domain.
Napi::Value JS_domainInfo(const Napi::CallbackInfo& info) {
  using Found = std::optional<abi::DomainInfo>;
  return on_worker<Found>(
      info, [domid = domid_of(info)](Session& session) { return domain_info(session.interface(), domid); },
      [](Napi::Env env, Found& domain) -> Napi::Value {
        return domain ? to_js(env, kDomainInfo, *domain) : env.Undefined();
      });
}

// An array of { info, vcpus }.
Napi::Value JS_sampleDomains(const Napi::CallbackInfo& info) {
  using Samples = std::vector<DomainSample>;
  return on_worker<Samples>(
      info, [](Session& session) { return sample_domains(session.interface()); },
      [](Napi::Env env, Samples& samples) -> Napi::Value {
        Napi::Array array = Napi::Array::New(env, samples.size());
        for (std::uint32_t i = 0; i < samples.size(); i++) {
          Napi::Object sample = Napi::Object::New(env);
          sample.Set("info", to_js(env, kDomainInfo, samples[i].info));
          sample.Set("vcpus", vector_to_js(env, kVcpuInfo, samples[i].vcpus));
          array.Set(i, sample);
        }
        return array;
      });
}

// (folder), without a handle: a Float64Array with the members of DiskCounters of each disk.
Napi::Value JS_diskCounters(const Napi::CallbackInfo& info) {
  if (!info[0].IsString()) throw Error("OPTION_INVALID", "folder: expected a string");
  using All = std::vector<DiskCounters>;
  return run_async<All>(
      info.Env(), [folder = info[0].As<Napi::String>().Utf8Value()] { return disk_counters(folder); },
      [](Napi::Env env, All& disks) -> Napi::Value {
        constexpr std::size_t kMembers = sizeof(DiskCounters) / sizeof(double);
        Napi::Float64Array numbers = Napi::Float64Array::New(env, disks.size() * kMembers);
        std::copy_n(reinterpret_cast<const double*>(disks.data()), numbers.ElementLength(), numbers.Data());
        return numbers;
      });
}

Napi::Value JS_pause(const Napi::CallbackInfo& info) {
  return on_worker(info, [domid = domid_of(info)](Session& session) { pause(session.interface(), domid); });
}

Napi::Value JS_unpause(const Napi::CallbackInfo& info) {
  return on_worker(info, [domid = domid_of(info)](Session& session) { unpause(session.interface(), domid); });
}

// (handle, domid, KiB as a bigint).
Napi::Value JS_setMaxMemory(const Napi::CallbackInfo& info) {
  const std::uint64_t kib = to_u64(info[2], "kib");
  return on_worker(info, [domid = domid_of(info), kib](Session& session) { set_max_memory(session.interface(), domid, kib); });
}

Napi::Value JS_highestFrame(const Napi::CallbackInfo& info) {
  return on_worker<std::uint64_t>(
      info, [domid = domid_of(info)](Session& session) { return highest_frame(session.interface(), domid); },
      [](Napi::Env env, std::uint64_t& frame) -> Napi::Value { return Napi::BigInt::New(env, frame); });
}

// (handle, domid, vcpu, address as a bigint): the frame, undefined without one.
Napi::Value JS_translate(const Napi::CallbackInfo& info) {
  const std::uint32_t vcpu = to_u32(info[2], "vcpu");
  const std::uint64_t address = to_u64(info[3], "address");
  using Frame = std::optional<std::uint64_t>;
  return on_worker<Frame>(
      info,
      [domid = domid_of(info), vcpu, address](Session& session) { return translate(session.interface(), domid, vcpu, address); },
      [](Napi::Env env, Frame& frame) -> Napi::Value { return frame ? Napi::BigInt::New(env, *frame) : env.Undefined(); });
}

// (handle, domid, address as a bigint, length).
Napi::Value JS_readMemory(const Napi::CallbackInfo& info) {
  const std::uint64_t address = to_u64(info[2], "address");
  const std::uint32_t length = to_u32(info[3], "length");
  return on_worker<std::vector<std::byte>>(
      info, [domid = domid_of(info), address, length](Session& session) { return session.read_memory(domid, address, length); },
      bytes_to_js);
}

// (handle, domid, vcpu, address as a bigint, length).
Napi::Value JS_readVirtual(const Napi::CallbackInfo& info) {
  const std::uint32_t vcpu = to_u32(info[2], "vcpu");
  const std::uint64_t address = to_u64(info[3], "address");
  const std::uint32_t length = to_u32(info[4], "length");
  return on_worker<std::vector<std::byte>>(
      info,
      [domid = domid_of(info), vcpu, address, length](Session& session) {
        return session.read_virtual(domid, vcpu, address, length);
      },
      bytes_to_js);
}

Napi::Value JS_listVcpus(const Napi::CallbackInfo& info) {
  using Vcpus = std::vector<abi::VcpuInfo>;
  return on_worker<Vcpus>(
      info, [domid = domid_of(info)](Session& session) { return list_vcpus(session.interface(), domid); },
      [](Napi::Env env, Vcpus& vcpus) -> Napi::Value { return vector_to_js(env, kVcpuInfo, vcpus); });
}

Napi::Value JS_affinity(const Napi::CallbackInfo& info) {
  const std::uint32_t vcpu = to_u32(info[2], "vcpu");
  return on_worker<Affinity>(
      info, [domid = domid_of(info), vcpu](Session& session) { return affinity(session.interface(), domid, vcpu); },
      affinity_to_js);
}

// (handle, domid, vcpu, hard: number[] | undefined, soft: number[] | undefined).
Napi::Value JS_setAffinity(const Napi::CallbackInfo& info) {
  const std::uint32_t vcpu = to_u32(info[2], "vcpu");
  const auto hard = to_cpus(info[3], "hard");
  const auto soft = to_cpus(info[4], "soft");
  return on_worker<Affinity>(
      info,
      [domid = domid_of(info), vcpu, hard, soft](Session& session) {
        return set_affinity(session.interface(), domid, vcpu, hard, soft);
      },
      affinity_to_js);
}

}  // namespace

void export_domain_api(Napi::Object exports) {
  add_entry<JS_listDomains>(exports, "listDomains");
  add_entry<JS_domainInfo>(exports, "domainInfo");
  add_entry<JS_sampleDomains>(exports, "sampleDomains");
  add_entry<JS_diskCounters>(exports, "diskCounters");
  add_entry<JS_pause>(exports, "pause");
  add_entry<JS_unpause>(exports, "unpause");
  add_entry<JS_setMaxMemory>(exports, "setMaxMemory");
  add_entry<JS_highestFrame>(exports, "highestFrame");
  add_entry<JS_translate>(exports, "translate");
  add_entry<JS_readMemory>(exports, "readMemory");
  add_entry<JS_readVirtual>(exports, "readVirtual");
  add_entry<JS_listVcpus>(exports, "listVcpus");
  add_entry<JS_affinity>(exports, "affinity");
  add_entry<JS_setAffinity>(exports, "setAffinity");
}

}  // namespace vmwright::xenctrl
