/* Writes the part of a shell's completion file that follows from the tables of commands and options:
 *
 *     completions bash|zsh|fish
 *
 * It is no part of the installed program: data/make-completions.sh runs it when an option has changed. */
#include "completions/shells.h"

#include <string.h>

static ml_status run(int argc, char **argv, ml_error *error)
{
    static const ml_shell *const shells[] = {&ml_bash, &ml_zsh, &ml_fish};
    const ml_shell *shell = NULL;
    for (size_t s = 0; argc == 2 && s < ML_COUNT(shells); s++)
        if (strcmp(argv[1], shells[s]->name) == 0)
            shell = shells[s];
    if (!shell)
        return ml_fail(error, ML_E_USAGE, "completions: bash, zsh or fish is wanted");
    ml_out out;
    ml_status status = ml_out_open(NULL, error, &out);
    if (status)
        return status;
    status = shell->write(&out, error);
    if (!status)
        status = ml_out_commit(&out, error);
    ml_out_close(&out);
    return status;
}

int main(int argc, char **argv)
{
    ml_error error = ML_ERROR_INIT;
    ml_guard_standard_files();
    ml_status status = run(argc, argv, &error);
    if (error.text[0])
        ml_say(error.text);
    return (int)status;
}
