/* The table of options: a row has the names, the argument, the help and the function that takes the value. Parsing, validation
 * and --help all come from the rows. */
#ifndef ML_CLI_OPTION_ROWS_H
#define ML_CLI_OPTION_ROWS_H

#include "cli/arguments.h"

enum { ML_MAX_OPTION_ROWS = 64 };

/* One option. `set` gets the row and the value (NULL without argument). */
typedef struct ml_option_row {
    char letter; /* 0: long form only */
    const char *name;
    const char *argument; /* NULL: none */
    const char *help;
    ml_status (*set)(ml_arguments *a, const struct ml_option_row *row, const char *value, ml_error *error);
    size_t field;      /* of ml_arguments, for set_text and set_flag */
    unsigned commands; /* that have the option: ML_FOR_... */
    bool needs_pixels; /* other commands than eval cannot have it */
} ml_option_row;

/* Rows without a name are headings. Two rows may have a name in common, for different commands. */
extern const ml_option_row ml_option_rows[];
extern const size_t ml_n_option_rows;

#endif
