/* The forms of what inspect says, each in its own file: inspect_text.c, inspect_json.c. */
#ifndef ML_COMMAND_INSPECT_FORMS_H
#define ML_COMMAND_INSPECT_FORMS_H

#include "input/advice.h"
#include "json/writer.h"

/* Print one file and what follows from it. */
void ml_inspect_print_json(ml_json *json, const char *name, const ml_contents *contents, const ml_advice *advice);
void ml_inspect_print_text(ml_out *out, const char *name, const ml_contents *contents, const ml_advice *advice);

#endif
