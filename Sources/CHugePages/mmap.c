/* Huge pages for the memory of password hashes.
 *
 * libsodium maps the memory of each Argon2id hash anew and has the kernel fill it at once. In pages of 4 KiB, that is two fifths of the
 * time of a hash; in huge pages it is next to nothing. libsodium has no way to say so, and there is no moment between its mapping and its
 * filling. So its `mmap` is this one: the program's own symbol comes before that of the C library, also for the shared libraries that the
 * program is linked with.
 *
 * Only large anonymous mappings that are filled at once are touched; whether there are huge pages is the kernel's to decide
 * (/sys/kernel/mm/transparent_hugepage/enabled: `never` turns this off).
 */
#if defined(__linux__)

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

/* Two of the huge pages of x86-64 and arm64. */
static const size_t smallest = (size_t)4 << 20;

void *mmap(void *address, size_t length, int protection, int flags, int file, off_t offset)
{
    const int wanted = MAP_ANONYMOUS | MAP_PRIVATE | MAP_POPULATE;
    if (address != NULL || length < smallest || (flags & wanted) != wanted || protection != (PROT_READ | PROT_WRITE)) {
        return (void *)syscall(SYS_mmap, address, length, protection, flags, file, offset);
    }
    void *mapped = (void *)syscall(SYS_mmap, NULL, length, protection, flags & ~MAP_POPULATE, file, offset);
    if (mapped == MAP_FAILED) return mapped;
    const int before = errno;
    /* Either may be refused: then pages are small, or come when they are used. */
    madvise(mapped, length, MADV_HUGEPAGE);
    madvise(mapped, length, MADV_POPULATE_WRITE);
    errno = before;
    return mapped;
}

#endif
