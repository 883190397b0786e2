/* To which group an image belongs: what --group says. A rule is given in words, and makes names of ids; one of them looks them
 * up in a file. */
#ifndef ML_INPUT_GROUPING_H
#define ML_INPUT_GROUPING_H

#include "input/pairs/pair.h"

typedef enum ml_group_by {
    ML_GROUP_UNSAID, /* no rule is given */
    ML_GROUP_NONE,   /* there are to be no groups */
    ML_GROUP_DIR,    /* the first directories of the id */
    ML_GROUP_BEFORE, /* the id up to a text */
    ML_GROUP_FILE,   /* the id of the pair: all images of a batch */
    ML_GROUP_INDEX,  /* the number of an image in its batch */
    ML_GROUP_LIST,   /* what a file says */
} ml_group_by;

/* A zeroed one is unsaid. */
typedef struct ml_group_rule {
    ml_group_by by;
    const char *words;    /* all of it; borrowed */
    size_t n_directories; /* of ML_GROUP_DIR */
    const char *text;     /* of ML_GROUP_BEFORE; of ML_GROUP_LIST the name of the file; in `words` */
} ml_group_rule;

#define ML_GROUP_RULES "dir[:N], before:TEXT, file, index, list:FILE, none"

/* Understands the words, which are borrowed; a usage error of this option where they are no rule. */
ml_status ml_group_rule_parse(const char *option, const char *words, ml_error *error, ml_group_rule *rule) ML_MUST_USE;

/* Whether the rule makes groups. */
static inline bool ml_group_rule_groups(const ml_group_rule *rule) { return rule->by > ML_GROUP_NONE; }

/* The rule where none is given: a volume's slices, which are no samples of their own, are a group. Unsaid where there are no
 * volumes. */
ml_group_rule ml_group_rule_default(bool has_volumes);

/* Whether the file, or the image FILE[n] in it, is of a volume, by its name; or one of the pair's. */
bool ml_is_volume(const char *path);
bool ml_pair_is_volume(const ml_pair *pair);

/* A line of the file. */
typedef struct ml_group_line {
    char *id; /* owned; the group stands in it behind the NUL */
    const char *group;
    size_t number;
} ml_group_line;

/* A rule at work. A zeroed one makes no groups. */
typedef struct ml_grouping {
    ml_group_rule rule;
    size_t n, capacity;
    ml_group_line *lines; /* [n] of ML_GROUP_LIST, in order of their ids */
} ml_grouping;

/* Reads the file, if the rule has one ("-": standard input): lines of id, TAB, group. An error (ML_E_INPUT) that names file and
 * line where a line is anything else, or has an id again with another group. On failure nothing is held. */
ml_status ml_grouping_open(const ml_group_rule *rule, ml_error *error, ml_grouping *grouping) ML_MUST_USE;
void ml_grouping_clear(ml_grouping *grouping);

/* The group of an image, by its id and the path of its truth (or, where there is none, its prediction), which tells an image
 * ID[n] of a batch from one that is only called so. In a list, what is said of a batch is said of each of its images that are
 * not listed. An image without a group is an error (ML_E_INPUT). *name is freed with free; on failure nothing is held. */
ml_status ml_grouping_name(const ml_grouping *grouping, const char *id, const char *truth, ml_error *error,
                           char **name) ML_MUST_USE;

/* An error, as above, if it is certain before any file is opened that an image of the pairs has no group. */
ml_status ml_grouping_check(const ml_grouping *grouping, const ml_pairs *pairs, ml_error *error) ML_MUST_USE;

#endif
