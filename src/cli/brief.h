/* The short help: three examples and the options used daily, on one screen of 24 lines. */
#ifndef ML_CLI_BRIEF_H
#define ML_CLI_BRIEF_H

#include "io/out.h"

enum { ML_BRIEF_OPTIONS = 10, ML_BRIEF_EXAMPLES = 3 };

/* Writes the examples and the options of a command, which is one of ML_FOR_..., or of the program: 0. */
void ml_brief_write(ml_out *out, unsigned command_bit);

#endif
