/* What the name of a file says: what format it is of, its key, of which class it is a plane. */
#ifndef ML_INPUT_PAIRS_FILE_NAME_H
#define ML_INPUT_PAIRS_FILE_NAME_H

#include "input/pairs/pair.h"

/* Whether the file's extension is that of a format that is read as all of `uses` says (ML_FORMAT_TRUTH and so on; 0: as
 * anything). */
bool ml_is_named_as(const char *path, unsigned uses);

/* Whether the file is of a format that yields to others. */
bool ml_yields(const char *path);

/* Length of the path without the suffix, or (suffix NULL) without its extension; SIZE_MAX if it does not end in the suffix, or
 * if nothing is left of its name. */
size_t ml_key_length(const char *path, const char *suffix);

/* Where the name of the file begins of which the path has n bytes: behind the last slash. */
size_t ml_name_start(const char *path, size_t n);

/* What is left of a path without what the name of its file begins and ends with. */
typedef struct ml_stem {
    const char *text; /* the path without the prefix: the path itself where there is none, or `own` */
    size_t n;         /* of the text, without the suffix; SIZE_MAX: the file takes no part, and nothing is held */
    size_t n_cut;     /* bytes of the prefix */
    char *own;        /* freed with free; or NULL */
} ml_stem;

/* The stem of a path; prefix and suffix as in ml_pairing. On failure (memory) nothing is held. */
ml_status ml_stem_take(const char *path, const char *prefix, const char *suffix, ml_error *error, ml_stem *stem) ML_MUST_USE;

/* The key of one file, which may be an image inside it (FILE[3]): its path or, with name_only, its name, without the prefix if
 * it begins with that, and without the suffix or, if it does not end in that, the extension; [3] stays. Freed with free. */
ml_status ml_key_of_file(const char *text, bool name_only, const char *prefix, const char *suffix, ml_error *error,
                         char **key) ML_MUST_USE;

/* Length of the path before the separator and the class, if by its name the file may be a plane; else SIZE_MAX. */
size_t ml_plane_base(const char *path, const ml_pairing *pairing);

/* The class that the n bytes of the name of a truth's mask tell, ML_NONE for none: an index, or with a class set also a name.
 */
uint16_t ml_mask_class(const char *text, size_t n, const ml_classes *classes);

/* The same of a prediction's plane; the channel, where a class set names channels. */
uint16_t ml_plane_class(const char *text, size_t n, const ml_classes *classes);

#endif
