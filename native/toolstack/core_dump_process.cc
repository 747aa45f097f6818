// The process that reads a domain's memory, so that the one that serves the VM need not wait for it.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "toolstack/core_dump.h"
#include "toolstack/core_file.h"
#include "xen/session.h"
#include "xenctrl/domains.h"
#include "xenctrl/foreign_memory.h"
#include "xenctrl/guest_image.h"

namespace vmwright::toolstack {
namespace {

constexpr std::uint32_t kTranslated = 2;  // XEN_DOMINF_hvm_guest: HVM and PVH
constexpr std::size_t kPagesAtOnce = 1024;

// SIGIO, which ends a process that does not handle it, comes as soon as the other end of standard input is closed: whatever
// this process is doing then.
void end_with_owner() {
  signal(SIGIO, SIG_DFL);
  sigset_t blocked;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGIO);
  sigprocmask(SIG_UNBLOCK, &blocked, nullptr);
  check(fcntl(STDIN_FILENO, F_SETOWN, getpid()), "F_SETOWN");
  check(fcntl(STDIN_FILENO, F_SETFL, O_ASYNC), "O_ASYNC");
  pollfd input = {STDIN_FILENO, POLLIN, 0};
  if (poll(&input, 1, 0) > 0) raise(SIGIO);
}

template <typename Number>
Number parse(const char* text) {
  Number number{};
  const char* end = text + std::strlen(text);
  const auto [parsed, error] = std::from_chars(text, end, number);
  if (error != std::errc{} || parsed != end) throw Error("INTERNAL", std::string(text) + " is not a number");
  return number;
}

XenVersionNote xen_version(xenctrl::Interface& xen) {
  using xenctrl::abi::VersionQuery;
  XenVersionNote note{};
  const auto ask = [&](VersionQuery query, void* into) {
    return static_cast<unsigned>(xen.call(&xenctrl::Functions::version, static_cast<int>(query), into));
  };
  const unsigned number = ask(VersionQuery::version, nullptr);
  note.major_version = number >> 16;
  note.minor_version = number & 0xffff;
  ask(VersionQuery::extraversion, note.extra_version);
  ask(VersionQuery::compile_info, note.compile_info);
  ask(VersionQuery::capabilities, note.capabilities);
  ask(VersionQuery::changeset, note.changeset);
  ask(VersionQuery::platform_parameters, &note.virt_start);
  note.page_size = ask(VersionQuery::pagesize, nullptr);
  return note;
}

// libxenlight's own dump asks for each frame below 4 GiB by itself, whether it is there or not.
void dump_translated(xenctrl::Interface& xen, const xenctrl::abi::DomainInfo& domain, int fd, const std::string& path) {
  const std::vector<unsigned long> frames = xenctrl::present_frames(xen, domain.domain);
  const std::vector<xenctrl::abi::VcpuContext> contexts = xenctrl::vcpu_contexts(xen, domain);
  const CoreFile file(fd, path, {.xen = xen_version(xen), .vcpus = contexts.size(), .contexts = std::as_bytes(std::span(contexts)), .pages = frames.size()});
  xenctrl::ForeignMemory memory;
  std::vector<std::uint64_t> table(frames.begin(), frames.end());
  std::vector<std::byte> pages(kPagesAtOnce * kPageSize);
  std::vector<int> errors(kPagesAtOnce);
  for (std::size_t done = 0; done < frames.size(); done += kPagesAtOnce) {
    const std::size_t count = std::min(kPagesAtOnce, frames.size() - done);
    const std::span<std::byte> some(pages.data(), count * kPageSize);
    memory.read_possible(domain.domain, std::span(frames).subspan(done, count), some, std::span(errors).first(count));
    file.write_pages(done, some);
    for (std::size_t i = 0; i < count; i++)
      if (errors[i] != 0) table[done + i] = kNoFrame;
  }
  file.finish(table);
}

// The frames of PV guests are those of the machine, which guests arrange as they like and Xen's libraries know to find.
void dump_paravirtual(xen::abi::Domid domid, int fd, const std::string& path) {
  EventLoop loop;
  xen::Session session(loop);
  const std::string way = "/proc/self/fd/" + std::to_string(fd);
  session.now("dump the domain's memory", [&] { return session.libxl().domain_core_dump(session.ctx(), domid, way.c_str(), nullptr); });
  if (fdatasync(fd) < 0) throw Error("ENGINE_FAILED", "fdatasync of " + path, errno);
}

void dump(xenctrl::abi::Domid domid, int fd) {
  const std::string path = "the core dump";
  xenctrl::Interface xen;
  const auto domain = xenctrl::domain_info(xen, domid);
  if (!domain) throw Error("ENGINE_FAILED", "there is no domain " + std::to_string(domid) + " any more");
  if ((domain->flags & kTranslated) != 0) dump_translated(xen, *domain, fd, path);
  else dump_paravirtual(domid, fd, path);
}

}  // namespace

int run_core_dump(const char* domid, const char* fd) {
  try {
    end_with_owner();
    dump(parse<xenctrl::abi::Domid>(domid), parse<int>(fd));
    return std::puts("done") < 0 ? 1 : 0;
  } catch (const std::exception& error) {
    std::puts(error.what());
    return 1;
  }
}

}  // namespace vmwright::toolstack
