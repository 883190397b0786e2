/* The short help; see brief.h. Which options there are, and what they choose among, is in the table of options; here is which
 * of them are used daily, in few words. */
#include "cli/brief.h"

#include "cli/option_rows.h"

#include <string.h>

/* Column in which the words about an option begin. */
enum { WORDS_COLUMN = 18 };

typedef struct brief_option {
    const char *name;  /* of the row */
    const char *value; /* what stands for it; NULL: none */
    const char *words; /* behind them stands what the option chooses among, if it does */
} brief_option;

typedef struct brief {
    unsigned commands; /* ML_FOR_...; 0: the program itself */
    const char *examples[ML_BRIEF_EXAMPLES];
    brief_option options[ML_BRIEF_OPTIONS];
} brief;

#define CLASSES                                                                                                                \
    {                                                                                                                          \
        "classes", "SET", "class set: cityscapes, voc, ... or a JSON file"                                                     \
    }
#define MASK                                                                                                                   \
    {                                                                                                                          \
        "mask", "LIST", "masked classes, or none; default: the class set's, or 0"                                              \
    }
#define IGNORE                                                                                                                 \
    {                                                                                                                          \
        "ignore", "LIST", "stored labels that are no class, such as 255"                                                       \
    }
#define WEIGHTS                                                                                                                \
    {                                                                                                                          \
        "weights", "LIST", "class weights for wcce, or inverse or median"                                                      \
    }
#define LOSS                                                                                                                   \
    {                                                                                                                          \
        "loss", "SPEC", "losses, such as cce,tversky:fp=0.3, or all"                                                           \
    }
#define FORMAT                                                                                                                 \
    {                                                                                                                          \
        "format", "FORM", "of"                                                                                                 \
    }
#define OUTPUT                                                                                                                 \
    {                                                                                                                          \
        "output", "FILE", "write there, whole or not at all"                                                                   \
    }
#define SUMMARY                                                                                                                \
    {                                                                                                                          \
        "summary", NULL, "no per-image part"                                                                                   \
    }
#define GATE                                                                                                                   \
    {                                                                                                                          \
        "gate", "EXPR", "exit 1 unless masked.metrics.miou>=0.7, for instance, holds"                                          \
    }
#define PRINT                                                                                                                  \
    {                                                                                                                          \
        "print", "PATH", "print this value alone, such as masked.metrics.miou"                                                 \
    }
#define OF_PAIRS                                                                                                               \
    {                                                                                                                          \
        CLASSES, MASK, IGNORE, LOSS, {"activation", "KIND", "of stored values"}, FORMAT, OUTPUT, SUMMARY, GATE, PRINT          \
    }

static const brief rows[] = {
    {0,
     {"maskloss inspect truth pred", "maskloss eval -c classes.json -f jsonl -o new.jsonl truth pred",
      "maskloss compare old.jsonl new.jsonl"},
     OF_PAIRS},
    {ML_FOR_EVAL,
     {"maskloss eval -c classes.json truth pred", "maskloss eval -c classes.json -f jsonl -o new.jsonl truth pred",
      "maskloss eval -c classes.json -g 'masked.skill.metrics.miou>0.3' truth pred"},
     OF_PAIRS},
    {ML_FOR_MERGE,
     {"maskloss merge shard-0.jsonl shard-1.jsonl", "maskloss merge -m none -p raw.metrics.miou new.jsonl",
      "maskloss merge -f json -o result.json shard-0.jsonl shard-1.jsonl"},
     {MASK,
      WEIGHTS,
      LOSS,
      {"views", "LIST", "raw, masked, excluded"},
      {"partial", NULL, "accept missing shards and streams that were cut off"},
      FORMAT,
      OUTPUT,
      SUMMARY,
      GATE,
      PRINT}},
    {ML_FOR_COMPARE,
     {"maskloss compare old.jsonl new.jsonl", "maskloss compare -f markdown -o summary.md old.jsonl new.jsonl",
      "maskloss compare -g 'delta:masked.metrics.miou>=-0.005' old.jsonl new.jsonl"},
     {MASK,
      LOSS,
      {"common", NULL, "compare the images that both have"},
      {"partial", NULL, "accept what is missing"},
      FORMAT,
      OUTPUT,
      {"worst", "N|all", "name the N images that got worse most; default 10"},
      {"by", "PATH", "the figure that says which"},
      GATE,
      {"print", "PATH", "print this value alone, such as delta:masked.metrics.miou"}}},
    {ML_FOR_INSPECT,
     {"maskloss inspect truth/park.png pred/park.npy", "maskloss inspect -c classes.json truth",
      "maskloss inspect -f json -o files.json truth pred"},
     {CLASSES,
      IGNORE,
      {"prediction-as", NULL, "one channel holds"},
      {"layout", NULL, "axes"},
      {"samples", NULL, "gray and palettes"},
      {"array", "KEY", "which array of each .npz"},
      {"max-pixels", "N", "bound on one image"},
      FORMAT,
      OUTPUT,
      {"verbose", NULL, "say how each file is read"}}},
    {ML_FOR_EXPLAIN,
     {"maskloss explain -c classes.json truth/park.png pred/park.npy 13,45",
      "maskloss explain -L cce,dice truth/park.png pred/park.npy 13,45",
      "maskloss explain -f json -m none truth/park.png pred/park.npy 13,45"},
     {CLASSES,
      MASK,
      IGNORE,
      WEIGHTS,
      LOSS,
      {"activation", "KIND", "of stored values"},
      {"layout", NULL, "axes"},
      FORMAT,
      OUTPUT,
      {"verbose", NULL, "say how the files are read"}}},
};

static const ml_option_row *find_row(const char *name, unsigned commands)
{
    const ml_option_row *row = ml_option_rows;
    while (!row->name || strcmp(row->name, name) != 0 || !(row->commands & commands))
        row++;
    return row;
}

static void write_option(ml_out *out, const brief_option *option, unsigned commands)
{
    const ml_option_row *row = find_row(option->name, commands);
    const size_t start = out->n;
    char room[ML_OPTION_VALUE_SIZE];
    if (row->letter)
        ml_out_printf(out, "  -%c%s%s", row->letter, option->value ? " " : "", option->value ? option->value : "");
    else
        ml_out_printf(out, "  --%s%s%s", row->name, option->value ? "=" : "", option->value ? option->value : "");
    size_t n = out->n - start;
    ml_out_pad(out, n + 1 < WORDS_COLUMN ? WORDS_COLUMN - n : 1);
    ml_out_text(out, option->words);
    if (row->value.names)
        ml_out_printf(out, ": %s", ml_option_value_text(row, room));
    ml_out_text(out, "\n");
}

void ml_brief_write(ml_out *out, unsigned command_bit)
{
    const brief *row = rows;
    while (row->commands != command_bit)
        row++;
    ml_out_text(out, "\nExamples:\n");
    for (size_t i = 0; i < ML_BRIEF_EXAMPLES; i++)
        ml_out_printf(out, "  %s\n", row->examples[i]);
    ml_out_printf(out, "\nOptions used daily%s:\n", command_bit ? "" : ", of eval");
    for (size_t i = 0; i < ML_BRIEF_OPTIONS; i++)
        write_option(out, &row->options[i], command_bit ? command_bit : ML_FOR_EVAL);
}
