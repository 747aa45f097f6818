#include "vmm/jail/empty_root.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"

namespace vmwright::jail {
namespace {

// /proc exists wherever this program can run; covering it hides it from this namespace only.
constexpr const char* kRoot = "/proc";

std::vector<Fd> open_folders(const std::vector<std::string>& folders) {
  std::vector<Fd> opened;
  for (const std::string& folder : folders)
    opened.emplace_back(check(open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC), folder.c_str()));
  return opened;
}

// The sources are named through descriptors, because the root covers what they could be named by.
void show_folders(const std::vector<Fd>& folders) {
  for (std::size_t i = 0; i < folders.size(); ++i) {
    const std::string place = std::string(kRoot) + "/" + std::to_string(i);
    check(mkdir(place.c_str(), 0555), "mkdir");
    const int tree = check(static_cast<int>(syscall(SYS_open_tree, folders[i].get(), "", AT_EMPTY_PATH | OPEN_TREE_CLONE)),
                           "open_tree");
    const Fd held(tree);
    check(static_cast<int>(syscall(SYS_move_mount, tree, "", AT_FDCWD, place.c_str(), MOVE_MOUNT_F_EMPTY_PATH)),
          "move_mount");
  }
}

}  // namespace

void pivot_to_empty_root(const std::vector<std::string>& folders) {
  const std::vector<Fd> opened = open_folders(folders);
  // Nothing of what follows may reach the host's own mounts.
  check(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr), "mount --make-rprivate");
  check(mount("none", kRoot, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "size=64k,nr_inodes=64,mode=555"), "mount tmpfs");
  show_folders(opened);
  check(mount(nullptr, kRoot, nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr),
        "mount -o remount,ro");
  check(chdir(kRoot), "chdir");
  // With both arguments the same the old root is stacked over the new one, and taken off again.
  check(static_cast<int>(syscall(SYS_pivot_root, ".", ".")), "pivot_root");
  check(umount2(".", MNT_DETACH), "umount2");
  check(chdir("/"), "chdir");
}

}  // namespace vmwright::jail
