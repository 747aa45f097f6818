#include "xenctrl/log.h"

#include <cstdio>
#include <cstring>

namespace vmwright::xenctrl {

Log::Log()
    : sink_{{&Log::message, [](abi::Logger*, const char*, const char*, int, unsigned long, unsigned long) {},
             [](abi::Logger*) {}},
            this} {}

void Log::message(abi::Logger* logger, int level, int errnum, const char*, const char* format, va_list arguments) {
  if (level < abi::kLogError) return;
  char text[512];
  std::vsnprintf(text, sizeof text, format, arguments);
  std::string& last = reinterpret_cast<Sink*>(logger)->log->last_;
  last = text;
  if (errnum > 0) last += std::string(": ") + std::strerror(errnum);
}

}  // namespace vmwright::xenctrl
