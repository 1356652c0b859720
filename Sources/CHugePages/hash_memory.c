/* Huge pages for the memory of password hashes.
 *
 * libsodium maps the memory of each Argon2id hash anew and has the kernel fill it at once. In pages of 4 KiB that takes two fifths of the
 * time of a hash; in huge pages next to nothing. libsodium has no way to ask for them, and nothing can come between its mapping and its
 * filling. libargon2 has: it lets its user allocate. But Debian's is built without the vector units that libsodium uses, and takes twice
 * as long all the same.
 *
 * So the entry for `mmap` in libsodium's own table of imported functions (System V ABI, "Procedure Linkage Table") is set to a function
 * of ours. Only calls from libsodium's code come here; `mmap` of the rest of the process is the C library's.
 *
 * Whether there are huge pages is the kernel's to decide (/sys/kernel/mm/transparent_hugepage/enabled: `never` turns this off).
 */
#if defined(__linux__)
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#endif

#include "HugePages.h"

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))
#include <elf.h>
#include <errno.h>
#include <link.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

#if defined(__x86_64__)
enum { jump_slot = R_X86_64_JUMP_SLOT, global_data = R_X86_64_GLOB_DAT };
#else
enum { jump_slot = R_AARCH64_JUMP_SLOT, global_data = R_AARCH64_GLOB_DAT };
#endif

/* Two of the huge pages of x86-64 and arm64. */
static const size_t smallest = (size_t)4 << 20;

/* In place of `mmap` for libsodium. Only large anonymous mappings that are filled at once are the memory of a hash. */
static void *map_hash_memory(void *address, size_t length, int protection, int flags, int file, off_t offset)
{
    const int wanted = MAP_ANONYMOUS | MAP_PRIVATE | MAP_POPULATE;
    if (address != NULL || length < smallest || (flags & wanted) != wanted || protection != (PROT_READ | PROT_WRITE)) {
        return mmap(address, length, protection, flags, file, offset);
    }
    void *mapped = mmap(NULL, length, protection, flags & ~MAP_POPULATE, file, offset);
    if (mapped == MAP_FAILED) return mapped;
    const int before = errno;
    /* Either may be refused: then pages are small, or come when they are used. */
    madvise(mapped, length, MADV_HUGEPAGE);
    madvise(mapped, length, MADV_POPULATE_WRITE);
    errno = before;
    return mapped;
}

typedef struct {
    const ElfW(Sym) *symbols;
    const char *names;
    const ElfW(Rela) *tables[2]; /* Functions; data, which has them too where they are bound at the start. */
    size_t sizes[2];             /* Bytes. */
} Imports;

/* The C library has relocated the addresses already, musl has not. */
static const void *pointer(const struct dl_phdr_info *object, ElfW(Addr) value)
{
    return (const void *)(value < object->dlpi_addr ? object->dlpi_addr + value : value);
}

static Imports imports(const struct dl_phdr_info *object, const ElfW(Dyn) *entry)
{
    Imports found = { 0 };
    for (; entry->d_tag != DT_NULL; entry++) {
        switch (entry->d_tag) {
        case DT_SYMTAB: found.symbols = pointer(object, entry->d_un.d_ptr); break;
        case DT_STRTAB: found.names = pointer(object, entry->d_un.d_ptr); break;
        case DT_JMPREL: found.tables[0] = pointer(object, entry->d_un.d_ptr); break;
        case DT_PLTRELSZ: found.sizes[0] = entry->d_un.d_val; break;
        case DT_RELA: found.tables[1] = pointer(object, entry->d_un.d_ptr); break;
        case DT_RELASZ: found.sizes[1] = entry->d_un.d_val; break;
        default: break;
        }
    }
    return found;
}

/* The part of an object that is read-only once it is loaded ("relro"): its addresses. */
typedef struct {
    uintptr_t start, end;
} Range;

static int set_entry(void **entry, void *function, Range read_only)
{
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), place = (uintptr_t)entry;
    void *start = (void *)(place & ~(page - 1));
    /* A table that is filled as functions are first called is writable, and has to stay so. */
    const int is_read_only = read_only.start <= place && place < read_only.end;
    if (is_read_only && mprotect(start, page, PROT_READ | PROT_WRITE) != 0) return 0;
    *entry = function;
    if (is_read_only) mprotect(start, page, PROT_READ);
    return 1;
}

static int set_entries(const struct dl_phdr_info *object, const ElfW(Dyn) *dynamic, Range read_only)
{
    const Imports found = imports(object, dynamic);
    if (found.symbols == NULL || found.names == NULL) return 0;
    int changed = 0;
    for (int table = 0; table < 2; table++) {
        for (size_t i = 0; found.tables[table] != NULL && i < found.sizes[table] / sizeof(ElfW(Rela)); i++) {
            const ElfW(Rela) *import = &found.tables[table][i];
            const unsigned long kind = ELF64_R_TYPE(import->r_info);
            if (kind != (unsigned long)jump_slot && kind != (unsigned long)global_data) continue;
            const char *name = found.names + found.symbols[ELF64_R_SYM(import->r_info)].st_name;
            void **entry = (void **)(object->dlpi_addr + import->r_offset);
            if (strcmp(name, "mmap") != 0 || *entry == (void *)map_hash_memory) continue;
            changed += set_entry(entry, (void *)map_hash_memory, read_only);
        }
    }
    return changed;
}

static int visit(struct dl_phdr_info *object, size_t size, void *changed)
{
    (void)size;
    const char *file = strrchr(object->dlpi_name, '/');
    if (strncmp(file != NULL ? file + 1 : object->dlpi_name, "libsodium.so", strlen("libsodium.so")) != 0) return 0;
    const ElfW(Dyn) *dynamic = NULL;
    Range read_only = { 0 };
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &object->dlpi_phdr[i];
        const uintptr_t start = object->dlpi_addr + part->p_vaddr;
        if (part->p_type == PT_DYNAMIC) dynamic = (const ElfW(Dyn) *)start;
        if (part->p_type == PT_GNU_RELRO) read_only = (Range){ start, start + part->p_memsz };
    }
    if (dynamic != NULL) *(int *)changed += set_entries(object, dynamic, read_only);
    return 0;
}

int huge_pages_for_password_hashes(void)
{
    int changed = 0;
    dl_iterate_phdr(visit, &changed);
    return changed;
}

#else

int huge_pages_for_password_hashes(void) { return 0; }

#endif
