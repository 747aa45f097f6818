#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "init.h"
#include "power.h"
#include "uevent.h"

/* Longer than the slowest emulated disk takes to appear after its driver was loaded. */
#define DEVICE_SECONDS 10

static void mount_or_die(const char *from, const char *to, const char *type, unsigned long flags, const char *data)
{
    char what[256];
    mkdir(to, 0755);
    if (mount(from, to, type, flags, data) == 0)
        return;
    int error = errno;
    snprintf(what, sizeof what, "cannot mount %s (%s) as root", from, type);
    fatal(what, error);
}

void root_mount(const struct boot_config *c)
{
    char what[160];
    if (!wait_for_path(c->root, DEVICE_SECONDS)) {
        snprintf(what, sizeof what, "root disk %s did not appear", c->root);
        fatal(what, ENODEV);
    }
    if (!c->overlay) {
        mount_or_die(c->root, NEW_ROOT, c->fstype, 0, NULL);
        return;
    }
    mount_or_die(c->root, "/lower", c->fstype, MS_RDONLY, NULL);
    mount_or_die("tmpfs", "/overlay", "tmpfs", 0, "mode=0755");
    mkdir("/overlay/upper", 0755);
    mkdir("/overlay/work", 0755);
    mount_or_die("overlay", NEW_ROOT, "overlay", 0, "lowerdir=/lower,upperdir=/overlay/upper,workdir=/overlay/work");
}

void root_switch(void)
{
    static const char *const kept[] = {"/dev", "/proc", "/sys", "/run"};
    for (unsigned i = 0; i < sizeof kept / sizeof *kept; i++) {
        char to[64];
        snprintf(to, sizeof to, NEW_ROOT "%s", kept[i]);
        mkdir(to, 0755);
        if (mount(kept[i], to, NULL, MS_MOVE, NULL) < 0)
            fprintf(stderr, "vmwright: move %s to the root disk: %s\n", kept[i], strerror(errno));
    }
    if (chdir(NEW_ROOT) < 0 || mount(".", "/", NULL, MS_MOVE, NULL) < 0 || chroot(".") < 0 || chdir("/") < 0)
        fatal("cannot switch to the root disk", errno);
}

/* Directories on other file systems, and what is mounted over, are left alone. */
static void delete_tree(int dir, dev_t device)
{
    DIR *d = fdopendir(dir);
    for (struct dirent *e; d && (e = readdir(d));) {
        struct stat st;
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        if (fstatat(dir, e->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0 || st.st_dev != device)
            continue;
        if (S_ISDIR(st.st_mode)) {
            int child = openat(dir, e->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
            if (child >= 0)
                delete_tree(child, device);
        }
        unlinkat(dir, e->d_name, S_ISDIR(st.st_mode) ? AT_REMOVEDIR : 0);
    }
    if (d)
        closedir(d);
}

void root_free_initramfs(void)
{
    struct statfs fs;
    struct stat st;
    if (statfs("/", &fs) < 0 || (fs.f_type != RAMFS_MAGIC && fs.f_type != TMPFS_MAGIC))
        return;
    int root = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (root >= 0 && fstat(root, &st) == 0)
        delete_tree(root, st.st_dev);
}
