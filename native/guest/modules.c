#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "init.h"

#define MODULE_LIST "/vmwright/modules"

/* ACPI's name for a virtio device behind a window of registers. */
#define VIRTIO_MMIO_DEVICES "/sys/bus/acpi/devices/LNRO0005:00"

static void load(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    if (syscall(SYS_finit_module, fd, "", 0) < 0 && errno != EEXIST)
        fprintf(stderr, "vmwright: module %s: %s\n", path, strerror(errno));
    close(fd);
}

static void load_class(const char *class)
{
    char list[16384], *state;
    size_t n = strlen(class);
    int fd = open(MODULE_LIST, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? 0 : read(fd, list, sizeof list - 1);
    if (fd >= 0)
        close(fd);
    list[length > 0 ? length : 0] = 0;
    for (char *line = strtok_r(list, "\n", &state); line; line = strtok_r(NULL, "\n", &state)) {
        if (strncmp(line, class, n) == 0 && line[n] == ' ')
            load(line + n + 1 + strspn(line + n + 1, " "));
    }
}

void modules_load(const char *class)
{
    load_class(class);
    if (strcmp(class, "boot") == 0 && access(VIRTIO_MMIO_DEVICES, F_OK) == 0)
        load_class("mmio");
    if (strcmp(class, "boot") == 0 && access(XEN_BELOW, F_OK) == 0)
        load_class("xen");
}
