#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "init.h"

static void set(char *to, size_t size, const char *value) { snprintf(to, size, "%s", value); }

/* /dev/vda + 1 is /dev/vda1, /dev/nvme0n1 + 1 is /dev/nvme0n1p1. */
static void add_partition(char *root, size_t size, const char *number)
{
    size_t n = strlen(root);
    bool digit = n > 0 && root[n - 1] >= '0' && root[n - 1] <= '9';
    if (n > 0 && *number)
        snprintf(root + n, size - n, "%s%s", digit ? "p" : "", number);
}

static void take_word(struct boot_config *c, const char *key, const char *value, char *partition, size_t size)
{
    if (strcmp(key, "root") == 0)
        set(c->root, sizeof c->root, value);
    else if (strcmp(key, "rootpart") == 0)
        set(partition, size, value);
    else if (strcmp(key, "rootfstype") == 0)
        set(c->fstype, sizeof c->fstype, value);
    else if (strcmp(key, "overlay") == 0)
        c->overlay = strcmp(value, "tmpfs") == 0;
    else if (strcmp(key, "init") == 0)
        set(c->init, sizeof c->init, value);
    else if (strcmp(key, "net") == 0)
        set(c->net, sizeof c->net, value);
    else if (strcmp(key, "hostname") == 0)
        set(c->hostname, sizeof c->hostname, value);
    else if (strcmp(key, "agent") == 0)
        set(c->agent, sizeof c->agent, value);
}

struct boot_config read_boot_config(void)
{
    static char line[4096]; /* COMMAND_LINE_SIZE is 2048 on x86 and less elsewhere */
    struct boot_config c = {.fstype = "ext4", .init = "/sbin/init"};
    char partition[16] = "", *state;
    int fd = open("/proc/cmdline", O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? 0 : read(fd, line, sizeof line - 1);
    if (fd >= 0)
        close(fd);
    line[n > 0 ? n : 0] = 0;
    for (char *word = strtok_r(line, " \n", &state); word; word = strtok_r(NULL, " \n", &state)) {
        char *value = strchr(word, '=');
        if (strncmp(word, "vmwright.", 9) != 0 || !value)
            continue;
        *value++ = 0;
        take_word(&c, word + 9, value, partition, sizeof partition);
    }
    add_partition(c.root, sizeof c.root, partition);
    return c;
}
