/* Formats that are not read, recognised so that the message can say what the file is and how to convert it. */
#ifndef ML_FORMAT_FOREIGN_H
#define ML_FORMAT_FOREIGN_H

#include "io/source.h"

typedef struct ml_foreign {
    const char *name;   /* "a TIFF" */
    const char *remedy; /* what to do about it */
} ml_foreign;

/* The format that the source begins like; NULL for none of these. */
const ml_foreign *ml_foreign_find(const ml_source *source);

/* The same of a file by its path; NULL also if it cannot be read. */
const ml_foreign *ml_foreign_of_file(const char *path);

/* The error of such a file: ML_E_INPUT; `wanted` says what is read in its place. Also for files that begin like nothing known
 * (foreign NULL). */
ml_status ml_fail_foreign(const ml_source *source, const ml_foreign *foreign, const char *wanted, ml_error *error);

#endif
