/* What the program says about itself: help, version, the tables of losses and measures. */
#include "cli/command.h"

#include "base/number.h"
#include "base/text.h"
#include "cli/brief.h"
#include "io/destination.h"
#include "kernel/kernel.h"
#include "measure/measures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Prints what `fill` collects. */
static ml_status print(void (*fill)(ml_out *out, const void *what), const void *what, const char *path, ml_error *error)
{
    ml_out out;
    ml_status status = ml_out_open(path, error, &out);
    if (status)
        return status;
    fill(&out, what);
    status = ml_out_commit(&out, error);
    ml_out_close(&out);
    return status;
}

/* The lines of a synopsis, the first behind `before`, the others below it. */
static void synopsis(ml_out *out, const char *before, const ml_command *command)
{
    for (const char *line = command->synopsis; *line;) {
        size_t n = strcspn(line, "\n");
        if (line == command->synopsis)
            ml_out_text(out, before);
        else
            ml_out_pad(out, strlen(before));
        ml_out_text(out, "maskloss ");
        ml_out_bytes(out, line, n);
        ml_out_text(out, "\n");
        line += n + (line[n] == '\n');
    }
}

static void fill_overview(ml_out *out, const void *what)
{
    ml_out_text(out, "maskloss evaluates semantic segmentation: losses, confusion matrices, and what\n"
                     "masking a class forgave.\n\nUsage:\n");
    for (const ml_command *command = what; command->name; command++) {
        synopsis(out, "  ", command);
        ml_out_printf(out, "          %s\n", command->purpose);
    }
    ml_out_text(out, "  maskloss help COMMAND\n          say what a command's options are\n"
                     "  maskloss --help | --version\n\n"
                     "Exit status: 0 success; 1 a gate fails; 2 usage; 3 an input is unreadable,\n"
                     "inconsistent or missing; 4 output could not be written, or memory is lacking.\n"
                     "Manual: man maskloss\n");
}

static void fill_command(ml_out *out, const void *what)
{
    const ml_command *command = what;
    synopsis(out, "Usage: ", command);
    ml_out_printf(out, "%s.\n", command->purpose);
    ml_options_help(command->bit, out);
    ml_out_printf(out, "\nManual: man maskloss-%s\n", command->name);
}

static void fill_brief_overview(ml_out *out, const void *what)
{
    ml_out_text(out, "Usage: maskloss COMMAND [OPTION]... FILE..., with one of these commands:\n ");
    for (const ml_command *command = what; command->name; command++)
        ml_out_printf(out, " %s", command->name);
    ml_out_text(out, "\n");
    ml_brief_write(out, 0);
    ml_out_text(out, "\nmaskloss COMMAND -h: those of a command; maskloss help COMMAND: all of them.\n"
                     "Manual: man maskloss\n");
}

static void fill_brief_command(ml_out *out, const void *what)
{
    const ml_command *command = what;
    synopsis(out, "Usage: ", command);
    ml_out_printf(out, "%s.\n", command->purpose);
    ml_brief_write(out, command->bit);
    ml_out_printf(out, "\nAll options: maskloss help %s. Manual: man maskloss-%s\n", command->name, command->name);
}

ml_status ml_print_overview(const ml_command *commands, ml_help help, ml_error *error)
{
    return print(help == ML_HELP_BRIEF ? fill_brief_overview : fill_overview, commands, NULL, error);
}

ml_status ml_print_help(const ml_command *command, ml_help help, ml_error *error)
{
    return print(help == ML_HELP_BRIEF ? fill_brief_command : fill_command, command, NULL, error);
}

/* The version; with a kernel also that one, and all that run here. */
static void fill_version(ml_out *out, const void *what)
{
    const ml_kernel_row *row = what;
    ml_out_text(out, "maskloss " ML_VERSION "\n");
    if (!row)
        return;
    ml_out_printf(out, "kernel: %s\nkernels:", row->name);
    for (size_t k = 0; k < ml_n_kernels; k++)
        if (ml_cpu_has(ml_kernels[k].needs))
            ml_out_printf(out, " %s", ml_kernels[k].name);
    ml_out_text(out, "\n");
}

ml_status ml_print_version(bool verbose, ml_error *error)
{
    const ml_kernel_row *row = NULL;
    ml_status status = verbose ? ml_kernel_choose(getenv(ML_KERNEL_VARIABLE), error, &row) : ML_OK;
    return status ? status : print(fill_version, row, NULL, error);
}

static void fill_losses(ml_out *out, const void *unused)
{
    ML_UNUSED(unused);
    for (size_t k = 0; k < ml_n_loss_kinds; k++) {
        const ml_loss_kind *kind = &ml_loss_kinds[k];
        char number[ML_NUMBER_TEXT_SIZE];
        ml_out_printf(out, "%-14s%c %-28s %s\n", kind->name, kind->by_default ? '*' : ' ', kind->formula, kind->source);
        for (size_t p = 0; p < ml_loss_n_params(kind); p++)
            ml_out_printf(out, "    %s=%s%s%s", kind->params[p].name, ml_number_text(kind->params[p].fallback, number),
                          kind->params[p].per_class ? " (or one per class, a/b/c)" : "",
                          p + 1 == ml_loss_n_params(kind) ? "\n" : "");
    }
    ml_out_text(out, "\npt: probability of the true class, clipped to eps..1-eps; w_y: --weights.\n"
                     "D(fp, fn) = (fp FP + fn FN) / (TP + fp FP + fn FN + smooth) of each class's soft counts.\n"
                     "*: computed unless --loss says otherwise.\n");
}

ml_status ml_print_losses(const char *output, ml_error *error) { return print(fill_losses, NULL, output, error); }

static void fill_measures(ml_out *out, const void *unused)
{
    ML_UNUSED(unused);
    for (size_t k = 0; k < ml_n_measure_kinds; k++) {
        const ml_measure_kind *kind = ml_measure_kinds[k];
        char number[ML_NUMBER_TEXT_SIZE];
        ml_out_printf(out, "%s%s: %s.\n", k ? "\n" : "", kind->name, kind->title);
        for (const char *line = kind->definition; *line;) {
            size_t n = strcspn(line, "\n");
            ml_out_text(out, "    ");
            ml_out_bytes(out, line, n);
            ml_out_text(out, "\n");
            line += n + (line[n] == '\n');
        }
        ml_out_printf(out, "    Source: %s.\n", kind->source);
        for (size_t p = 0; p < ml_measure_n_params(kind); p++)
            ml_out_printf(out, "    %s=%s: %s\n", kind->params[p].name, ml_number_text(kind->params[p].fallback, number),
                          kind->params[p].meaning);
    }
}

ml_status ml_print_measures(const char *output, ml_error *error) { return print(fill_measures, NULL, output, error); }
