/* The table of commands; see commands.h. */
#include "command/commands.h"

#include "command/run.h"

const ml_command ml_commands[ML_N_COMMANDS + 1] = {
    {"eval", "eval [OPTION]... TRUTH PREDICTION\neval [OPTION]... --list=FILE",
     "evaluate two files, or the files of two directories", ML_FOR_EVAL, false, ml_eval_run},
    {"merge", "merge [OPTION]... STREAM...", "combine record streams of disjoint sets; score them again", ML_FOR_MERGE, true,
     ml_merge_run},
    {"compare", "compare [OPTION]... BASELINE CANDIDATE", "judge one record stream against another", ML_FOR_COMPARE, true,
     ml_compare_run},
    {"inspect", "inspect [OPTION]... FILE...\ninspect [OPTION]... DIRECTORY...",
     "say how files would be read, and what is in a directory", ML_FOR_INSPECT, false, ml_inspect_run},
    {"explain", "explain [OPTION]... TRUTH PREDICTION ROW,COL", "show every step for one pixel", ML_FOR_EXPLAIN, false,
     ml_explain_run},
    {0},
};
