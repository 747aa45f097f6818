#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "base/error.h"
#include "base/fd.h"
#include "base/mapping.h"
#include "check.h"

using namespace vmwright;

namespace {

bool is_open(int fd) { return fcntl(fd, F_GETFD) >= 0; }

int open_null() { return open("/dev/null", O_RDONLY | O_CLOEXEC); }

void fd_closes_once() {
  const int number = open_null();
  {
    Fd fd(number);
    CHECK(fd.get() == number);
    CHECK(is_open(number));
  }
  CHECK(!is_open(number));
}

void fd_moves_ownership() {
  Fd first(open_null());
  const int number = first.get();
  Fd second(std::move(first));
  CHECK(!first);  // NOLINT: the moved-from state is what is tested
  CHECK(second.get() == number);
  const int replaced = open_null();
  Fd third(replaced);
  third = std::move(second);
  CHECK(!is_open(replaced));
  CHECK(third.get() == number);
  third.reset();
  CHECK(!is_open(number));
}

void mapping_is_zeroed_and_writable() {
  const Mapping mapping = Mapping::anonymous(8192);
  CHECK(mapping.bytes().size() == 8192);
  CHECK(mapping.bytes()[8191] == std::byte{0});
  mapping.bytes()[8191] = std::byte{7};
  CHECK(mapping.bytes()[8191] == std::byte{7});
}

void mapping_moves_ownership() {
  Mapping first = Mapping::anonymous(4096);
  void* address = first.address();
  Mapping second(std::move(first));
  CHECK(first.address() == nullptr);  // NOLINT: as above
  CHECK(second.address() == address);
  second = Mapping::anonymous(4096);
  CHECK(second.size() == 4096);
}

void mapping_failure_names_the_call() {
  try {
    Mapping::shared(-1, 4096, "mmap of nothing");
    CHECK(false);
  } catch (const Error& error) {
    CHECK(error.op() == "mmap of nothing");
    CHECK(error.errnum() == EBADF);
  }
}

void check_throws_with_errno() {
  CHECK(check(3, "nothing") == 3);
  try {
    check(open("/nonexistent/file", O_RDONLY), "open");
    CHECK(false);
  } catch (const Error& error) {
    CHECK(error.code() == "KVM_ERROR");
    CHECK(error.errnum() == ENOENT);
    CHECK(std::string(error.what()) == "open failed: ENOENT (No such file or directory)");
  }
}

void errno_names() {
  CHECK(errno_name(EACCES) == "EACCES");
  CHECK(errno_name(9999) == "errno 9999");
}

}  // namespace

Suite base_suite() {
  return {"base",
          {{"Fd closes once", fd_closes_once},
           {"Fd moves ownership", fd_moves_ownership},
           {"Mapping is zeroed and writable", mapping_is_zeroed_and_writable},
           {"Mapping moves ownership", mapping_moves_ownership},
           {"a failed mapping names the call", mapping_failure_names_the_call},
           {"check() throws with the errno", check_throws_with_errno},
           {"errno names", errno_names}}};
}
