/* Shows what the engine tells, and opens what it writes; see arguments.h. */
#include "cli/arguments.h"

#include "cli/messages.h"
#include "io/destination.h"

static void say(void *context, ml_message_kind kind, const char *text)
{
    ml_arguments *arguments = context;
    if (kind == ML_MESSAGE_NOTE && arguments->quiet)
        return;
    ml_progress_hide(&arguments->progress_line);
    ml_say(text);
}

static bool begin(void *context, uint64_t n_pairs)
{
    ml_arguments *arguments = context;
    ml_progress_start(&arguments->progress_line, arguments->quiet ? ML_PROGRESS_NEVER : arguments->progress, n_pairs);
    return arguments->progress_line.active;
}

static void step(void *context, uint64_t n_bytes)
{
    ml_arguments *arguments = context;
    ml_progress_step(&arguments->progress_line, n_bytes);
}

static void make_way(void *context)
{
    ml_arguments *arguments = context;
    ml_progress_hide(&arguments->progress_line);
}

ml_listener ml_arguments_listener(ml_arguments *arguments)
{
    return (ml_listener){.context = arguments, .say = say, .begin = begin, .step = step, .make_way = make_way};
}

ml_status ml_arguments_open_output(const ml_arguments *arguments, ml_error *error, ml_out *out)
{
    ml_status status = ml_out_open(arguments->job.report.output, error, out);
    if (status)
        return status;
    out->by_line = arguments->job.report.form->by_line;
    ml_terminal_describe(arguments->color, out);
    return ML_OK;
}
