/* Chooses the command, prints the error if there is one, and exits with its status. */
#include "base/suggest.h"
#include "command/commands.h"

#include "io/destination.h"
#include "io/temporary.h"

#include <string.h>

static const ml_command *find_command(const char *name, ml_error *error)
{
    for (size_t c = 0; c < ML_N_COMMANDS; c++)
        if (strcmp(ml_commands[c].name, name) == 0)
            return &ml_commands[c];
    ml_suggestion meant = {.word = name, .n = strlen(name)};
    ml_fail(error, ML_E_USAGE, "%s: unknown %s; there are", name, name[0] == '-' ? "option" : "command");
    for (size_t c = 0; c < ML_N_COMMANDS; c++) {
        ml_error_add(error, " %s,", ml_commands[c].name);
        ml_suggest(&meant, ml_commands[c].name);
    }
    ml_error_add(error, " help, --help, --version");
    if (meant.best)
        ml_error_add(error, "; did you mean %s?", meant.best);
    return NULL;
}

static ml_status help(int argc, char **argv, ml_error *error)
{
    const ml_help wanted = strcmp(argv[1], "-h") == 0 ? ML_HELP_BRIEF : ML_HELP_ALL;
    const ml_command *command = argc > 2 ? find_command(argv[2], error) : NULL;
    if (argc > 3)
        return ml_fail(error, ML_E_USAGE, "help: one command is wanted");
    if (argc > 2)
        return command ? ml_print_help(command, wanted, error) : error->status;
    return ml_print_overview(ml_commands, wanted, error);
}

static ml_status run(int argc, char **argv, ml_error *error, ml_color *color)
{
    ml_arguments arguments;
    if (argc < 2)
        return ml_fail(error, ML_E_USAGE,
                       "a command is wanted, for instance: maskloss eval TRUTH PREDICTION (see maskloss --help)");
    if (strcmp(argv[1], "--version") == 0)
        return argc == 2 || (argc == 3 && strcmp(argv[2], "-v") == 0)
                   ? ml_print_version(argc == 3, error)
                   : ml_fail(error, ML_E_USAGE, "--version: only -v may follow");
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0)
        return help(argc, argv, error);
    const ml_command *command = find_command(argv[1], error);
    if (!command)
        return error->status;
    ml_status status = ml_arguments_parse(command->name, command->bit, argc - 1, argv + 1, error, &arguments);
    if (status)
        return status;
    *color = arguments.color;
    status = arguments.help != ML_HELP_NONE ? ml_print_help(command, arguments.help, error) : command->run(&arguments, error);
    ml_arguments_clear(&arguments);
    return status;
}

int main(int argc, char **argv)
{
    ml_error error = ML_ERROR_INIT;
    ml_guard_standard_files();
    ml_guard_signals();
    ml_color color = ML_COLOR_AUTO;
    ml_status status = run(argc, argv, &error, &color);
    if (status <= ML_E_GATE) {
        const ml_status closed = ml_close_standard_output(&error);
        status = closed ? closed : status;
    }
    if (error.text[0])
        ml_say_error(error.text, color);
    return (int)status;
}
