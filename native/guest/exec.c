#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "child.h"

#define DEFAULT_PATH "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

struct account {
    char name[256], home[1024], shell[1024];
    uid_t uid;
    gid_t gid;
    bool known; /* has a passwd entry */
};

static char **read_list(struct reader *r, uint32_t count, uint32_t spare)
{
    if (count > (uint32_t)(r->end - r->p) / 5) /* the shortest string takes 5 bytes */
        r->bad = true;
    char **list = r->bad ? NULL : calloc((size_t)count + spare + 1, sizeof *list);
    for (uint32_t i = 0; list && i < count; i++)
        list[i] = read_str(r);
    return list;
}

bool exec_parse(struct reader *r, struct exec_request *q)
{
    q->pty = read8(r) & 1;
    q->columns = read16(r);
    q->rows = read16(r);
    q->user = read_str(r);
    q->cwd = read_str(r);
    uint32_t argc = read32(r);
    q->argv = argc > 0 ? read_list(r, argc, 0) : NULL;
    q->env_count = read32(r);
    q->env = read_list(r, q->env_count, ENV_DEFAULTS);
    return !r->bad && q->argv && q->env && q->argv[0][0];
}

void exec_free(struct exec_request *q)
{
    free(q->argv);
    free(q->env);
}

_Noreturn static void fail(enum step step, int error, const char *call, const char *what)
{
    uint8_t message[RESULT_HEADER + 512] = {0};
    put32(message, (uint32_t)error);
    put16(message + 4, (uint16_t)step);
    int n = snprintf((char *)message + RESULT_HEADER, 512, "%s%s%s", call, *what ? " " : "", what);
    size_t length = RESULT_HEADER + (size_t)(n < 511 ? n : 511);
    if (write(STATUS_FD, message, length) < 0)
        _exit(126);
    _exit(127);
}

static void copy(char *to, size_t size, const char *from) { snprintf(to, size, "%s", from ? from : ""); }

/* A user is a name, or a number which needs no passwd entry. Root needs none either. */
static struct account find_account(const char *user)
{
    struct account a = {.name = "root", .home = "/root", .shell = "/bin/sh"};
    char *end = "";
    unsigned long uid = *user ? strtoul(user, &end, 10) : 0;
    bool numeric = *end == 0 && uid <= 0xfffffffeul;
    errno = 0;
    struct passwd *pw = numeric ? getpwuid((uid_t)uid) : getpwnam(user);
    if (!pw && !numeric)
        fail(STEP_USER, errno && errno != ENOENT ? errno : ENOENT, "no such user:", user);
    if (pw) {
        copy(a.name, sizeof a.name, pw->pw_name);
        copy(a.home, sizeof a.home, pw->pw_dir);
        copy(a.shell, sizeof a.shell, pw->pw_shell && *pw->pw_shell ? pw->pw_shell : "/bin/sh");
        a.uid = pw->pw_uid;
        a.gid = pw->pw_gid;
        a.known = true;
    } else if (uid != 0) {
        copy(a.name, sizeof a.name, user);
        copy(a.home, sizeof a.home, "/");
        a.uid = (uid_t)uid;
        a.gid = (gid_t)uid;
    }
    return a;
}

static void become(const struct account *a)
{
    if (a->uid == geteuid() && a->gid == getegid() && (a->uid != 0 || !a->known))
        return;
    if (geteuid() == 0 && (a->known ? initgroups(a->name, a->gid) : setgroups(1, &a->gid)) < 0)
        fail(STEP_USER, errno, "setgroups for", a->name);
    if (setresgid(a->gid, a->gid, a->gid) < 0 || setresuid(a->uid, a->uid, a->uid) < 0)
        fail(STEP_USER, errno, "become user", a->name);
}

static const char *env_get(const struct exec_request *q, const char *name)
{
    size_t n = strlen(name);
    for (uint32_t i = 0; i < q->env_count; i++) {
        if (strncmp(q->env[i], name, n) == 0 && q->env[i][n] == '=')
            return q->env[i] + n + 1;
    }
    return NULL;
}

static void env_default(struct exec_request *q, const char *name, const char *value)
{
    char *item;
    if (env_get(q, name) || asprintf(&item, "%s=%s", name, value) < 0)
        return;
    q->env[q->env_count++] = item;
}

static void complete_env(struct exec_request *q, const struct account *a)
{
    env_default(q, "PATH", DEFAULT_PATH);
    env_default(q, "HOME", a->home);
    env_default(q, "USER", a->name);
    env_default(q, "LOGNAME", a->name);
    env_default(q, "SHELL", a->shell);
    if (q->pty)
        env_default(q, "TERM", "xterm-256color");
}

static void enter_directory(const struct exec_request *q, const struct account *a)
{
    if (*q->cwd) {
        if (chdir(q->cwd) < 0)
            fail(STEP_CHDIR, errno, "chdir", q->cwd);
    } else if (chdir(a->home) < 0 && chdir("/") < 0) {
        fail(STEP_CHDIR, errno, "chdir", "/");
    }
}

/* Like execvpe(), with the PATH of the new environment. EACCES of one entry outweighs ENOENT of the others. */
static void search_and_exec(struct exec_request *q)
{
    char file[4096];
    int error = ENOENT;
    for (const char *p = env_get(q, "PATH"); p;) {
        size_t n = strcspn(p, ":");
        int length = snprintf(file, sizeof file, "%.*s%s%s", (int)n, p, n ? "/" : "", q->argv[0]);
        if (length < (int)sizeof file)
            execve(file, q->argv, q->env);
        if (errno == EACCES)
            error = EACCES;
        else if (errno != ENOENT && errno != ENOTDIR)
            fail(STEP_EXEC, errno, "exec", file);
        p = p[n] ? p + n + 1 : NULL;
    }
    fail(STEP_EXEC, error, "exec", q->argv[0]);
}

static void take_terminal(const struct exec_request *q)
{
    struct winsize size = {.ws_col = q->columns, .ws_row = q->rows};
    ioctl(0, TIOCSCTTY, 0);
    ioctl(0, TIOCSWINSZ, &size);
}

/* The pty belongs to its user, as after a login; without this `su`-like programs and mesg fail. */
static void own_terminal(const struct account *a)
{
    if (fchown(0, a->uid, (gid_t)-1) == 0)
        (void)fchmod(0, 0620);
}

_Noreturn void exec_child(struct exec_request *q)
{
    child_reset();
    setsid();
    if (q->pty)
        take_terminal(q);
    struct account a = find_account(q->user);
    if (q->pty)
        own_terminal(&a);
    complete_env(q, &a);
    become(&a);
    enter_directory(q, &a);
    umask(022);
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* after the change of user, which clears it */
    if (strchr(q->argv[0], '/')) {
        execve(q->argv[0], q->argv, q->env);
        fail(STEP_EXEC, errno, "exec", q->argv[0]);
    }
    search_and_exec(q);
    _exit(127);
}
