/* What was made of files, kept for their next use: the directory of an archive is read and checked once, and not for each of
 * its members. Few are kept, those that were used last. Any thread may call. What is taken belongs to the caller alone until it
 * is given back; what is shared, to all who have it. */
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

/* What others share of the same file, or may again, now with the caller, too, who returns it. NULL: nothing is there. */
void *ml_kept_open_share(ml_kept_open *kept, const ml_source *file) ML_MUST_USE;

/* Offers a thing that was made of the file to others, and returns it for the caller, who shares it from now on. Where somebody
 * else has offered one of the same file meanwhile, that is returned, and the thing is destroyed. NULL, and the thing remains
 * the caller's alone, who must not return it: so much is shared already that there is no room. */
void *ml_kept_open_offer(ml_kept_open *kept, const ml_source *file, void *thing, void (*destroy)(void *thing));

/* Ends the sharing of a thing by the caller. With is_spoiled it is not shared any more, and destroyed when nobody has it. */
void ml_kept_open_return(ml_kept_open *kept, const void *thing, bool is_spoiled);

/* Reserves descriptors for n files that will be open for long. False: so many are reserved that others might lack them; the
 * files are better opened for each read then (ml_source_release). */
bool ml_kept_open_reserve_files(ml_kept_open *kept, size_t n) ML_MUST_USE;
void ml_kept_open_free_files(ml_kept_open *kept, size_t n);

#endif
