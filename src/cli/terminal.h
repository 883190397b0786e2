/* What is known of the terminal that a text goes to, if it goes to one: whether to colour it, and how wide it is. */
#ifndef ML_CLI_TERMINAL_H
#define ML_CLI_TERMINAL_H

#include "io/out.h"

typedef enum ml_color { ML_COLOR_AUTO, ML_COLOR_ALWAYS, ML_COLOR_NEVER, ML_N_COLORS } ml_color;
extern const char *const ml_color_names[ML_N_COLORS];

/* Whether a text that goes to this descriptor (-1: a file) is coloured. With ML_COLOR_AUTO only a terminal's is, unless
 * NO_COLOR is set and not empty, or TERM is "dumb". */
bool ml_terminal_has_color(ml_color color, int fd);

/* The columns of a terminal that says that it has so many (0: it does not say), with COLUMNS of the environment, which goes
 * before that if it is a whole number, or NULL: 40 to 200, 80 where nothing is known. */
size_t ml_terminal_columns(const char *given, size_t told);

/* Sets in `out`, which is open, whether it is coloured and its columns: a terminal's own, else those that are the same
 * everywhere. */
void ml_terminal_describe(ml_color color, ml_out *out);

#endif
