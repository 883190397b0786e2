/* Libraries that are loaded late; see late_library.h. */
#include "format/late_library.h"

#if defined ML_LIBZIP_SONAME || defined ML_LIBTIFF_SONAME
#include "base/memory.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The loader tells why in words only, at whose end the system's reason stands where it knows one; errno is not that of its
 * calls. Without memory to map a library into glibc does not know one. */
static ml_status explain(const ml_late_library *library, const char *file, bool lacked_memory, const char *said,
                         ml_error *error)
{
    if (lacked_memory || strstr(said, strerror(ENOMEM)) || strstr(said, "out of memory"))
        return ml_fail_memory(error, library->name);
    if (strstr(said, strerror(EMFILE)) || strstr(said, strerror(ENFILE)))
        return ml_fail(error, ML_E_SYSTEM, "%s: %s", file, said);
    ml_fail(error, ML_E_SYSTEM, "%s: cannot be read without %s: %s", file, library->name, said);
    if (strstr(said, "failed to map"))
        ml_error_add(error, "; there is no memory for it, or it lies where nothing may be executed");
    else
        ml_error_add(error, "; install %s, and all that it needs", library->name);
    return error->status;
}

static ml_status failed(const ml_late_library *library, const char *file, ml_error *error)
{
    const bool lacked_memory = ml_memory_lacked();
    const char *said = dlerror();
    ml_status status = explain(library, file, lacked_memory, said ? said : "the loader does not say why", error);
    dlerror(); /* there is no more, and so what it said is freed */
    return status;
}

/* glibc's loader ends the program where memory fails in the midst of some of its work: it is asked for before. */
static bool has_memory(void)
{
    enum { SOME = 1 << 16 }; /* more than the loader has asked for; the allocator keeps it */
    void *some = ml_alloc_unset(SOME, 1);
    free(some);
    return some != NULL;
}

ml_status ml_late_library_load(const ml_late_library *library, const char *file, ml_error *error, void *table)
{
    if (!has_memory())
        return ml_fail_memory(error, library->name);
    ml_memory_watch();
    /* Never closed: it is loaded once, and what it needs may refuse to be unloaded (libcrypto) or to be loaded again. */
    void *loaded = dlopen(library->soname, RTLD_NOW | RTLD_LOCAL);
    if (!loaded)
        return failed(library, file, error);
    for (size_t f = 0; f < library->n_functions; f++) {
        void *function = dlsym(loaded, library->functions[f]);
        if (!function)
            return failed(library, file, error);
        memcpy((char *)table + f * sizeof function, &function, sizeof function); /* C has no cast between the two kinds */
    }
    return ML_OK;
}

#endif
