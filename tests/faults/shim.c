/* A library for LD_PRELOAD that counts what a program changes on the disk below one folder, and at one of these changes
 * makes it fail or kills: so that every step of a build can be broken off, and not only those that chance hits.
 *
 * It is told what to do, and tells what it saw, through a file that both sides map into memory (shim.py has the same
 * layout).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum kind { OPEN = 1, WRITE = 2, SYNC = 4, RENAME = 8, LINK = 16, MKDIR = 32, UNLINK = 64, RESIZE = 128, MODE = 256 };
enum action { WATCH, KILL, FAIL };
enum victim { ITSELF, LEADER, GROUP };

#define ENTRIES 4096
#define NAME 224

struct entry {
    int kind;
    int pid;
    double time; /* seconds, monotonic */
    char path[NAME];
};

struct control {
    char root[1024];       /* changes below this folder are counted */
    int armed;             /* 0: let everything pass */
    int action;
    int victim;
    int kinds;             /* which changes count */
    int at;                /* strike at this one, counted from 1 */
    int lasting;           /* and at every one after it */
    int error;             /* errno of FAIL */
    int leader;            /* the process that the test started */
    int seen;              /* changes that counted */
    int struck;            /* how often it struck */
    int wanted;            /* somebody is to be killed whom this process may not kill: the test does it, and sets 0 */
    int entries_used;
    int strays_used;
    struct entry entries[ENTRIES]; /* all changes below the folder, counted or not */
    struct entry strays[ENTRIES];  /* changes elsewhere */
};

static struct control *control;

#define REAL(result, name, ...) \
    static result (*real)(__VA_ARGS__); \
    if (!real) real = (result(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("FAULTS_CONTROL");
    if (!path) return;
    int file = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC);
    if (file < 0) return;
    void *memory = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (memory == MAP_FAILED) return;
    control = memory;
    if (!control->leader) control->leader = getpid();
}

static void path_of(int folder, const char *name, char *out) {
    char link[64];
    ssize_t length = 0;
    if (!name || name[0] != '/') {
        if (folder == AT_FDCWD) snprintf(link, sizeof link, "/proc/self/cwd");
        else snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        length = readlink(link, out, PATH_MAX);
        if (length < 0) length = 0;
    }
    out[length] = 0;
    if (name) snprintf(out + length, PATH_MAX, "%s%s", length ? "/" : "", name);
}

static int note(struct entry *entries, int *used, int kind, const char *path) {
    int place = __atomic_fetch_add(used, 1, __ATOMIC_SEQ_CST);
    if (place >= ENTRIES) return place;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    size_t length = strlen(path), skipped = length >= NAME ? length - NAME + 1 : 0;
    entries[place].kind = kind;
    entries[place].pid = getpid();
    entries[place].time = (double)now.tv_sec + (double)now.tv_nsec / 1e9;
    memcpy(entries[place].path, path + skipped, length - skipped + 1);
    return place;
}

/* A build's own walls may keep its child from killing others: the test does that for it. */
static void kill_as_told(void) {
    struct timespec moment = {0, 200000};
    if (control->victim == ITSELF || getpid() == control->leader)
        kill(control->victim == GROUP ? -control->leader : getpid(), SIGKILL);
    control->wanted = 1;
    while (control->wanted) nanosleep(&moment, NULL);
}

/* Whether this change is to fail; errno is set. */
static int strikes(int kind, int folder, const char *name) {
    char path[2 * PATH_MAX];
    int before = errno;
    if (!control || !control->armed) return 0;
    path_of(folder, name, path);
    size_t length = strlen(control->root);
    if (strncmp(path, control->root, length) != 0 || (path[length] != '/' && path[length] != 0)) {
        if (path[0] == '/' && strncmp(path, "/dev/", 5) != 0 && strncmp(path, "/proc/", 6) != 0)
            note(control->strays, &control->strays_used, kind, path);
        errno = before;
        return 0;
    }
    note(control->entries, &control->entries_used, kind, path);
    errno = before;
    if (!(kind & control->kinds)) return 0;
    int number = 1 + __atomic_fetch_add(&control->seen, 1, __ATOMIC_SEQ_CST);
    if (!control->at || number < control->at || (number > control->at && !control->lasting)) return 0;
    __atomic_fetch_add(&control->struck, 1, __ATOMIC_SEQ_CST);
    if (control->action == KILL) kill_as_told();
    if (control->action != FAIL) return 0;
    errno = control->error;
    return 1;
}

static int writes(int flags) { return (flags & O_ACCMODE) != O_RDONLY || flags & (O_CREAT | O_TRUNC); }

#define OPENER(name) \
    int name(const char *path, int flags, ...) { \
        REAL(int, #name, const char *, int, ...); \
        va_list list; \
        va_start(list, flags); \
        mode_t mode = va_arg(list, mode_t); \
        va_end(list); \
        return writes(flags) && strikes(OPEN, AT_FDCWD, path) ? -1 : real(path, flags, mode); \
    }
OPENER(open)
OPENER(open64)

#define OPENER_AT(name) \
    int name(int folder, const char *path, int flags, ...) { \
        REAL(int, #name, int, const char *, int, ...); \
        va_list list; \
        va_start(list, flags); \
        mode_t mode = va_arg(list, mode_t); \
        va_end(list); \
        return writes(flags) && strikes(OPEN, folder, path) ? -1 : real(folder, path, flags, mode); \
    }
OPENER_AT(openat)
OPENER_AT(openat64)

#define STREAM(name) \
    FILE *name(const char *path, const char *mode) { \
        REAL(FILE *, #name, const char *, const char *); \
        return mode[strcspn(mode, "wa+")] && strikes(OPEN, AT_FDCWD, path) ? NULL : real(path, mode); \
    }
STREAM(fopen)
STREAM(fopen64)

#define WRAP(result, function, parameters, arguments, kind, folder, name) \
    result function parameters { \
        static result (*real) parameters; \
        if (!real) real = (result(*) parameters)dlsym(RTLD_NEXT, #function); \
        return strikes(kind, folder, name) ? -1 : real arguments; \
    }

WRAP(ssize_t, write, (int file, const void *data, size_t size), (file, data, size), WRITE, file, NULL)
WRAP(ssize_t, writev, (int file, const struct iovec *parts, int count), (file, parts, count), WRITE, file, NULL)
WRAP(ssize_t, pwrite, (int file, const void *data, size_t size, off_t at), (file, data, size, at), WRITE, file, NULL)
WRAP(ssize_t, pwrite64, (int file, const void *data, size_t size, off64_t at), (file, data, size, at), WRITE, file,
     NULL)
WRAP(ssize_t, sendfile, (int to, int from, off_t *at, size_t size), (to, from, at, size), WRITE, to, NULL)
WRAP(ssize_t, sendfile64, (int to, int from, off64_t *at, size_t size), (to, from, at, size), WRITE, to, NULL)
WRAP(ssize_t, copy_file_range, (int from, off64_t *at, int to, off64_t *there, size_t size, unsigned flags),
     (from, at, to, there, size, flags), WRITE, to, NULL)
WRAP(int, fsync, (int file), (file), SYNC, file, NULL)
WRAP(int, fdatasync, (int file), (file), SYNC, file, NULL)
WRAP(int, syncfs, (int file), (file), SYNC, file, NULL)
WRAP(int, ftruncate, (int file, off_t size), (file, size), RESIZE, file, NULL)
WRAP(int, ftruncate64, (int file, off64_t size), (file, size), RESIZE, file, NULL)
WRAP(int, posix_fallocate, (int file, off_t at, off_t size), (file, at, size), RESIZE, file, NULL)
WRAP(int, rename, (const char *from, const char *to), (from, to), RENAME, AT_FDCWD, to)
WRAP(int, renameat, (int a, const char *from, int b, const char *to), (a, from, b, to), RENAME, b, to)
WRAP(int, renameat2, (int a, const char *from, int b, const char *to, unsigned flags), (a, from, b, to, flags), RENAME,
     b, to)
WRAP(int, link, (const char *from, const char *to), (from, to), LINK, AT_FDCWD, to)
WRAP(int, linkat, (int a, const char *from, int b, const char *to, int flags), (a, from, b, to, flags), LINK, b, to)
WRAP(int, symlink, (const char *from, const char *to), (from, to), LINK, AT_FDCWD, to)
WRAP(int, symlinkat, (const char *from, int b, const char *to), (from, b, to), LINK, b, to)
WRAP(int, mkdir, (const char *path, mode_t mode), (path, mode), MKDIR, AT_FDCWD, path)
WRAP(int, mkdirat, (int folder, const char *path, mode_t mode), (folder, path, mode), MKDIR, folder, path)
WRAP(int, unlink, (const char *path), (path), UNLINK, AT_FDCWD, path)
WRAP(int, unlinkat, (int folder, const char *path, int flags), (folder, path, flags), UNLINK, folder, path)
WRAP(int, rmdir, (const char *path), (path), UNLINK, AT_FDCWD, path)
WRAP(int, chmod, (const char *path, mode_t mode), (path, mode), MODE, AT_FDCWD, path)
WRAP(int, fchmod, (int file, mode_t mode), (file, mode), MODE, file, NULL)
WRAP(int, fchmodat, (int folder, const char *path, mode_t mode, int flags), (folder, path, mode, flags), MODE, folder,
     path)

/* Programs may ask the system without libc's name for it. */
long syscall(long number, ...) {
    static long (*real)(long, ...);
    if (!real) real = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
    long a[6];
    va_list list;
    va_start(list, number);
    for (int i = 0; i < 6; i++) a[i] = va_arg(list, long);
    va_end(list);
    if (number == SYS_renameat2 && strikes(RENAME, (int)a[2], (const char *)a[3])) return -1;
    return real(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
