/* The table of options: a row has the names, the argument, the help and the function that takes the value. Parsing, validation
 * and --help all come from the rows. */
#ifndef ML_CLI_OPTION_ROWS_H
#define ML_CLI_OPTION_ROWS_H

#include "cli/option.h"

enum { ML_MAX_OPTION_ROWS = 96 };

/* Rows without a name are headings. Two rows may have a name in common, for different commands. */
extern const ml_option_row ml_option_rows[];
extern const size_t ml_n_option_rows;

#endif
