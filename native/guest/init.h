#ifndef VMWRIGHT_INIT_H
#define VMWRIGHT_INIT_H

#include <stdbool.h>

/* The `vmwright.*` words of the kernel command line; empty strings where absent. */
struct boot_config {
    char root[128], fstype[32], init[256], net[256], hostname[65], agent[128];
    bool overlay;
};

struct boot_config read_boot_config(void);

/* Loads the modules of one class from /vmwright/modules, in order. Missing and already loaded ones are skipped. */
void modules_load(const char *class);

/* There only where the kernel found Xen below it. Its bus, /sys/bus/xen, every kernel that knows Xen has. */
#define XEN_BELOW "/sys/hypervisor/type"

/* Mounts the root at NEW_ROOT, or ends with fatal(). */
#define NEW_ROOT "/newroot"
void root_mount(const struct boot_config *c);
/* Moves the kernel file systems there and makes it `/`. The old root stays visible to processes forked before. */
void root_switch(void);
/* Frees the memory of the initramfs by deleting its files; does nothing unless `/` really is one. */
void root_free_initramfs(void);

/* `eth0,10.0.2.15/24,10.0.2.2,10.0.2.3` or `eth0,dhcp`; `etc` is a directory descriptor for resolv.conf. */
void net_configure(const char *spec, int etc);
void net_run_dhcp(const char *spec, bool on_disk);
void net_loopback_up(void);
/* What udhcpc calls us for, with its results in the environment. */
int net_dhcp_event(const char *event);

/*
 * Prints all that the kernel said so far. The driver of a virtio console announces it to the kernel before it can send
 * (drivers/char/virtio_console.c, init_port_console), so what the kernel then prints of its history is lost.
 */
void kernel_log_print(int console);

_Noreturn void init_main(char **argv);

#endif
