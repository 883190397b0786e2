/* What the engine is asked to do: plain settings, which whoever calls it fills in. Everything is borrowed. */
#ifndef ML_ENGINE_JOB_H
#define ML_ENGINE_JOB_H

#include "core/gate.h"
#include "engine/listener.h"
#include "engine/scoring.h"
#include "input/grouping.h"
#include "input/input_options.h"
#include "input/pairs/photos.h"
#include "observe/observer.h"
#include "output/comparison/forms.h"
#include "output/explain/forms.h"
#include "output/report/forms.h"

/* Which class set gives labels a meaning. */
typedef struct ml_class_choice {
    const char *name;      /* of a shipped set, or of a file; NULL: none, labels are class indices */
    ml_label_list ignored; /* labels that are no class, besides those of the set; sorted */
} ml_class_choice;

/* Which pairs there are, and which of them are evaluated. */
typedef struct ml_pair_choice {
    const char *list;                             /* a file that lists them; NULL: they are found in the job's two inputs */
    bool null_ended;                              /* its lines end in NUL */
    const char *truth_prefix, *prediction_prefix; /* of the names of files; NULL: none */
    const char *truth_suffix, *prediction_suffix;
    ml_photo_choice photos; /* where the photos are that go with pairs; NULL: nowhere */
    bool by_name;           /* keys are names of files, without their folders */
    bool is_one;            /* the two inputs are one pair, and no directories of several */
    size_t shard, shard_of; /* those whose number is `shard` modulo shard_of; of 0: all */
} ml_pair_choice;

/* Which maps are drawn. */
typedef struct ml_map_choice {
    const char *directory; /* below which they are written; NULL: nowhere */
    const char *kinds;     /* ml_maps_parse takes them; NULL: not said */
    bool has_scale;
    double scale; /* what the brightest colour of a loss stands for, > 0 */
} ml_map_choice;

/* What is reported. */
typedef struct ml_report_choice {
    const ml_report_form *form;
    const char *output; /* the file that the report goes to; NULL: none that could be an input */
    bool summary;       /* no images */
    size_t n_worst;     /* only so many images; 0: not said */
    bool all_images;    /* however many there are */
    const char *by;     /* path of the figure that says how bad an image is; NULL: not said */
    ml_gates gates;
    ml_gates prints; /* figures whose values are printed, in place of the rest */
} ml_report_choice;

/* Whether it is a record stream without images, which therefore cannot have groups. */
static inline bool ml_report_choice_is_sums(const ml_report_choice *choice)
{
    return choice->form == &ml_jsonl_form && (choice->summary || choice->n_worst > 0);
}

/* Zeroed, but for ML_JOB_DEFAULTS, it asks for nothing special. */
typedef struct ml_job {
    char *const *inputs; /* truth and prediction, none where pairs are listed; the streams to merge; baseline and candidate */
    size_t n_inputs;
    ml_pair_choice pairs;
    ml_class_choice classes;
    ml_input_options input;
    ml_scoring scoring;
    ml_group_rule grouping;
    double epsilon;     /* of the pointwise losses */
    bool ignore_bad;    /* bad pixels count as ignored, and are no errors */
    const char *kernel; /* its name; NULL: the fastest */
    size_t n_observers;
    const ml_observer *observers; /* [n_observers] who else sees the tiles; of streams, whose parts they have */
    ml_map_choice maps;
    ml_report_choice report;
    const ml_comparison_form *comparison_form;
    const ml_explanation_form *explanation_form;
    bool partial;     /* accept what is missing: pairs, shards, the end of streams */
    bool keep_going;  /* evaluate what can be read, and report the rest */
    bool resume;      /* go on with the record stream that is the output */
    bool common;      /* compare the images that both streams have */
    bool say_how;     /* tell how files are read */
    size_t n_threads; /* 0: as many as there are processors */
    ml_listener listener;
} ml_job;

#define ML_JOB_DEFAULTS                                                                                                        \
    .input = {.limits = ML_LIMITS_DEFAULT}, .epsilon = ML_DEFAULT_EPSILON, .report = {.form = &ml_text_form},                  \
    .comparison_form = &ml_comparison_forms[0], .explanation_form = &ml_explanation_forms[0]

#endif
