#ifndef VMWRIGHT_TREE_H
#define VMWRIGHT_TREE_H

#include <stdint.h>

/*
 * An entry of a tree stream: u8 kind, u8 0, u16 path length, u32 mode, u32 uid, u32 gid, i64 mtime in nanoseconds,
 * u64 size; then the path, relative to the root of the copy and empty for the root itself; then `size` bytes:
 * contents, link target or the reason of a skip.
 */
#define TREE_HEADER 32u
#define TREE_KIND_SKIPPED 'x'
#define TREE_KIND_END 'e'
#define TREE_PATH_MAX 4096u

struct tree_entry {
    uint8_t kind;
    uint16_t path_length;
    uint32_t mode, uid, gid;
    int64_t mtime_ns;
    uint64_t size;
};

#endif
