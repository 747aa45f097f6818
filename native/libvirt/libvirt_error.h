// A failed call of libvirt.
#pragma once

#include <exception>
#include <string>

namespace vmwright::libvirt {

class LibvirtError : public std::exception {
 public:
  // Takes the error of the last call on this thread: to be made right after the call.
  static LibvirtError take(const char* call);
  // True when the last call on this thread left an error.
  static bool pending();

  const char* what() const noexcept override { return message.c_str(); }

  std::string call;
  std::string message;
  int code = 0;    // virErrorNumber
  int domain = 0;  // virErrorDomain
  int level = 0;   // virErrorLevel
  std::string str1;
  std::string str2;
  std::string str3;
  int int1 = 0;
  int int2 = 0;
};

}  // namespace vmwright::libvirt
