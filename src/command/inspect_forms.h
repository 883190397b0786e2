/* What inspect says, and its forms, each in its own file: inspect_text.c, inspect_json.c. */
#ifndef ML_COMMAND_INSPECT_FORMS_H
#define ML_COMMAND_INSPECT_FORMS_H

#include "input/advice.h"
#include "json/writer.h"

/* Print one file and what follows from it. */
void ml_inspect_print_json(ml_json *json, const char *name, const ml_contents *contents, const ml_advice *advice);
void ml_inspect_print_text(ml_out *out, const char *name, const ml_contents *contents, const ml_advice *advice);

/* However many files a directory has, so much is kept of it. */
enum { ML_INSPECT_KINDS = 12, ML_INSPECT_SIZES = 8, ML_INSPECT_NAMES = 10 };

/* A size of images. */
typedef struct ml_inspected_size {
    size_t height, width;
    uint64_t n_files;
    char *first; /* the first of them, below the directory; owned, as all names here */
} ml_inspected_size;

/* Files of a directory that are alike. */
typedef struct ml_inspected_kind {
    ml_contents contents; /* of all of them together */
    uint64_t n_files;
    char *first, *first_bad; /* of those with bad values: NULL where there is none */
    size_t n_sizes;
    ml_inspected_size sizes[ML_INSPECT_SIZES]; /* the most frequent first, once all files are read */
    uint64_t n_other_sizes;                    /* files of sizes beyond these */
} ml_inspected_kind;

typedef struct ml_inspected_folder {
    const char *name;      /* borrowed */
    uint64_t n_files;      /* that could be read */
    uint64_t n_unreadable; /* of which the first are named: */
    char *unreadable[ML_INSPECT_NAMES];
    uint64_t n_passed_over; /* of unknown kind */
    char *passed_over;      /* the first of these */
    size_t n_kinds;
    ml_inspected_kind *kinds[ML_INSPECT_KINDS]; /* owned; the most frequent first, once all files are read */
    ml_contents labels;                         /* of all kinds that are labels, once all files are read: no more than these */
    size_t n_label_kinds;
    uint64_t n_other_kinds; /* files of kinds beyond these */
    char *other_kind;       /* the first of these */
} ml_inspected_folder;

/* Print a directory. Of JSON what stands before is written by ml_inspect_folder, errors while files are read. `ignored` are
 * labels that --ignore names. */
void ml_inspect_print_folder_json(ml_json *json, const ml_inspected_folder *folder, const ml_label_list *ignored);
void ml_inspect_print_folder_text(ml_out *out, const ml_inspected_folder *folder, const ml_label_list *ignored);

#endif
