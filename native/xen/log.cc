#include "xen/log.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <utility>

namespace vmwright::xen {
namespace {

// `libxl: libxl_create.c:1234:libxl__do_thing: Domain 5:` says where it is in libxl, which is of no use to its users.
std::string without_origin(std::string line) {
  const std::size_t file = line.find(".c:");
  if (file == std::string::npos || line.find(' ') < file) return line;
  const std::size_t end = line.find(": ", file);
  if (end == std::string::npos) return line;
  line.erase(0, end + 2);
  if (line.starts_with("Domain ") && line.find(':') < 20) line.erase(0, line.find(':') + 1);
  return line;
}

}  // namespace

Log::Log() : sink_{{&Log::message, &Log::report, [](abi::Logger*) {}}, this} {}

void Log::message(abi::Logger* logger, int level, int errnum, const char*, const char* format, va_list arguments) {
  if (level < abi::kLogWarn) return;
  char text[1024];
  std::vsnprintf(text, sizeof text, format, arguments);
  std::string line = without_origin(text);
  while (!line.empty() && (line.back() == '\n' || line.back() == ' ')) line.pop_back();
  if (errnum > 0) line += std::string(": ") + std::strerror(errnum);
  reinterpret_cast<Sink*>(logger)->log->add(std::move(line));
}

void Log::report(abi::Logger* logger, const char*, const char* doing, int, unsigned long done, unsigned long total) {
  const Log& log = *reinterpret_cast<Sink*>(logger)->log;
  if (log.progress) log.progress(doing, done, total);
}

void Log::add(std::string line) {
  lines_.push_back(std::move(line));
  count_++;
  if (lines_.size() > kLines) lines_.pop_front();
}

std::string Log::since(std::size_t mark) const {
  const std::size_t wanted = std::min(count_ - std::min(mark, count_), lines_.size());
  std::string text;
  for (std::size_t i = lines_.size() - wanted; i < lines_.size(); i++) {
    if (text.find(lines_[i]) != std::string::npos) continue;
    if (!text.empty()) text += "; ";
    text += lines_[i];
  }
  return text;
}

}  // namespace vmwright::xen
