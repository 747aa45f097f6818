#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tree.h"
#include "worker.h"

enum tree_in_flag { TREE_KEEP_OWNER = 1 };

/* Directories get their mode and time last: filling them changes the time and may need write permission. */
struct directory {
    struct directory *next;
    struct tree_entry entry;
    char path[];
};

static struct buf in;
static struct directory *directories;
static unsigned flags;

/* Makes `n` bytes available in `in`; the end of input before that means that the host gave up. */
static void need(size_t n)
{
    while (buf_len(&in) < n) {
        uint8_t *at = buf_reserve(&in, 65536);
        ssize_t got = read(0, at, 65536);
        if (got == 0)
            work_fail(STEP_ABORTED, ECANCELED, "copy cut short", "");
        if (got > 0)
            in.end += (size_t)got;
        else if (errno != EINTR)
            work_fail_errno("read", "the input");
    }
}

static void finish_metadata(const char *path, const struct tree_entry *e)
{
    struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, {e->mtime_ns / 1000000000, e->mtime_ns % 1000000000}};
    if (times[1].tv_nsec < 0) {
        times[1].tv_sec--;
        times[1].tv_nsec += 1000000000;
    }
    if ((flags & TREE_KEEP_OWNER) && lchown(path, e->uid, e->gid) < 0)
        work_fail_errno("chown", path);
    if (e->kind != 'l' && chmod(path, e->mode & 07777) < 0)
        work_fail_errno("chmod", path);
    if (utimensat(AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW) < 0)
        work_fail_errno("set the time of", path);
}

static void take_directory(const char *path, const struct tree_entry *e)
{
    struct stat st;
    if (mkdir(path, 0700) < 0 && (errno != EEXIST || stat(path, &st) < 0 || !S_ISDIR(st.st_mode)))
        work_fail_errno("mkdir", path);
    struct directory *d = malloc(sizeof *d + strlen(path) + 1);
    if (!d)
        work_fail(STEP_FILE, ENOMEM, "copy", path);
    strcpy(d->path, path);
    d->entry = *e;
    d->next = directories;
    directories = d;
}

static void write_all(int fd, const uint8_t *data, size_t length, const char *path)
{
    while (length > 0) {
        ssize_t n = write(fd, data, length);
        if (n < 0 && errno != EINTR)
            work_fail_errno("write", path);
        data += n > 0 ? n : 0;
        length -= n > 0 ? (size_t)n : 0;
    }
}

static void take_file(const char *path, const struct tree_entry *e)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0 && (errno == ELOOP || errno == ETXTBSY) && unlink(path) == 0)
        fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        work_fail_errno("create", path);
    size_t buffered = buf_len(&in) < e->size ? buf_len(&in) : (size_t)e->size;
    write_all(fd, buf_data(&in), buffered, path);
    buf_take(&in, buffered);
    uint64_t rest = e->size - buffered;
    int64_t copied = rest ? work_copy(0, fd, rest) : 0;
    if (copied < 0)
        work_fail_errno("write", path);
    if ((uint64_t)copied < rest)
        work_fail(STEP_ABORTED, ECANCELED, "copy cut short", "");
    if (close(fd) < 0)
        work_fail_errno("close", path);
    finish_metadata(path, e);
}

static void take_link(const char *path, const struct tree_entry *e)
{
    char target[TREE_PATH_MAX];
    if (e->size >= sizeof target)
        work_fail(STEP_FILE, ENAMETOOLONG, "symlink", path);
    need((size_t)e->size);
    memcpy(target, buf_data(&in), (size_t)e->size);
    target[e->size] = 0;
    buf_take(&in, (size_t)e->size);
    if (symlink(target, path) < 0 && (errno != EEXIST || unlink(path) < 0 || symlink(target, path) < 0))
        work_fail_errno("symlink", path);
    finish_metadata(path, e);
}

static struct tree_entry next_entry(char *path, size_t root_length)
{
    need(TREE_HEADER);
    uint8_t *h = buf_data(&in);
    struct tree_entry e = {h[0], get16(h + 2), get32(h + 4), get32(h + 8), get32(h + 12), (int64_t)get64(h + 16), get64(h + 24)};
    buf_take(&in, TREE_HEADER);
    need(e.path_length);
    if (root_length + 2 + e.path_length > TREE_PATH_MAX)
        work_fail(STEP_FILE, ENAMETOOLONG, "copy", path);
    path[root_length] = 0;
    if (e.path_length > 0) {
        if (path[root_length - 1] != '/')
            path[root_length++] = '/';
        memcpy(path + root_length, buf_data(&in), e.path_length);
        path[root_length + e.path_length] = 0;
        buf_take(&in, e.path_length);
    }
    return e;
}

static void make_parent(const char *path)
{
    char parent[TREE_PATH_MAX];
    strcpy(parent, path);
    char *slash = strrchr(parent, '/');
    if (!slash || slash == parent)
        return;
    *slash = 0;
    if (make_directories(parent, 0755) < 0)
        work_fail_errno("mkdir", parent);
}

void work_tree_in(struct reader *r)
{
    char path[TREE_PATH_MAX];
    const char *root = read_str(r);
    flags = read8(r);
    if (r->bad || !*root || strlen(root) >= sizeof path)
        work_fail(STEP_REQUEST, r->bad ? EINVAL : ENAMETOOLONG, "copy", r->bad || !root ? "" : root);
    strcpy(path, root);
    make_parent(path);
    for (;;) {
        struct tree_entry e = next_entry(path, strlen(root));
        if (e.kind == TREE_KIND_END)
            break;
        if (e.kind == 'd')
            take_directory(path, &e);
        else if (e.kind == 'f')
            take_file(path, &e);
        else if (e.kind == 'l')
            take_link(path, &e);
        else
            work_fail(STEP_REQUEST, EINVAL, "unknown kind of entry:", path);
    }
    for (struct directory *d = directories; d; d = d->next)
        finish_metadata(d->path, &d->entry);
    work_done(NULL);
}
