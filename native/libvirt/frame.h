// The memory of one call: what its slots point to.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "libvirt/call.h"
#include "libvirt/typed_params.h"

namespace vmwright::libvirt {

class Frame {
 public:
  explicit Frame(const Call& call);
  Frame(const Frame&) = delete;
  Frame& operator=(const Frame&) = delete;

  const Slots& slots() const noexcept { return slots_; }
  // After a successful call: prepares another one when an array was too small.
  bool wants_more(std::int64_t returned);
  // After the last call: the results, in the order of the parameters. Frees what libvirt allocated.
  void collect(std::int64_t returned, Value::Record& results);

 private:
  using Block = std::vector<std::byte>;

  void fill(std::size_t parameter);
  void fill_input(std::size_t parameter);
  void fill_output(std::size_t parameter);
  void fill_size(std::size_t parameter);
  void fill_cpus(std::size_t parameter);
  void fill_array(std::size_t parameter);
  template <typename T>
  void fill_numbers(std::size_t parameter);
  void fill_strings(std::size_t parameter);
  void reserve(std::size_t parameter, std::size_t count);
  std::size_t item_size(const Param& param) const;
  std::uint64_t unsigned_argument(std::size_t parameter) const;
  std::uint64_t input_size(std::size_t parameter) const;
  void* block(std::size_t size);
  void free_names(std::size_t parameter, std::int64_t count);

  std::int64_t known_count(std::size_t parameter, std::int64_t returned) const;
  Value result(std::size_t parameter, std::int64_t returned);
  Value scalar_result(std::size_t parameter) const;
  Value list_result(std::size_t parameter, std::int64_t returned);
  Value params_result(std::size_t parameter);

  const Call& call_;
  const Function& function_;
  Slots slots_{};
  std::array<std::uint64_t, kMaxParams> cells_{};      // what an out parameter points to
  std::array<std::size_t, kMaxParams> capacities_{};   // of arrays that are filled
  std::vector<Block> blocks_;
  std::vector<TypedParams> params_;
};

}  // namespace vmwright::libvirt
