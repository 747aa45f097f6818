#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "worker.h"

enum write_flag { WRITE_APPEND = 1, WRITE_ATOMIC = 2, WRITE_EXCLUSIVE = 4, WRITE_SET_MODE = 8 };
enum remove_flag { REMOVE_RECURSIVE = 1, REMOVE_FORCE = 2 };

static void require(const struct reader *r)
{
    if (r->bad)
        work_fail(STEP_REQUEST, EINVAL, "malformed", "request");
}

void work_read(struct reader *r)
{
    const char *path = read_str(r);
    uint64_t offset = read64(r), length = read64(r);
    require(r);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        work_fail_errno("open", path);
    if (offset > 0 && lseek(fd, (off_t)offset, SEEK_SET) < 0)
        work_fail_errno("seek", path);
    if (work_copy(fd, 1, length) < 0)
        work_fail_errno("read", path);
    work_done(NULL);
}

static char temporary[4128];

static void remove_temporary(int signal_number)
{
    (void)signal_number;
    unlink(temporary);
    _exit(1);
}

/* Next to the target, so that the rename stays on one file system. */
static int open_temporary(const char *path, unsigned mode)
{
    int n = snprintf(temporary, sizeof temporary, "%s.vmwright-%d", path, (int)getpid());
    if (n >= (int)sizeof temporary) {
        errno = ENAMETOOLONG;
        return -1;
    }
    signal(SIGTERM, remove_temporary);
    return open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
}

static void fail_write(const char *call, const char *path)
{
    int error = errno;
    if (*temporary)
        unlink(temporary);
    errno = error;
    work_fail_errno(call, path);
}

/* An existing file keeps its mode unless one was asked for; a replaced one passes it to its successor. */
static unsigned choose_mode(const char *path, unsigned mode, unsigned flags)
{
    struct stat st;
    bool inherit = (flags & WRITE_ATOMIC) && !(flags & WRITE_SET_MODE) && stat(path, &st) == 0;
    return inherit ? st.st_mode & 07777 : mode;
}

void work_write(struct reader *r)
{
    const char *path = read_str(r);
    unsigned mode = read32(r), flags = read32(r);
    require(r);
    bool atomic = flags & WRITE_ATOMIC;
    int how = flags & WRITE_APPEND ? O_APPEND : flags & WRITE_EXCLUSIVE ? O_EXCL : O_TRUNC;
    mode = choose_mode(path, mode, flags);
    int fd = atomic ? open_temporary(path, mode) : open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY | how, mode);
    if (fd < 0)
        work_fail_errno("open", path);
    if (work_copy(0, fd, UINT64_MAX >> 1) < 0)
        fail_write("write", path);
    if (!work_input_complete()) {
        if (*temporary)
            unlink(temporary);
        work_fail(STEP_ABORTED, ECANCELED, "write", path);
    }
    if ((atomic || (flags & WRITE_SET_MODE)) && fchmod(fd, mode) < 0)
        fail_write("chmod", path);
    if (close(fd) < 0)
        fail_write("close", path);
    if (atomic && rename(temporary, path) < 0)
        fail_write("rename", path);
    work_done(NULL);
}

void work_stat(struct reader *r)
{
    const char *path = read_str(r);
    bool follow = read8(r);
    struct stat st;
    require(r);
    if ((follow ? stat(path, &st) : lstat(path, &st)) < 0)
        work_fail_errno("stat", path);
    uint8_t out[32] = {kind_letter(st.st_mode)};
    put32(out + 4, st.st_mode & 07777);
    put32(out + 8, st.st_uid);
    put32(out + 12, st.st_gid);
    put64(out + 16, (uint64_t)st.st_size);
    put64(out + 24, (uint64_t)st.st_mtim.tv_sec * 1000000000u + (uint64_t)st.st_mtim.tv_nsec);
    struct buf result = {.data = out, .end = sizeof out};
    work_done(&result);
}

static uint8_t entry_kind(DIR *dir, const struct dirent *e)
{
    static const uint8_t kinds[] = {[DT_REG] = 'f', [DT_DIR] = 'd', [DT_LNK] = 'l', [DT_SOCK] = 's',
                                    [DT_FIFO] = 'p', [DT_BLK] = 'b', [DT_CHR] = 'c'};
    struct stat st;
    if (e->d_type < sizeof kinds && kinds[e->d_type])
        return kinds[e->d_type];
    return fstatat(dirfd(dir), e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 ? kind_letter(st.st_mode) : 0;
}

void work_list(struct reader *r)
{
    const char *path = read_str(r);
    struct buf out = {0};
    require(r);
    DIR *dir = opendir(path);
    if (!dir)
        work_fail_errno("open", path);
    for (struct dirent *e; errno = 0, (e = readdir(dir));) {
        uint8_t kind = entry_kind(dir, e);
        if (kind == 0 || strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        uint8_t header[4] = {kind};
        put16(header + 2, (uint16_t)strlen(e->d_name));
        buf_append(&out, header, sizeof header);
        buf_append(&out, e->d_name, strlen(e->d_name));
        if (buf_len(&out) > 32768) {
            work_output(buf_data(&out), buf_len(&out));
            buf_take(&out, buf_len(&out));
        }
    }
    if (errno)
        work_fail_errno("read", path);
    work_output(buf_data(&out), buf_len(&out));
    work_done(NULL);
}

static int make_one(const char *path, unsigned mode)
{
    struct stat st;
    if (mkdir(path, mode) == 0)
        return 0;
    if (errno == EEXIST && stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        return 0;
    return -1;
}

int make_directories(const char *path, unsigned mode)
{
    char part[4096];
    size_t length = strlen(path);
    if (length >= sizeof part) {
        errno = ENAMETOOLONG;
        return -1;
    }
    for (size_t i = 1; i < length; i++) {
        if (path[i] != '/' || path[i - 1] == '/')
            continue;
        memcpy(part, path, i);
        part[i] = 0;
        if (make_one(part, 0755) < 0) {
            errno = errno == EEXIST ? ENOTDIR : errno;
            return -1;
        }
    }
    return make_one(path, mode);
}

void work_mkdir(struct reader *r)
{
    const char *path = read_str(r);
    unsigned mode = read32(r);
    bool recursive = read8(r);
    require(r);
    if ((recursive ? make_directories(path, mode) : mkdir(path, mode)) < 0)
        work_fail_errno("mkdir", path);
    work_done(NULL);
}

void work_rename(struct reader *r)
{
    const char *from = read_str(r), *to = read_str(r);
    require(r);
    if (rename(from, to) < 0)
        work_fail_errno("rename", from);
    work_done(NULL);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    if (remove(path) < 0 && errno != ENOENT)
        work_fail_errno("remove", path);
    return 0;
}

void work_remove(struct reader *r)
{
    const char *path = read_str(r);
    unsigned flags = read8(r);
    struct stat st;
    require(r);
    if (lstat(path, &st) < 0) {
        if (errno == ENOENT && (flags & REMOVE_FORCE))
            work_done(NULL);
        work_fail_errno("remove", path);
    }
    bool tree = S_ISDIR(st.st_mode) && (flags & REMOVE_RECURSIVE);
    if ((tree ? nftw(path, remove_one, 64, FTW_DEPTH | FTW_PHYS) : remove(path)) < 0)
        work_fail_errno("remove", path);
    work_done(NULL);
}

void work_sync(struct reader *r)
{
    (void)r;
    sync();
    work_done(NULL);
}
