/* The table of commands. */
#ifndef ML_COMMAND_COMMANDS_H
#define ML_COMMAND_COMMANDS_H

#include "cli/command.h"

enum { ML_N_COMMANDS = 5 };
extern const ml_command ml_commands[ML_N_COMMANDS + 1]; /* the last has no name */

#endif
