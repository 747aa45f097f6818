// virTypedParameter arrays from and to records.
#pragma once

#include <string>

#include "libvirt/abi.h"
#include "libvirt/value.h"

namespace vmwright::libvirt {

// A record of name and value. The array stays the caller's.
Value::Record params_to_record(const VirTypedParameter* params, int count);

// An array made from a flat list of name, virTypedParameterType and value; see typedParamList() in TypeScript.
class TypedParams {
 public:
  explicit TypedParams(const Value::List& list);
  TypedParams(TypedParams&& other) noexcept;
  TypedParams(const TypedParams&) = delete;
  TypedParams& operator=(const TypedParams&) = delete;
  ~TypedParams();

  VirTypedParameter* data() const noexcept { return params_; }
  int count() const noexcept { return count_; }

 private:
  void add(const char* name, int type, const Value& value);

  VirTypedParameter* params_ = nullptr;
  int count_ = 0;
  int capacity_ = 0;
};

}  // namespace vmwright::libvirt
