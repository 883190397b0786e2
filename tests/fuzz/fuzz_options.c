/* Command lines, as far as they are understood without looking at a file.
 *
 * Covers: src/cli/options.c src/cli/option_values.c src/cli/option_group.c src/cli/option_reports.c src/cli/option.c */
#include "fuzz.h"

#include "cli/option_rows.h"
#include "command/commands.h"

#include <getopt.h>

const fuzz_target ml_fuzz = {.name = "options"};

enum { MAX_WORDS = 64 };

/* getopt may still be inside the last word of another command line. */
static void reset_getopt(void)
{
    static char name[] = "x";
    char *words[] = {name, NULL};
    optind = 0;
    FUZZ_CHECK(getopt(1, words, "") == -1);
}

static void parse(const ml_command *command, int argc, char **argv, ml_error *error)
{
    ml_arguments arguments;
    reset_getopt();
    ml_status status = ml_arguments_parse(command->name, command->bit, argc, argv, error, &arguments);
    fuzz_check_error(status, error);
    FUZZ_CHECK(status == ML_OK || status == ML_E_USAGE);
    if (status)
        return;
    FUZZ_CHECK(arguments.job.n_inputs < (size_t)argc && arguments.job.report.form && arguments.job.epsilon > 0);
    for (size_t g = 0; g < arguments.job.report.gates.n; g++)
        FUZZ_CHECK(arguments.job.report.gates.items[g].path.n > 0);
    ml_arguments_clear(&arguments);
}

/* Words, each on a line, of which the first one chooses the command. What is said twice of them is the same. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    char *words[MAX_WORDS + 1], *again[MAX_WORDS + 1], *text = fuzz_string(bytes, n);
    int argc = 0;
    for (char *at = text; at && argc < MAX_WORDS; argc++) {
        words[argc] = again[argc] = at;
        if ((at = strchr(at, '\n')))
            *at++ = '\0';
    }
    words[argc] = again[argc] = NULL;
    for (size_t c = 0; c < ML_N_COMMANDS && argc > 0; c++) {
        ml_error first = ML_ERROR_INIT, second = ML_ERROR_INIT;
        if (strcmp(words[0], ml_commands[c].name) != 0)
            continue;
        parse(&ml_commands[c], argc, words, &first);
        parse(&ml_commands[c], argc, again, &second);
        FUZZ_CHECK(first.status == second.status && strcmp(first.text, second.text) == 0);
    }
    free(text);
    return 0;
}
