/* What goes to standard error: notes, errors, and the line that says how far a run is. */
#ifndef ML_CLI_MESSAGES_H
#define ML_CLI_MESSAGES_H

#include "cli/terminal.h"

/* Prints a note or an error, "maskloss: TEXT", on standard error; control characters are made visible. */
void ml_say(const char *text);

/* The same of what made the command fail. */
void ml_say_error(const char *text, ml_color color);

/* Writes text to standard error as it is. */
void ml_write_message(const char *text);

#endif
