/* Paths to figures: the keys that lead to a number in the JSON report, "masked.losses.dice.mean". Keys are separated by dots;
 * one that is not of letters, digits, _ and - is written ["..."], in which a backslash stands before " and \. */
#ifndef ML_CORE_PATH_H
#define ML_CORE_PATH_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

enum { ML_PATH_MAX_KEYS = 16 };

/* The key below which the names of groups of images stand. */
#define ML_PATH_GROUPS "groups"

/* The keys are owned. */
typedef struct ml_path {
    size_t n;
    char *keys[ML_PATH_MAX_KEYS];
} ml_path;

/* A text that is being read, and how far. `option` is named by messages. */
typedef struct ml_path_cursor {
    const char *option, *text, *at;
} ml_path_cursor;

/* Reads the path at the cursor and moves on behind it. A usage error says at which character something is wrong; nothing is
 * held then. */
ml_status ml_path_read(ml_path_cursor *cursor, ml_error *error, ml_path *path) ML_MUST_USE;

/* Reads a text that is a path and nothing else. */
ml_status ml_path_parse(const char *option, const char *text, ml_error *error, ml_path *path) ML_MUST_USE;
void ml_path_clear(ml_path *path);

/* The usage error at the cursor: what is wanted there. */
ml_status ml_path_wrong(const ml_path_cursor *cursor, const char *wanted, ml_error *error);

/* Whether the path has these keys. */
bool ml_path_is(const ml_path *path, const char *const *keys, size_t n);

/* Of the path to a figure of a group of images, groups["NAME"].PATH: NAME, borrowed; NULL: it leads to one of the set. */
const char *ml_path_group(const ml_path *path);

/* The path inside the group, or else the whole; its keys are borrowed. */
ml_path ml_path_inside(const ml_path *path);

/* Keys as the text of a path; the name of a group always stands in quotes. NULL without memory. Freed with free. */
char *ml_path_text(const char *const *keys, size_t n) ML_MUST_USE;

#endif
