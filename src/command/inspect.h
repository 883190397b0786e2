/* The forms of what inspect says. */
#ifndef ML_COMMAND_INSPECT_H
#define ML_COMMAND_INSPECT_H

#include "input/advice.h"
#include "json/writer.h"

/* Print one file and what follows from it. */
void ml_inspect_print_json(ml_json *json, const char *name, const ml_contents *contents, const ml_advice *advice);
void ml_inspect_print_text(ml_out *out, const char *name, const ml_contents *contents, const ml_advice *advice);

#endif
