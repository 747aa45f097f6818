#include "toolstack/save_file.h"

#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "base/error.h"
#include "base/json.h"
#include "base/json_object.h"

namespace vmwright::toolstack {
namespace {

constexpr std::uint64_t kVersion = 1;

// A system call on a file, named in the error.
template <typename Result>
Result checked(Result result, const char* call, const std::string& path) {
  if (result < 0) throw Error(errno == ENOSPC ? "DISK_FULL" : "ENGINE_FAILED", std::string(call) + " of " + path, errno);
  return result;
}

std::uint64_t size_of(const Fd& file, const std::string& path) {
  struct stat status{};
  checked(fstat(file.get(), &status), "stat", path);
  return static_cast<std::uint64_t>(status.st_size);
}

// `to` is written from `to_at` on.
void copy(int from, off_t from_at, int to, off_t to_at, std::uint64_t length, const std::string& path) {
  checked(lseek(to, to_at, SEEK_SET), "seek", path);
  while (length > 0) {
    const ssize_t count = checked(sendfile(to, from, &from_at, length), "copy", path);
    if (count == 0) throw Error("ENGINE_FAILED", path + " is shorter than it was");
    length -= static_cast<std::uint64_t>(count);
  }
}

std::string header(const std::string& record, std::uint64_t stream, const std::vector<std::uint64_t>& overlays) {
  JsonWriter json;
  json.begin_object();
  json.key("vmwrightSave");
  json.integer(kVersion);
  json.key("stream");
  json.integer(static_cast<std::int64_t>(stream));
  json.key("overlays");
  json.begin_array();
  for (const std::uint64_t length : overlays) {
    json.begin_object();
    json.key("length");
    json.integer(static_cast<std::int64_t>(length));
    json.end_object();
  }
  json.end_array();
  json.key("record");
  json.string(record);
  json.end_object();
  std::string text = json.text();
  if (text.size() >= kSaveHeader) throw Error("ENGINE_FAILED", "the description of the VM is too long to be saved");
  text.resize(kSaveHeader - 1, ' ');
  return text + '\n';
}

void require_room(const std::string& path, int fd, std::uint64_t needed) {
  struct statvfs status{};
  checked(fstatvfs(fd, &status), "statvfs", path);
  const std::uint64_t room = static_cast<std::uint64_t>(status.f_bavail) * status.f_frsize;
  if (room < needed)
    throw Error("DISK_FULL", "No space left on device: saving to " + path + " needs " + std::to_string(needed) + " bytes, and " +
                                 std::to_string(room) + " are free");
}

}  // namespace

std::uint64_t bytes_of(const std::vector<std::string>& paths) {
  std::uint64_t bytes = 0;
  for (const std::string& path : paths) {
    struct stat status{};
    checked(stat(path.c_str(), &status), "stat", path);
    bytes += static_cast<std::uint64_t>(status.st_size);
  }
  return bytes;
}

SaveWriter::SaveWriter(std::string path, std::string record, std::uint64_t needed)
    : file_(std::move(path)), record_(std::move(record)) {
  header(record_, 0, {});  // too long is told before anything happens
  require_room(file_.path(), file_.fd(), needed);
  checked(lseek(file_.fd(), static_cast<off_t>(kSaveHeader), SEEK_SET), "seek", file_.path());
}

void SaveWriter::finish(const std::vector<std::string>& overlays) {
  const auto end = static_cast<std::uint64_t>(checked(lseek(file_.fd(), 0, SEEK_END), "seek", file_.path()));
  std::uint64_t at = end;
  std::vector<std::uint64_t> lengths;
  for (const std::string& path : overlays) {
    const Fd overlay(checked(open(path.c_str(), O_RDONLY | O_CLOEXEC), "open", path));
    lengths.push_back(size_of(overlay, path));
    copy(overlay.get(), 0, file_.fd(), static_cast<off_t>(at), lengths.back(), path);
    at += lengths.back();
  }
  const std::string text = header(record_, end - kSaveHeader, lengths);
  const ssize_t written = checked(pwrite(file_.fd(), text.data(), text.size(), 0), "write", file_.path());
  if (static_cast<std::size_t>(written) != text.size()) throw Error("DISK_FULL", "write of " + file_.path(), ENOSPC);
  file_.publish();
}

SaveReader::SaveReader(const std::string& path, std::size_t overlays)
    : path_(path), file_(checked(open(path.c_str(), O_RDONLY | O_CLOEXEC), "open", path)) {
  std::string text(kSaveHeader, ' ');
  const ssize_t count = checked(pread(file_.get(), text.data(), text.size(), 0), "read", path);
  if (static_cast<std::size_t>(count) != text.size()) throw Error("ENGINE_FAILED", path + " is not a saved VM");
  const JsonValue value = JsonValue::parse(text);
  JsonObject object(value, path);
  object.number("vmwrightSave", kVersion, kVersion);
  overlays_at_ = kSaveHeader + object.number("stream");
  for (JsonObject& one : object.objects("overlays")) lengths_.push_back(one.number("length"));
  object.string("record");
  object.finish();
  if (lengths_.size() != overlays) throw Error("ENGINE_FAILED", path + " does not have the overlays of the VM's disks");
  checked(lseek(file_.get(), static_cast<off_t>(kSaveHeader), SEEK_SET), "seek", path);
}

Progress SaveReader::progress() const noexcept {
  const std::uint64_t total = overlays_at_ - kSaveHeader;
  const off_t at = lseek(file_.get(), 0, SEEK_CUR);
  const std::uint64_t done = at < static_cast<off_t>(kSaveHeader) ? 0 : static_cast<std::uint64_t>(at) - kSaveHeader;
  return {.done = std::min(done, total), .total = total};
}

void SaveReader::unpack(const std::vector<std::string>& overlays) const {
  std::uint64_t at = overlays_at_;
  for (std::size_t i = 0; i < overlays.size(); i++) {
    const std::string& path = overlays[i];
    const Fd to(checked(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600), "open", path));
    copy(file_.get(), static_cast<off_t>(at), to.get(), 0, lengths_[i], path_);
    at += lengths_[i];
  }
}

}  // namespace vmwright::toolstack
