/* A disk that fails on purpose. Preloaded (LD_PRELOAD) into a process that writes databases, it stands between SQLite
 * and the system's calls for files whose names end in .db, -wal or -journal:
 *
 *   DISK_SEED   what the choices follow from
 *   DISK_EVERY  one of so many calls fails: a write with "no space" or "input/output error", at once or after a part of
 *               it, sometimes for a while; a sync or a truncation with "input/output error". 0: none
 *   DISK_CUT    at this call the power is cut: of all that was written since the last sync of its file an arbitrary part
 *               is undone, in sectors of 512 bytes, and the process is killed. 0: never
 *
 * After a sync that failed the system counts what was written as done, and never writes it: such sectors may be lost in
 * a later power cut although a later sync went well, unless they were written once more.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SECTOR = 512, BUCKETS = 1 << 14, FILES = 256, PATH = 4096 };

struct file {
    dev_t dev;
    ino_t ino;
    char path[PATH];
    off_t synced_size; /* as of the last sync */
};

/* A sector that was written since the last sync, as it was before. */
struct sector {
    struct sector *next;
    struct file *file;
    off_t number;
    size_t size; /* less than a sector where the file ended in it */
    int doomed;
    unsigned char bytes[SECTOR];
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct file files[FILES];
static int file_count;
static struct sector *buckets[BUCKETS];
static uint64_t state, every, cut, calls, full_for;
static int begun;

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_ftruncate)(int, off_t);
static int (*real_unlink)(const char *);

static uint64_t number(const char *name) {
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 10) : 0;
}

static void begin(void) {
    if (begun) return;
    real_write = dlsym(RTLD_NEXT, "write");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
    real_unlink = dlsym(RTLD_NEXT, "unlink");
    state = number("DISK_SEED");
    every = number("DISK_EVERY");
    cut = number("DISK_CUT");
    begun = 1;
}

static uint64_t below(uint64_t n) {
    uint64_t z = (state += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return (z ^ (z >> 31)) % n;
}

static int ends_with(const char *text, const char *end) {
    size_t length = strlen(text), wanted = strlen(end);
    return length >= wanted && strcmp(text + length - wanted, end) == 0;
}

/* The file behind a descriptor; nothing where it is none of a database. */
static struct file *find(int fd) {
    char link[64], path[PATH];
    struct stat found;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return NULL;
    path[length] = 0;
    if (!ends_with(path, ".db") && !ends_with(path, "-wal") && !ends_with(path, "-journal")) return NULL;
    if (fstat(fd, &found) != 0) return NULL;
    for (int i = 0; i < file_count; i++) {
        if (files[i].dev == found.st_dev && files[i].ino == found.st_ino) return &files[i];
    }
    if (file_count == FILES) abort();
    struct file *file = &files[file_count++];
    *file = (struct file){.dev = found.st_dev, .ino = found.st_ino, .synced_size = found.st_size};
    strcpy(file->path, path);
    return file;
}

static struct sector **place(struct file *file, off_t sector) {
    uint64_t hash = ((uint64_t)sector * 0x9e3779b97f4a7c15 + (uint64_t)(file - files)) >> 17;
    struct sector **place = &buckets[hash % BUCKETS];
    while (*place && ((*place)->file != file || (*place)->number != sector)) place = &(*place)->next;
    return place;
}

/* Keeps what a write is about to overwrite. */
static void keep(int fd, struct file *file, off_t offset, size_t length) {
    if (length == 0) return;
    for (off_t number = offset / SECTOR; number <= (offset + (off_t)length - 1) / SECTOR; number++) {
        struct sector **there = place(file, number);
        if (*there) {
            (*there)->doomed = 0;
            continue;
        }
        struct sector *sector = calloc(1, sizeof *sector);
        if (!sector) abort();
        ssize_t size = pread(fd, sector->bytes, SECTOR, number * SECTOR);
        sector->file = file;
        sector->number = number;
        sector->size = size > 0 ? (size_t)size : 0;
        *there = sector;
    }
}

enum fate { SYNCED, SYNC_FAILED, GONE };

static void settle(struct file *file, enum fate fate, off_t from) {
    for (int i = 0; i < BUCKETS; i++) {
        for (struct sector **there = &buckets[i]; *there;) {
            struct sector *sector = *there;
            int its = sector->file == file && sector->number * SECTOR >= from;
            if (its && fate == SYNC_FAILED) sector->doomed = 1;
            if (its && (fate == GONE || (fate == SYNCED && !sector->doomed))) {
                *there = sector->next;
                free(sector);
            } else {
                there = &sector->next;
            }
        }
    }
}

static void cut_power(void) {
    for (int i = 0; i < file_count; i++) {
        struct stat found;
        int fd = open(files[i].path, O_WRONLY);
        if (fd < 0) continue;
        if (fstat(fd, &found) == 0 && found.st_ino == files[i].ino && found.st_dev == files[i].dev) {
            /* All is lost, nothing is, or each sector for itself. */
            uint64_t kind = below(4);
            for (int b = 0; b < BUCKETS && kind != 0; b++) {
                for (struct sector *sector = buckets[b]; sector; sector = sector->next) {
                    if (sector->file != &files[i] || (kind != 1 && below(2))) continue;
                    real_pwrite(fd, sector->bytes, SECTOR, sector->number * SECTOR);
                }
            }
            if (found.st_size > files[i].synced_size && below(2)) real_ftruncate(fd, files[i].synced_size);
            else real_ftruncate(fd, found.st_size);
        }
        close(fd);
    }
    kill(getpid(), SIGKILL);
    pause();
}

/* Counts a call, and says how it fails: 0 where it does not. */
static int trouble(int is_write) {
    calls++;
    if (cut && calls >= cut) cut_power();
    if (is_write && full_for > 0) {
        full_for--;
        return ENOSPC;
    }
    if (!every || below(every) != 0) return 0;
    if (!is_write || below(2)) return EIO;
    full_for = below(3) ? 0 : below(60);
    return ENOSPC;
}

static ssize_t put(int fd, const void *bytes, size_t length, off_t offset, int moves) {
    pthread_mutex_lock(&lock);
    begin();
    struct file *file = find(fd);
    if (!file) {
        pthread_mutex_unlock(&lock);
        return moves ? real_write(fd, bytes, length) : real_pwrite(fd, bytes, length, offset);
    }
    int error = trouble(1);
    /* A part is written first, and what comes next tells of the error. */
    if (error && length > 1 && below(2)) {
        length = 1 + below(length - 1);
        if (error == ENOSPC) full_for++;
        error = 0;
    }
    ssize_t done = -1;
    if (!error) {
        if (moves) offset = lseek(fd, 0, SEEK_CUR);
        keep(fd, file, offset, length);
        done = moves ? real_write(fd, bytes, length) : real_pwrite(fd, bytes, length, offset);
        error = errno;
    }
    pthread_mutex_unlock(&lock);
    errno = error;
    return done;
}

ssize_t write(int fd, const void *bytes, size_t length) { return put(fd, bytes, length, 0, 1); }
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) { return put(fd, bytes, length, offset, 0); }
ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t offset) { return put(fd, bytes, length, offset, 0); }

static int sync_file(int fd, int (**real)(int)) {
    pthread_mutex_lock(&lock);
    begin();
    struct file *file = find(fd);
    struct stat found;
    int error = file ? trouble(0) : 0, done = -1;
    if (error) {
        settle(file, SYNC_FAILED, 0);
    } else if (file) {
        /* Nothing here survives or not by the real disk, which need not be waited for. */
        settle(file, SYNCED, 0);
        if (fstat(fd, &found) == 0) file->synced_size = found.st_size;
        done = 0;
    }
    pthread_mutex_unlock(&lock);
    if (!file) return (*real)(fd);
    errno = error;
    return done;
}

int fsync(int fd) { return sync_file(fd, &real_fsync); }
int fdatasync(int fd) { return sync_file(fd, &real_fdatasync); }

static int cut_off(int fd, off_t length) {
    pthread_mutex_lock(&lock);
    begin();
    struct file *file = find(fd);
    int error = file ? trouble(0) : 0, done = -1;
    if (!error) {
        done = real_ftruncate(fd, length);
        error = errno;
        /* A truncation reaches the disk at once here, which a disk may do. */
        if (file && done == 0) {
            settle(file, GONE, length);
            if (file->synced_size > length) file->synced_size = length;
        }
    }
    pthread_mutex_unlock(&lock);
    errno = error;
    return done;
}

int ftruncate(int fd, off_t length) { return cut_off(fd, length); }
int ftruncate64(int fd, off_t length) { return cut_off(fd, length); }

int unlink(const char *path) {
    struct stat found;
    pthread_mutex_lock(&lock);
    begin();
    if (stat(path, &found) == 0) {
        for (int i = 0; i < file_count; i++) {
            if (files[i].dev == found.st_dev && files[i].ino == found.st_ino) {
                settle(&files[i], GONE, 0);
                /* Another file may get its number. */
                files[i].ino = 0;
            }
        }
    }
    int done = real_unlink(path);
    pthread_mutex_unlock(&lock);
    return done;
}
