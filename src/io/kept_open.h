/* What was made of files, kept for their next use: the directory of an archive is read and checked once, and not for each of
 * its members. Few are kept, those that were used last. Any thread may call; what is taken belongs to the caller
 * alone until it is given back. */
#ifndef ML_IO_KEPT_OPEN_H
#define ML_IO_KEPT_OPEN_H

#include "io/source.h"

typedef struct ml_kept_open ml_kept_open;

/* NULL without memory. */
ml_kept_open *ml_kept_open_create(void) ML_MUST_USE;

/* With all that is in it. NULL is allowed. */
void ml_kept_open_destroy(ml_kept_open *kept);

/* What was given for the same file (none in memory), of the same size and time of change; NULL: nothing is there. */
void *ml_kept_open_take(ml_kept_open *kept, const ml_source *file) ML_MUST_USE;

/* Takes over a thing that was made of the file, and destroys the one that was used the longest time ago where there are too
 * many. */
void ml_kept_open_give(ml_kept_open *kept, const ml_source *file, void *thing, void (*destroy)(void *thing));

#endif
