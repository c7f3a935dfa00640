/* A disc that forgets: what was written under one folder and not fsynced can be taken back.
 *
 * Preloaded into every process of an installation. Writes go through to the real files, so all processes see them
 * at once; before each, the bytes that it replaces are appended to a log, and an fsync appends a mark. After a "power
 * cut" (all processes killed while the test holds the lock) `power.py` reads the log backwards and takes back every
 * write, truncation, creation, removal and renaming that no later fsync of its file or folder covers.
 *
 * POWER_ROOT  the folder that is watched (a real path)
 * POWER_SIDE  a folder on the same file system, outside POWER_ROOT: `log`, `lock`, `kept-N` (removed files), and
 *             `full`: while it exists, a write that would make a file longer fails with ENOSPC
 *
 * POWER_CLOCK seconds by which the machine's clock is off (the monotonic clock is not)
 *
 * Only calls through the C library's names are seen; stdio inside the C library is not. SQLite's -shm file is memory
 * shared through a mapping and never survives a power cut: it is left alone here and deleted at the cut.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum kind { WRITE = 1, TRUNCATE = 2, SYNC = 3, CREATE = 4, REMOVE = 5, MOVE = 6 };

struct record {
    uint32_t magic, kind;
    uint64_t inode;  /* of the file; of the folder for CREATE, REMOVE, MOVE */
    uint64_t at;     /* offset of a write, new length of a truncation */
    uint64_t size;   /* length of the file before */
    uint64_t old_length, new_length;
    uint32_t from_length, to_length, kept_length;
    uint32_t unused;
};

static const char *root, *side;
static size_t root_length;
static int log_fd = -1, lock_fd = -1;
static pid_t owner;
static unsigned long kept_number;
static pthread_mutex_t threads = PTHREAD_MUTEX_INITIALIZER;

static int raw_open(const char *path, int flags, mode_t mode) {
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

static int watching(void) {
    if (root == NULL) {
        root = getenv("POWER_ROOT");
        side = getenv("POWER_SIDE");
        if (root == NULL || side == NULL) root = "";
        root_length = strlen(root);
    }
    return root_length > 0;
}

static void enter(void) {
    pthread_mutex_lock(&threads);
    if (owner != getpid()) { /* first use, or a child after fork: locks of its own */
        char path[PATH_MAX];
        snprintf(path, sizeof path, "%s/log", side);
        log_fd = raw_open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
        snprintf(path, sizeof path, "%s/lock", side);
        lock_fd = raw_open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (log_fd < 0 || lock_fd < 0) abort();
        owner = getpid();
    }
    while (flock(lock_fd, LOCK_EX) != 0)
        if (errno != EINTR) abort();
}

static void leave(void) {
    int kept = errno;
    flock(lock_fd, LOCK_UN);
    pthread_mutex_unlock(&threads);
    errno = kept;
}

static void put(const void *bytes, size_t length) {
    const char *next = bytes;
    while (length > 0) {
        long done = syscall(SYS_write, log_fd, next, length);
        if (done < 0) {
            if (errno == EINTR) continue;
            abort(); /* a log with a hole would prove nothing */
        }
        next += done;
        length -= (size_t)done;
    }
}

static void note(struct record *r, const void *old, const void *new, const char *from, const char *to,
                 const char *kept) {
    r->magic = 0x4c554f50;
    r->from_length = from ? (uint32_t)strlen(from) : 0;
    r->to_length = to ? (uint32_t)strlen(to) : 0;
    r->kept_length = kept ? (uint32_t)strlen(kept) : 0;
    put(r, sizeof *r);
    put(old, r->old_length);
    put(new, r->new_length);
    put(from, r->from_length);
    put(to, r->to_length);
    put(kept, r->kept_length);
}

static int inside(const char *path) {
    return strncmp(path, root, root_length) == 0 && (path[root_length] == '/' || path[root_length] == 0);
}

/* Is this descriptor a file (or folder) that is watched? Fills its state. */
static int watched(int fd, struct stat *state) {
    char link[64], path[PATH_MAX];
    if (!watching() || fstat(fd, state) != 0) return 0;
    if (!S_ISREG(state->st_mode) && !S_ISDIR(state->st_mode)) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    if (length > 4 && strcmp(path + length - 4, "-shm") == 0) return 0;
    return inside(path);
}

/* The absolute path that a call names, its folder resolved; 0 when it is not watched. */
static int named(int folder, const char *path, char *out, struct stat *parent) {
    char joined[PATH_MAX * 2], base[PATH_MAX], link[64];
    if (!watching()) return 0;
    if (path[0] == '/') {
        snprintf(joined, sizeof joined, "%s", path);
    } else {
        if (folder == AT_FDCWD) {
            if (getcwd(base, sizeof base) == NULL) return 0;
        } else {
            snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
            ssize_t length = readlink(link, base, sizeof base - 1);
            if (length < 0) return 0;
            base[length] = 0;
        }
        snprintf(joined, sizeof joined, "%s/%s", base, path);
    }
    char *cut = strrchr(joined, '/');
    const char *name = cut + 1;
    if (cut == joined || *name == 0) return 0;
    *cut = 0;
    if (realpath(joined, base) == NULL) return 0;
    size_t length = strlen(base) + 1 + strlen(name);
    if (length >= PATH_MAX) return 0;
    strcat(strcat(strcpy(out, base), "/"), name);
    if (length > 4 && strcmp(out + length - 4, "-shm") == 0) return 0;
    return inside(out) && stat(base, parent) == 0;
}

/* The bytes from `at` that are to be replaced. A descriptor that cannot read is opened a second time; never one that
 * can, because closing any descriptor of a file drops the process's POSIX locks on it, SQLite's among them. */
static void *before(int fd, uint64_t at, uint64_t length) {
    char link[64];
    int reader = fd;
    if (length == 0) return NULL;
    if ((fcntl(fd, F_GETFL) & O_ACCMODE) == O_WRONLY) {
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        reader = raw_open(link, O_RDONLY | O_CLOEXEC, 0);
    }
    char *bytes = malloc(length);
    uint64_t have = 0;
    while (bytes != NULL && have < length) {
        long got = syscall(SYS_pread64, reader, bytes + have, length - have, (off_t)(at + have));
        if (got <= 0) abort();
        have += (uint64_t)got;
    }
    if (reader != fd) syscall(SYS_close, reader);
    return bytes;
}

static int disc_full(void) {
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/full", side);
    return syscall(SYS_faccessat, AT_FDCWD, path, F_OK) == 0;
}

static void note_write(int fd, const struct stat *state, uint64_t at, const void *bytes, uint64_t length) {
    uint64_t size = (uint64_t)state->st_size;
    struct record r = {.kind = WRITE, .inode = state->st_ino, .at = at, .size = size, .new_length = length};
    r.old_length = at >= size ? 0 : (size - at < length ? size - at : length);
    void *old = before(fd, at, r.old_length);
    note(&r, old, bytes, NULL, NULL, NULL);
    free(old);
}

static void note_truncate(int fd, const struct stat *state, uint64_t length) {
    uint64_t size = (uint64_t)state->st_size;
    struct record r = {.kind = TRUNCATE, .inode = state->st_ino, .at = length, .size = size};
    r.old_length = length < size ? size - length : 0;
    void *old = before(fd, length, r.old_length);
    note(&r, old, NULL, NULL, NULL, NULL);
    free(old);
}

static ssize_t put_at(int fd, const void *bytes, size_t length, off_t offset, int positioned) {
    struct stat state;
    if (length == 0 || !watched(fd, &state)) {
        return positioned ? syscall(SYS_pwrite64, fd, bytes, length, offset)
                          : syscall(SYS_write, fd, bytes, length);
    }
    enter();
    fstat(fd, &state); /* its length, now that nobody else writes */
    off_t at = offset;
    if (!positioned) at = fcntl(fd, F_GETFL) & O_APPEND ? state.st_size : lseek(fd, 0, SEEK_CUR);
    ssize_t done = -1;
    if (at + (off_t)length > state.st_size && disc_full()) {
        errno = ENOSPC;
    } else {
        note_write(fd, &state, (uint64_t)at, bytes, length);
        done = positioned ? syscall(SYS_pwrite64, fd, bytes, length, offset) : syscall(SYS_write, fd, bytes, length);
    }
    leave();
    return done;
}

ssize_t write(int fd, const void *bytes, size_t length) { return put_at(fd, bytes, length, 0, 0); }
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) { return put_at(fd, bytes, length, at, 1); }
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) { return put_at(fd, bytes, length, at, 1); }

ssize_t writev(int fd, const struct iovec *parts, int count) {
    struct stat state;
    if (!watched(fd, &state)) return syscall(SYS_writev, fd, parts, count);
    ssize_t sum = 0;
    for (int n = 0; n < count; n++) {
        ssize_t done = put_at(fd, parts[n].iov_base, parts[n].iov_len, 0, 0);
        if (done < 0) return sum > 0 ? sum : done;
        sum += done;
        if ((size_t)done < parts[n].iov_len) break;
    }
    return sum;
}

int ftruncate(int fd, off_t length) {
    struct stat state;
    if (!watched(fd, &state)) return (int)syscall(SYS_ftruncate, fd, length);
    enter();
    fstat(fd, &state);
    int done = -1;
    if (length > state.st_size && disc_full()) {
        errno = ENOSPC;
    } else {
        note_truncate(fd, &state, (uint64_t)length);
        done = (int)syscall(SYS_ftruncate, fd, length);
    }
    leave();
    return done;
}
int ftruncate64(int fd, off64_t length) { return ftruncate(fd, length); }

/* Copies inside the kernel would pass unseen: the callers' own fall-backs write. */
ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t length, unsigned flags) {
    struct stat state;
    if (watched(out, &state)) {
        errno = EXDEV;
        return -1;
    }
    return syscall(SYS_copy_file_range, in, from, out, to, length, flags);
}
ssize_t sendfile(int out, int in, off_t *from, size_t length) {
    struct stat state;
    if (watched(out, &state)) {
        errno = EINVAL;
        return -1;
    }
    return syscall(SYS_sendfile, out, in, from, length);
}
ssize_t sendfile64(int out, int in, off64_t *from, size_t length) { return sendfile(out, in, from, length); }

static int sync_of(int fd, int data_only) {
    struct stat state;
    if (!watched(fd, &state)) return (int)syscall(data_only ? SYS_fdatasync : SYS_fsync, fd);
    enter();
    struct record r = {.kind = SYNC, .inode = state.st_ino};
    note(&r, NULL, NULL, NULL, NULL, NULL);
    leave();
    return 0; /* what survives is decided by the log, so the real disc need not be waited for */
}
int fsync(int fd) { return sync_of(fd, 0); }
int fdatasync(int fd) { return sync_of(fd, 1); }

static int open_at(int folder, const char *path, int flags, mode_t mode) {
    char full[PATH_MAX];
    struct stat parent, state;
    if (!(flags & (O_CREAT | O_TRUNC)) || !named(folder, path, full, &parent)) {
        return (int)syscall(SYS_openat, folder, path, flags, mode);
    }
    enter();
    int fd;
    if (stat(full, &state) != 0) {
        struct record r = {.kind = CREATE, .inode = parent.st_ino};
        note(&r, NULL, NULL, NULL, full, NULL);
        fd = (int)syscall(SYS_openat, folder, path, flags, mode);
    } else {
        fd = (int)syscall(SYS_openat, folder, path, flags & ~O_TRUNC, mode);
        if (fd >= 0 && flags & O_TRUNC && state.st_size > 0) {
            note_truncate(fd, &state, 0);
            syscall(SYS_ftruncate, fd, (off_t)0);
        }
    }
    leave();
    return fd;
}

#define MODE_OF(flags, mode)                        \
    mode_t mode = 0;                                \
    if ((flags) & (O_CREAT | O_TMPFILE)) {          \
        va_list rest;                               \
        va_start(rest, flags);                      \
        mode = (mode_t)va_arg(rest, unsigned);      \
        va_end(rest);                               \
    }

int open(const char *path, int flags, ...) {
    MODE_OF(flags, mode)
    return open_at(AT_FDCWD, path, flags, mode);
}
int open64(const char *path, int flags, ...) {
    MODE_OF(flags, mode)
    return open_at(AT_FDCWD, path, flags | O_LARGEFILE, mode);
}
int openat(int folder, const char *path, int flags, ...) {
    MODE_OF(flags, mode)
    return open_at(folder, path, flags, mode);
}
int openat64(int folder, const char *path, int flags, ...) {
    MODE_OF(flags, mode)
    return open_at(folder, path, flags | O_LARGEFILE, mode);
}
int creat(const char *path, mode_t mode) { return open_at(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }

static int make_folder(int folder, const char *path, mode_t mode) {
    char full[PATH_MAX];
    struct stat parent, state;
    if (!named(folder, path, full, &parent)) return (int)syscall(SYS_mkdirat, folder, path, mode);
    enter();
    if (stat(full, &state) != 0) {
        struct record r = {.kind = CREATE, .inode = parent.st_ino};
        note(&r, NULL, NULL, NULL, full, NULL);
    }
    int done = (int)syscall(SYS_mkdirat, folder, path, mode);
    leave();
    return done;
}
int mkdir(const char *path, mode_t mode) { return make_folder(AT_FDCWD, path, mode); }
int mkdirat(int folder, const char *path, mode_t mode) { return make_folder(folder, path, mode); }

/* Keep what a name stands for before the name goes, as a second link outside the watched folder. */
static const char *keep(const char *path, char *kept) {
    snprintf(kept, PATH_MAX, "%s/kept-%d-%lu", side, (int)getpid(), kept_number++);
    return syscall(SYS_linkat, AT_FDCWD, path, AT_FDCWD, kept, 0) == 0 ? kept : NULL;
}

static int remove_at(int folder, const char *path, int flags) {
    char full[PATH_MAX], kept[PATH_MAX];
    struct stat parent, state;
    if (flags & AT_REMOVEDIR || !named(folder, path, full, &parent) || lstat(full, &state) != 0) {
        return (int)syscall(SYS_unlinkat, folder, path, flags);
    }
    enter();
    struct record r = {.kind = REMOVE, .inode = parent.st_ino};
    note(&r, NULL, NULL, full, NULL, keep(full, kept));
    int done = (int)syscall(SYS_unlinkat, folder, path, flags);
    leave();
    return done;
}
int unlink(const char *path) { return remove_at(AT_FDCWD, path, 0); }
int unlinkat(int folder, const char *path, int flags) { return remove_at(folder, path, flags); }

static int move(int a, const char *from, int b, const char *to, unsigned flags) {
    char full_from[PATH_MAX], full_to[PATH_MAX], kept[PATH_MAX];
    struct stat parent_from, parent_to;
    int known_from = named(a, from, full_from, &parent_from), known_to = named(b, to, full_to, &parent_to);
    if (!known_from && !known_to) return (int)syscall(SYS_renameat2, a, from, b, to, flags);
    enter();
    if (!known_from) snprintf(full_from, sizeof full_from, "%s", from);
    struct record r = {.kind = MOVE, .inode = known_to ? parent_to.st_ino : parent_from.st_ino};
    note(&r, NULL, NULL, full_from, known_to ? full_to : to, known_to ? keep(full_to, kept) : NULL);
    int done = (int)syscall(SYS_renameat2, a, from, b, to, flags);
    leave();
    return done;
}
int rename(const char *from, const char *to) { return move(AT_FDCWD, from, AT_FDCWD, to, 0); }
int renameat(int a, const char *from, int b, const char *to) { return move(a, from, b, to, 0); }
int renameat2(int a, const char *from, int b, const char *to, unsigned flags) { return move(a, from, b, to, flags); }

static int link_at(int a, const char *from, int b, const char *to, int flags) {
    char full[PATH_MAX];
    struct stat parent;
    if (!named(b, to, full, &parent)) return (int)syscall(SYS_linkat, a, from, b, to, flags);
    enter();
    struct record r = {.kind = CREATE, .inode = parent.st_ino};
    note(&r, NULL, NULL, NULL, full, NULL);
    int done = (int)syscall(SYS_linkat, a, from, b, to, flags);
    leave();
    return done;
}
int link(const char *from, const char *to) { return link_at(AT_FDCWD, from, AT_FDCWD, to, 0); }
int linkat(int a, const char *from, int b, const char *to, int flags) { return link_at(a, from, b, to, flags); }

/* The clock of a machine whose battery died, or that somebody set by hand. */
static long off(void) {
    const char *seconds = getenv("POWER_CLOCK");
    return seconds == NULL ? 0 : atol(seconds);
}

int clock_gettime(clockid_t which, struct timespec *at) {
    int done = (int)syscall(SYS_clock_gettime, which, at);
    if (done == 0 && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE)) at->tv_sec += off();
    return done;
}

int gettimeofday(struct timeval *restrict at, void *restrict zone) {
    struct timespec now;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &now);
    at->tv_sec = now.tv_sec;
    at->tv_usec = now.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *at) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (at != NULL) *at = now.tv_sec;
    return now.tv_sec;
}
