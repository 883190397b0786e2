/* What an option is: a row of the table of options (option_rows.h). */
#ifndef ML_CLI_OPTION_H
#define ML_CLI_OPTION_H

#include "cli/arguments.h"

enum { ML_OPTION_VALUE_SIZE = 256 };

/* The name number i of a table, NULL behind the last one. */
typedef const char *ml_names(size_t i);

/* What an option takes: what stands for it (N, FILE, ...), or one of these names; neither: nothing. */
typedef struct ml_option_value {
    const char *placeholder;
    ml_names *names;
} ml_option_value;

struct ml_option_row;

/* Takes the value of a row (NULL where it takes none). */
typedef ml_status ml_option_setter(ml_arguments *a, const struct ml_option_row *row, const char *value, ml_error *error);

/* One option. */
typedef struct ml_option_row {
    char letter; /* 0: long form only */
    const char *name;
    ml_option_value value;
    const char *help;
    ml_option_setter *set;
    size_t field;      /* of ml_arguments, for ml_take_text and ml_take_flag */
    unsigned commands; /* that have the option: ML_FOR_... */
    bool needs_pixels; /* other commands than eval cannot have it */
} ml_option_row;

/* Whether an option takes a value. */
static inline bool ml_option_takes_value(const ml_option_row *row) { return row->value.placeholder || row->value.names; }

/* What it takes, as help shows it: "FILE", "skip|one|zero|keep"; empty: nothing. Returns the text. */
const char *ml_option_value_text(const ml_option_row *row, char text[ML_OPTION_VALUE_SIZE]);

#endif
