/* The table of options; see option_rows.h. */
#include "cli/option_rows.h"

#include "cli/option_group.h"
#include "cli/option_reading.h"
#include "cli/option_reports.h"
#include "cli/option_values.h"

enum {
    EVERY = ML_FOR_EVAL | ML_FOR_MERGE | ML_FOR_COMPARE | ML_FOR_INSPECT | ML_FOR_EXPLAIN,
    SETS = ML_FOR_EVAL | ML_FOR_MERGE | ML_FOR_COMPARE, /* how sets of images are scored */
    SCORING = SETS | ML_FOR_EXPLAIN,
    PIXELS = ML_FOR_EVAL | ML_FOR_EXPLAIN, /* what becomes of pixels */
    READING = PIXELS | ML_FOR_INSPECT,     /* how files are read */
};

/* What stands in the rows for the value. */
#define NO_VALUE                                                                                                               \
    {                                                                                                                          \
        NULL, NULL                                                                                                             \
    }
#define VALUE(placeholder_)                                                                                                    \
    {                                                                                                                          \
        placeholder_, NULL                                                                                                     \
    }
#define ONE_OF(names_)                                                                                                         \
    {                                                                                                                          \
        NULL, names_                                                                                                           \
    }

const ml_option_row ml_option_rows[] = {
    {0, NULL, NO_VALUE, "Classes", NULL, 0, 0, false},
    {'c', "classes", VALUE("NAME|FILE"),
     "class set: a shipped one (cityscapes, voc, ...) or a JSON file (a name with / or .json); without one, labels are class "
     "indices",
     ml_take_classes, 0, READING, true},
    {'m', "mask", VALUE("LIST|none"), "masked classes, by index or name; default: the class set's, or 0", ml_take_text,
     offsetof(ml_arguments, job.scoring.mask), SCORING, false},
    {'i', "ignore", VALUE("LIST"), "stored labels that are no class (void), e.g. 255; added to the class set's", ml_take_ignore,
     0, READING, true},
    {'w', "weights", VALUE("LIST|FILE|inverse|median"),
     "one weight >= 0 per class, for wcce, or how to weigh classes by their pixels", ml_take_weights, 0, SCORING, false},
    {0, NULL, NO_VALUE, "Figures", NULL, 0, 0, false},
    {'L', "loss", VALUE("SPEC[,SPEC]..."),
     "losses, NAME[:key=value]..., or all; default: those marked in --list-losses; may repeat", ml_take_loss, 0, SCORING,
     false},
    {0, "list-losses", NO_VALUE, "print the losses with parameters, defaults and formulas", ml_take_flag,
     offsetof(ml_arguments, list_losses), SCORING, false},
    {'M', "measure", VALUE("MEASURE[,MEASURE]..."),
     "what overlap cannot see, NAME[:key=value]..., or all: see --list-measures and maskloss-measures(7); may repeat",
     ml_take_measure, 0, ML_FOR_EVAL, false},
    {0, "spacing", VALUE("SY,SX"),
     "how far rows and columns are apart, for the measure surface; default 1,1, or what NIfTI files say", ml_take_spacing, 0,
     ML_FOR_EVAL, true},
    {0, "list-measures", NO_VALUE, "print the measures with parameters, defaults and definitions", ml_take_flag,
     offsetof(ml_arguments, list_measures), ML_FOR_EVAL, false},
    {'A', "activation", ONE_OF(ml_activation_name),
     "what the stored values are; default none: probabilities, normalised or not", ml_take_activation, 0, READING, true},
    {0, "absent", ONE_OF(ml_absent_name),
     "what a class without a true pixel counts as in an average of region losses; default skip", ml_take_absent, 0, SCORING,
     false},
    {0, "empty", ONE_OF(ml_empty_name),
     "what IoU and Dice of a class that neither truth nor prediction has count as in averages; absent: leave out classes that "
     "only the prediction has, too; default skip",
     ml_take_empty, 0, SCORING, false},
    {0, "average", VALUE("all|foreground|LIST"), "the classes averages run over; foreground: all but the masked; default all",
     ml_take_text, offsetof(ml_arguments, job.scoring.average), SCORING, false},
    {0, "bad-pixels", ONE_OF(ml_bad_pixels_name),
     "a pixel with NaN, infinite or negative values or without a sum > 0; default error", ml_take_bad_pixels, 0, PIXELS, true},
    {0, "epsilon", VALUE("X"), "pointwise losses clip probabilities to X..1-X; default 1e-07", ml_take_epsilon, 0, PIXELS,
     true},
    {0, "smooth", VALUE("X"), "default of the region losses' smooth; 1e-07", ml_take_smooth, 0, SCORING, false},
    {0, "group", VALUE("RULE"),
     "groups of images, by their ids: dir[:N], the first directories; before:TEXT; file, the images of a batch; index, the "
     "number "
     "in a batch; list:FILE, lines of id, TAB, group; none; default: file for NIfTI volumes, and what streams say",
     ml_take_group, 0, SETS, false},
    {0, "intervals", NO_VALUE,
     "95 % intervals of pooled losses, metrics and classes' figures, by resampling the images 10000 times", ml_take_flag,
     offsetof(ml_arguments, job.scoring.intervals), ML_FOR_EVAL | ML_FOR_MERGE, false},
    {0, "conventions", NO_VALUE, "print what other programs would print of the same predictions, too", ml_take_flag,
     offsetof(ml_arguments, job.scoring.conventions), ML_FOR_EVAL | ML_FOR_MERGE, false},
    {0, "views", VALUE("VIEW[,VIEW]..."), "raw, masked, excluded; default raw,masked", ml_take_views, 0, SCORING, false},
    {0, NULL, NO_VALUE, "Input", NULL, 0, 0, false},
    {0, "truth-layout", ONE_OF(ml_truth_layout_name),
     "what a truth array of rank 3 or 4 is, where that is in doubt; planes: truths are one mask per class",
     ml_take_truth_layout, 0, READING, false},
    {0, "prediction-as", ONE_OF(ml_prediction_as_name),
     "what predictions of one channel hold: stored labels like the truth's (integers: default), class indices, or (unsigned) "
     "the probability of class 1 of two, of their full scale",
     ml_take_prediction_as, 0, READING, true},
    {0, "prediction-labels", ONE_OF(ml_hard_name), "old name of --prediction-as", ml_take_prediction_as, 0, READING, true},
    {0, "unknown", ONE_OF(ml_unknown_name),
     "labels of predictions that the class set does not know: an error (default), or no class", ml_take_unknown, 0, PIXELS,
     true},
    {0, "threshold", VALUE("T"),
     "between two classes, decide for class 1 where its probability exceeds T, 0 to 1; default: for the larger one",
     ml_take_threshold, 0, PIXELS, true},
    {0, "no-data", VALUE("VALUE|nan|none"),
     "a value of truths that stands for no data: such pixels are ignored; may repeat; none: what files say of it is not "
     "believed",
     ml_take_no_data, 0, READING, true},
    {0, "missing-truth", VALUE("CLASS"),
     "predictions without truth are evaluated too, as if all pixels of a truth were of this class", ml_take_text,
     offsetof(ml_arguments, job.input.missing_truth), ML_FOR_EVAL, false},
    {0, "layout", ONE_OF(ml_layout_name), "axis order of arrays; default auto: the one that fits", ml_take_layout, 0, READING,
     false},
    {0, "truth-code", VALUE("red|green|blue|rgb|ade20k|/N"),
     "labels of truths follow from their samples: one channel, r + 256 g + 65536 b, r/10*256 + g, or a number divided by N",
     ml_take_truth_code, 0, READING, false},
    {0, "samples", ONE_OF(ml_samples_name),
     "labels in packed gray and palettes: stored samples, gray values 0..255, or by the colours of classes", ml_take_samples, 0,
     READING, false},
    {0, "array", VALUE("KEY"), "which array of each .npz; default: the only one, or probabilities, softmax, arr_0",
     ml_take_text, offsetof(ml_arguments, job.input.array), READING, false},
    {0, "truth-suffix", VALUE("S"), "only truths whose names end in S; the rest of the name is the key", ml_take_text,
     offsetof(ml_arguments, job.pairs.truth_suffix), ML_FOR_EVAL, false},
    {0, "prediction-suffix", VALUE("S"), "the same for predictions", ml_take_text,
     offsetof(ml_arguments, job.pairs.prediction_suffix), ML_FOR_EVAL, false},
    {0, "truth-prefix", VALUE("S"), "only truths whose file's name begins with S; the key is without it", ml_take_text,
     offsetof(ml_arguments, job.pairs.truth_prefix), ML_FOR_EVAL, false},
    {0, "prediction-prefix", VALUE("S"), "the same for predictions", ml_take_text,
     offsetof(ml_arguments, job.pairs.prediction_prefix), ML_FOR_EVAL, false},
    {0, "match", ONE_OF(ml_match_name), "keys are paths below the directories (default), or the names of files alone",
     ml_take_match, 0, ML_FOR_EVAL, false},
    {0, "photos", VALUE("DIR"),
     "photos for overlays, PNG or JPEG, paired by key as predictions are; of the truth's size, or a whole number of times as "
     "wide and as high",
     ml_take_text, offsetof(ml_arguments, job.pairs.photos.where), ML_FOR_EVAL, false},
    {0, "photo-suffix", VALUE("S"), "only photos whose names end in S; the rest of the name is the key", ml_take_text,
     offsetof(ml_arguments, job.pairs.photos.suffix), ML_FOR_EVAL, false},
    {'l', "list", VALUE("FILE"),
     "pairs in place of operands: lines TRUTH, TAB, PREDICTION, perhaps TAB, ID; - is standard input", ml_take_text,
     offsetof(ml_arguments, job.pairs.list), ML_FOR_EVAL, false},
    {'0', "null", NO_VALUE, "lines of the list end in NUL", ml_take_flag, offsetof(ml_arguments, job.pairs.null_ended),
     ML_FOR_EVAL, false},
    {0, "partial", NO_VALUE, "accept missing shards and streams that were cut off", ml_take_flag,
     offsetof(ml_arguments, job.partial), ML_FOR_MERGE | ML_FOR_COMPARE, false},
    {0, "common", NO_VALUE, "compare the images that both have; the others are only counted", ml_take_flag,
     offsetof(ml_arguments, job.common), ML_FOR_COMPARE, false},
    {0, "partial", NO_VALUE, "evaluate the pairs there are; missing ones only count under coverage", ml_take_flag,
     offsetof(ml_arguments, job.partial), ML_FOR_EVAL, false},
    {0, "shard", VALUE("K/N"), "only every Nth pair, from number K on, counted from 0; merge puts the shards together",
     ml_take_shard, 0, ML_FOR_EVAL, false},
    {0, "keep-going", NO_VALUE, "evaluate what can be read, report the rest under errors, exit 3 at the end", ml_take_flag,
     offsetof(ml_arguments, job.keep_going), ML_FOR_EVAL, false},
    {0, "max-pixels", VALUE("N"), "bound on one image; default 268435456", ml_take_max_pixels, 0, READING, false},
    {0, "max-memory", VALUE("BYTES"), "bound on what a format forces to be held whole; default 1G", ml_take_max_memory, 0,
     READING, false},
    {'j', "jobs", VALUE("N"), "threads; default: the processors this process may use", ml_take_jobs, 0,
     ML_FOR_EVAL | ML_FOR_COMPARE, false},
    {0, NULL, NO_VALUE, "Output", NULL, 0, 0, false},
    {'f', "format", ONE_OF(ml_format_name), "output form; default text", ml_take_format, 0, ML_FOR_EVAL | ML_FOR_MERGE, false},
    {'f', "format", ONE_OF(ml_inspection_format_name), "output form; default text", ml_take_format, 0, ML_FOR_INSPECT, false},
    {'f', "format", ONE_OF(ml_explanation_format_name), "output form; default text", ml_take_explanation_format, 0,
     ML_FOR_EXPLAIN, false},
    {'f', "format", ONE_OF(ml_comparison_format_name), "output form; default text", ml_take_comparison_format, 0,
     ML_FOR_COMPARE, false},
    {'p', "print", VALUE("PATH"),
     "print this figure's value alone, such as masked.metrics.miou, null if it has none; low: or high: before PATH: an end of "
     "its interval; may repeat: one a line",
     ml_take_print, 0, ML_FOR_EVAL | ML_FOR_MERGE, false},
    {'p', "print", VALUE("PATH"),
     "print this figure's value alone, of the candidate; with delta:, rel:, low: or high: before PATH of the difference; may "
     "repeat: one a line",
     ml_take_comparison_print, 0, ML_FOR_COMPARE, false},
    {'o', "output", VALUE("FILE"), "write there, whole or not at all; jsonl line by line", ml_take_text,
     offsetof(ml_arguments, job.report.output), EVERY, false},
    {0, "resume", NO_VALUE, "go on with the record stream named by -o: what is in it is not evaluated again", ml_take_flag,
     offsetof(ml_arguments, job.resume), ML_FOR_EVAL, false},
    {'s', "summary", NO_VALUE, "no per-image part", ml_take_flag, offsetof(ml_arguments, job.report.summary),
     ML_FOR_EVAL | ML_FOR_MERGE, false},
    {0, "worst", VALUE("N|all"),
     "report only the N images with the highest figure, the highest first; all: all, where text, markdown and html have only "
     "some",
     ml_take_worst, 0, ML_FOR_EVAL | ML_FOR_MERGE, false},
    {0, "by", VALUE("PATH"),
     "the figure of --worst, and of images in text, markdown and html; default masked.losses.cce.mean; a - before it: the "
     "lowest",
     ml_take_text, offsetof(ml_arguments, job.report.by), ML_FOR_EVAL | ML_FOR_MERGE, false},
    {'d', "maps", VALUE("DIR"),
     "write pictures and arrays of each image below DIR, as ID.KIND.png or .npy; with --worst=N of the N images", ml_take_text,
     offsetof(ml_arguments, job.maps.directory), ML_FOR_EVAL, true},
    {0, "kinds", VALUE("KIND[,KIND]..."),
     "which: error, loss[:LOSS], decision, truth, probability:CLASS, masked, gradient:LOSS, overlay; default error,loss",
     ml_take_text, offsetof(ml_arguments, job.maps.kinds), ML_FOR_EVAL, true},
    {0, "map-scale", VALUE("MAX"),
     "the loss that the brightest colour stands for, > 0; default: each image's largest, so pictures do not compare",
     ml_take_map_scale, 0, ML_FOR_EVAL, true},
    {'g', "gate", VALUE("EXPR"),
     "PATH OP NUMBER, such as masked.metrics.miou>=0.7: exit 1 unless it holds; low: or high: before PATH: of an end of its "
     "interval; may repeat",
     ml_take_gate, 0, ML_FOR_EVAL | ML_FOR_MERGE, false},
    {0, "worst", VALUE("N|all"),
     "name the N images that got worse most, and better (not text, markdown), or all that did; default 10", ml_take_worst, 0,
     ML_FOR_COMPARE, false},
    {0, "by", VALUE("PATH"), "the figure that says which; default masked.losses.cce.mean; a - before it: less of it is worse",
     ml_take_text, offsetof(ml_arguments, job.report.by), ML_FOR_COMPARE, false},
    {'g', "gate", VALUE("EXPR"),
     "PATH OP NUMBER, of the candidate; with delta:, rel:, low: or high: before PATH of the difference, as in "
     "delta:masked.metrics.miou>=-0.005: exit 1 unless it holds; may repeat",
     ml_take_comparison_gate, 0, ML_FOR_COMPARE, false},
    {'q', "quiet", NO_VALUE, "no notes on standard error", ml_take_flag, offsetof(ml_arguments, quiet), EVERY, false},
    {'v', "verbose", NO_VALUE, "say how each file is read", ml_take_flag, offsetof(ml_arguments, job.say_how), READING, false},
    {0, "progress", ONE_OF(ml_progress_name), "say how far the run is; default auto: on a terminal, after a second",
     ml_take_progress, 0, ML_FOR_EVAL, false},
    {0, "color", ONE_OF(ml_color_name), "colour texts for reading; default auto: on a terminal, unless NO_COLOR is set",
     ml_take_color, 0, EVERY, false},
    {'h', "help", NO_VALUE, "print this help; -h: examples, and the options used daily", ml_take_help, 0, EVERY, false},
};

const size_t ml_n_option_rows = ML_COUNT(ml_option_rows);
_Static_assert(ML_COUNT(ml_option_rows) <= ML_MAX_OPTION_ROWS, "room for all rows");
