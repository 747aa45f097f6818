#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tree.h"
#include "worker.h"

/* Headers and small files are gathered up to this; large files go from the page cache to the pipe. */
#define GATHER 65536u

static struct buf out;
static char path[TREE_PATH_MAX];
static size_t root_length; /* of the part of `path` that is not sent */

static void flush(void)
{
    work_output(buf_data(&out), buf_len(&out));
    buf_take(&out, buf_len(&out));
}

static const char *relative(void) { return path[root_length] == '/' ? path + root_length + 1 : path + root_length; }

static void put_entry(uint8_t kind, const struct stat *st, uint64_t size)
{
    uint8_t header[TREE_HEADER] = {kind};
    size_t length = kind == TREE_KIND_END ? 0 : strlen(relative());
    put16(header + 2, (uint16_t)length);
    if (st) {
        put32(header + 4, st->st_mode & 07777);
        put32(header + 8, st->st_uid);
        put32(header + 12, st->st_gid);
        put64(header + 16, (uint64_t)st->st_mtim.tv_sec * 1000000000u + (uint64_t)st->st_mtim.tv_nsec);
    }
    put64(header + 24, size);
    buf_append(&out, header, sizeof header);
    buf_append(&out, relative(), length);
    if (buf_len(&out) > GATHER)
        flush();
}

static void skip(const char *reason)
{
    put_entry(TREE_KIND_SKIPPED, NULL, strlen(reason));
    buf_append(&out, reason, strlen(reason));
}

/* The size was promised in the header; a file that shrank meanwhile is filled up and reported. */
static void pad(uint64_t missing)
{
    static const char zeros[4096];
    for (; missing > 0; missing -= missing < sizeof zeros ? missing : sizeof zeros)
        work_output(zeros, missing < sizeof zeros ? (size_t)missing : sizeof zeros);
    skip("changed while it was read");
}

static void put_small_file(int fd, size_t size)
{
    uint8_t *at = buf_reserve(&out, size);
    ssize_t n = read(fd, at, size);
    out.end += n > 0 ? (size_t)n : 0;
    if (n < 0 || (size_t)n < size) {
        flush();
        pad(size - (n > 0 ? (size_t)n : 0));
    }
}

static void put_file(void)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK);
    if (fd < 0 || fstat(fd, &st) < 0) {
        skip(strerror(errno));
    } else {
        put_entry('f', &st, (uint64_t)st.st_size);
        if (st.st_size <= GATHER / 2) {
            put_small_file(fd, (size_t)st.st_size);
        } else {
            flush();
            int64_t n = work_copy(fd, 1, (uint64_t)st.st_size);
            if (n < st.st_size)
                pad((uint64_t)st.st_size - (n > 0 ? (uint64_t)n : 0));
        }
    }
    if (fd >= 0)
        close(fd);
}

static void put_link(const struct stat *st)
{
    char target[TREE_PATH_MAX];
    ssize_t n = readlink(path, target, sizeof target);
    if (n < 0) {
        skip(strerror(errno));
        return;
    }
    put_entry('l', st, (uint64_t)n);
    buf_append(&out, target, (size_t)n);
}

/* The names of a directory, each with its NUL; read at once so that depth costs no descriptors. */
static bool read_names(struct buf *names)
{
    DIR *dir = opendir(path);
    if (!dir)
        return false;
    for (struct dirent *e; (e = readdir(dir));) {
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            buf_append(names, e->d_name, strlen(e->d_name) + 1);
    }
    closedir(dir);
    return true;
}

static void put_any(void);

static void put_directory(const struct stat *st)
{
    struct buf names = {0};
    size_t length = strlen(path);
    if (!read_names(&names)) {
        skip(strerror(errno));
        return;
    }
    put_entry('d', st, 0);
    while (buf_len(&names) > 0) {
        const char *name = (const char *)buf_data(&names);
        size_t n = strlen(name);
        if (length + n + 2 > sizeof path) {
            skip("path too long");
        } else {
            snprintf(path + length, sizeof path - length, "%s%s", path[length - 1] == '/' ? "" : "/", name);
            put_any();
            path[length] = 0;
        }
        buf_take(&names, n + 1);
    }
    buf_free(&names);
}

static void put_any(void)
{
    struct stat st;
    if (lstat(path, &st) < 0)
        skip(strerror(errno));
    else if (S_ISREG(st.st_mode))
        put_file();
    else if (S_ISDIR(st.st_mode))
        put_directory(&st);
    else if (S_ISLNK(st.st_mode))
        put_link(&st);
    else
        skip("not a file, directory or symbolic link");
}

void work_tree_out(struct reader *r)
{
    struct stat st;
    const char *root = read_str(r);
    if (r->bad || !*root || strlen(root) >= sizeof path)
        work_fail(STEP_REQUEST, r->bad ? EINVAL : ENAMETOOLONG, "copy", r->bad || !root ? "" : root);
    strcpy(path, root);
    for (size_t n = strlen(path); n > 1 && path[n - 1] == '/';)
        path[--n] = 0;
    root_length = strlen(path);
    /* The root itself may be a link: what it points to is wanted. */
    if (stat(path, &st) < 0 || access(path, R_OK) < 0)
        work_fail_errno("open", path);
    if (S_ISDIR(st.st_mode))
        put_directory(&st);
    else if (S_ISREG(st.st_mode) && realpath(root, path) && (root_length = strlen(path)))
        put_file();
    else
        work_fail(STEP_FILE, EINVAL, "not a file or directory:", root);
    put_entry(TREE_KIND_END, NULL, 0);
    flush();
    work_done(NULL);
}
