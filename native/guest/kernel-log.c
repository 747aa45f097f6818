#define _GNU_SOURCE
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>
#include <termios.h>
#include <unistd.h>

#include "init.h"

/* syslog(2): `type` of klogctl(). */
#define SYSLOG_ACTION_READ_ALL 3
#define SYSLOG_ACTION_SIZE_BUFFER 10

/* `<6>[    0.000000] text`: the priority is not for people. */
static const char *skip_priority(const char *at, const char *end)
{
    const char *p = at;
    if (p == end || *p != '<')
        return at;
    do
        p++;
    while (p < end && *p >= '0' && *p <= '9');
    return p < end && *p == '>' ? p + 1 : at;
}

/* Writes the lines as a terminal wants them; at most twice as long as they are. */
static size_t for_terminal(const char *log, size_t length, char *out)
{
    const char *end = log + length;
    char *to = out;
    while (log < end) {
        log = skip_priority(log, end);
        const char *newline = memchr(log, '\n', (size_t)(end - log));
        size_t n = (size_t)((newline ? newline : end) - log);
        memcpy(to, log, n);
        to += n;
        *to++ = '\r';
        *to++ = '\n';
        log += newline ? n + 1 : n;
    }
    return (size_t)(to - out);
}

static void write_all(int fd, const char *data, size_t size)
{
    while (size > 0) {
        ssize_t n = write(fd, data, size);
        if (n <= 0)
            return;
        data += n;
        size -= (size_t)n;
    }
}

/* Left to itself the terminal would send each line and each line's end on its own, two messages to the host. */
static void write_raw(int fd, const char *data, size_t size)
{
    struct termios before, raw;
    bool terminal = tcgetattr(fd, &before) == 0;
    if (terminal) {
        raw = before;
        raw.c_oflag &= ~(tcflag_t)OPOST;
        tcsetattr(fd, TCSANOW, &raw);
    }
    write_all(fd, data, size);
    if (terminal)
        tcsetattr(fd, TCSANOW, &before);
}

void kernel_log_print(int console)
{
    int size = klogctl(SYSLOG_ACTION_SIZE_BUFFER, NULL, 0);
    if (size <= 0)
        return;
    char *log = malloc((size_t)size);
    int length = log ? klogctl(SYSLOG_ACTION_READ_ALL, log, size) : 0;
    /* The last line may lack its end, hence two more. */
    char *out = length > 0 ? malloc((size_t)length * 2 + 2) : NULL;
    if (out)
        write_raw(console, out, for_terminal(log, (size_t)length, out));
    free(out);
    free(log);
}
