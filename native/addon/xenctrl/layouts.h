// Which members of the control structs JavaScript sees; src/native/xen/addon.ts has their types.
#pragma once

#include <span>
#include <vector>

#include "addon/layout.h"

namespace vmwright::xenctrl {

extern const Layout kDomainInfo;
extern const Layout kVcpuInfo;
extern const Layout kPhysInfo;
extern const Layout kCpuTopology;
extern const Layout kNodeMemory;

template <typename T>
Napi::Array vector_to_js(Napi::Env env, const Layout& layout, const std::vector<T>& items) {
  return list_to_js<T>(env, layout, std::span<const T>(items));
}

Napi::Array numbers_to_js(Napi::Env env, const std::vector<std::uint32_t>& numbers);

}  // namespace vmwright::xenctrl
