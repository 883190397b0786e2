/* Libraries that are loaded when the first file needs them: loading takes longer than evaluating a small image, and most sets
 * need none of them. Of such a library a module calls functions through a table of pointers, which it makes of a list,
 *
 *     #define LIST(X) X(zip_open) X(zip_close)
 *
 * with these macros: `struct { LIST(ML_LATE_MEMBER) }` has the types of the library's header, {LIST(ML_LATE_NAME)} are the
 * names for ml_late_library_load, and {LIST(ML_LATE_ADDRESS)} fills the table where the library is linked as usual: configure
 * found no name to load it by, or was told --disable-late-loading. The only file of the project that knows the loader. */
#ifndef ML_FORMAT_LATE_LIBRARY_H
#define ML_FORMAT_LATE_LIBRARY_H

#include "base/error.h"

#include <stddef.h>

#define ML_LATE_MEMBER(NAME) ML_TYPE_OF(&(NAME)) NAME;
#define ML_LATE_NAME(NAME) #NAME,
#define ML_LATE_ADDRESS(NAME) .NAME = (NAME),

typedef struct ml_late_library {
    const char *name, *soname; /* as people call it, as the loader does */
    size_t n_functions;
    const char *const *functions; /* their names */
} ml_late_library;

/* Fills `table`, which is n_functions pointers to functions and nothing else; the library stays loaded from then on, so that
 * another call takes microseconds. Failures are of the system, not of `file`, which is to be read: ML_E_SYSTEM. Any thread may
 * call it. Not there where configure lets nothing be loaded late. */
ml_status ml_late_library_load(const ml_late_library *library, const char *file, ml_error *error, void *table) ML_MUST_USE;

#endif
