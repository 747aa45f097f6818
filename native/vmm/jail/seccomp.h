// Allow-lists of system calls, one per kind of thread. seccomp(2), Documentation/userspace-api/seccomp_filter.rst.
#pragma once

#include <linux/filter.h>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <vector>

namespace vmwright::jail {

// A call outside of the list ends the whole process with SIGSYS.
class SeccompFilter {
 public:
  SeccompFilter();

  SeccompFilter& allow(std::initializer_list<int> calls);
  // Only with one of `values` as argument number `argument` (from 0).
  SeccompFilter& allow_with(int call, unsigned argument, std::initializer_list<std::uint32_t> values);
  // Only when none of `bits` is set in argument number `argument`.
  SeccompFilter& allow_without(int call, unsigned argument, std::uint32_t bits);

  // Distinct system calls that the list allows.
  std::size_t size() const noexcept { return calls_; }

  // For the calling thread, for good. Needs no_new_privs or CAP_SYS_ADMIN.
  void install() const;

 private:
  void begin(int call, std::size_t length);
  void load_argument(unsigned argument, bool high);

  std::vector<sock_filter> program_;
  std::size_t calls_ = 0;
};

}  // namespace vmwright::jail
