#include "vmm/jail/seccomp.h"

#include <linux/audit.h>
#include <linux/seccomp.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstddef>

#include "base/error.h"

namespace vmwright::jail {
namespace {

constexpr sock_filter statement(std::uint16_t code, std::uint32_t operand) { return {code, 0, 0, operand}; }

constexpr sock_filter jump(std::uint16_t test, std::uint32_t operand, std::uint8_t if_true, std::uint8_t if_false) {
  return {static_cast<std::uint16_t>(BPF_JMP | test | BPF_K), if_true, if_false, operand};
}

constexpr sock_filter load(std::size_t offset) {
  return statement(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset));
}

constexpr sock_filter kAllow = statement(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
constexpr sock_filter kKill = statement(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);

}  // namespace

// The number of a call means nothing without the architecture; numbers of the x32 ABI have a bit of their own and
// match no entry.
SeccompFilter::SeccompFilter()
    : program_{load(offsetof(seccomp_data, arch)), jump(BPF_JEQ, AUDIT_ARCH_X86_64, 1, 0), kKill,
               load(offsetof(seccomp_data, nr))} {}

// An entry of `length` statements after the test of the number; it ends in a verdict, so that the number stays loaded
// for the entries that follow.
void SeccompFilter::begin(int call, std::size_t length) {
  program_.push_back(jump(BPF_JEQ, static_cast<std::uint32_t>(call), 0, static_cast<std::uint8_t>(length)));
  ++calls_;
}

// Arguments have 64 bits, the filter's machine has 32; x86-64 is little-endian.
void SeccompFilter::load_argument(unsigned argument, bool high) {
  program_.push_back(load(offsetof(seccomp_data, args) + argument * sizeof(std::uint64_t) + (high ? 4 : 0)));
}

SeccompFilter& SeccompFilter::allow(std::initializer_list<int> calls) {
  for (const int call : calls) {
    begin(call, 1);
    program_.push_back(kAllow);
  }
  return *this;
}

// The high half of the argument is not looked at: the kernel takes the arguments that are tested here (requests of
// ioctl, families of sockets) as 32-bit numbers.
SeccompFilter& SeccompFilter::allow_with(int call, unsigned argument, std::initializer_list<std::uint32_t> values) {
  begin(call, 2 * values.size() + 2);
  load_argument(argument, false);
  for (const std::uint32_t value : values) {
    program_.push_back(jump(BPF_JEQ, value, 0, 1));
    program_.push_back(kAllow);
  }
  program_.push_back(kKill);
  return *this;
}

SeccompFilter& SeccompFilter::allow_without(int call, unsigned argument, std::uint32_t bits) {
  begin(call, 4);
  load_argument(argument, false);
  program_.push_back(jump(BPF_JSET, bits, 1, 0));
  program_.push_back(kAllow);
  program_.push_back(kKill);
  return *this;
}

void SeccompFilter::install() const {
  std::vector<sock_filter> program = program_;
  program.push_back(kKill);
  const sock_fprog text = {static_cast<unsigned short>(program.size()), program.data()};
  check(static_cast<int>(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &text)), "seccomp");
}

}  // namespace vmwright::jail
