/* Figures of objects; see object_figures.h. */
#include "measure/object_figures.h"

#include "base/memory.h"
#include "measure/object_parts.h"
#include "measure/worst_part.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ALL = ML_N_OBJECT_SIZES };

typedef struct numbers {
    uint64_t objects, found, half;
} numbers;

/* Of a class, or of all that are shown. */
typedef struct class_objects {
    numbers of[ML_N_OBJECT_SIZES + 1]; /* by size, and of all */
    uint64_t left_out;
} class_objects;

typedef struct objects_figures {
    const char *key;
    const ml_settings *settings;
    class_objects all;
    class_objects *per_class; /* [classes->n] */
} objects_figures;

void ml_object_figures_destroy(void *figures)
{
    objects_figures *own = figures;
    if (!own)
        return;
    free(own->per_class);
    free(own);
}

ml_status ml_object_figures_create(const ml_measure *measure, const ml_settings *settings, ml_error *error, void **figures)
{
    objects_figures *own = ml_alloc(1, sizeof *own);
    if (own) {
        *own = (objects_figures){measure->key, settings, .per_class = ml_alloc(settings->classes->n, sizeof *own->per_class)};
        if (own->per_class) {
            *figures = own;
            return ML_OK;
        }
    }
    ml_object_figures_destroy(own);
    return ml_fail_memory(error, "the figures");
}

static void add(numbers *to, const numbers *more)
{
    to->objects += more->objects;
    to->found += more->found;
    to->half += more->half;
}

/* Adds up the sizes, and the classes that are shown. */
static void add_up(objects_figures *own)
{
    own->all = (class_objects){.left_out = 0};
    for (size_t y = 0; y < own->settings->classes->n; y++) {
        class_objects *class = &own->per_class[y];
        class->of[ALL] = (numbers){0, 0, 0};
        for (int size = ML_OBJECTS_SMALL; size < ML_N_OBJECT_SIZES; size++)
            add(&class->of[ALL], &class->of[size]);
        if (own->settings->masked[y])
            continue;
        for (int size = ML_OBJECTS_SMALL; size <= ALL; size++)
            add(&own->all.of[size], &class->of[size]);
        own->all.left_out += class->left_out;
    }
}

void ml_object_figures_compute(const ml_record *record, void *figures)
{
    objects_figures *own = figures;
    const uint64_t *left_out = ml_objects_numbers(record, own->key, ML_OBJECTS_LEFT_OUT);
    for (int size = ML_OBJECTS_SMALL; size < ML_N_OBJECT_SIZES; size++) {
        const uint64_t *from = ml_objects_numbers(record, own->key, size);
        for (size_t y = 0; y < record->n_classes; y++, from += ML_N_OBJECT_NUMBERS)
            own->per_class[y].of[size] = (numbers){from[ML_OBJECTS_THERE], from[ML_OBJECTS_FOUND], from[ML_OBJECTS_HALF]};
    }
    for (size_t y = 0; y < record->n_classes; y++)
        own->per_class[y].left_out = left_out[y];
    add_up(own);
}

/* What intervals need of a size of a class that is shown. */
enum { SUM_OBJECTS, SUM_FOUND, N_SUMS };

size_t ml_object_figures_n_sums(const void *figures)
{
    const objects_figures *own = figures;
    size_t n = 0;
    for (size_t y = 0; y < own->settings->classes->n; y++)
        n += !own->settings->masked[y];
    return n * ML_N_OBJECT_SIZES * N_SUMS;
}

void ml_object_figures_take_sums(const void *figures, double *sums)
{
    const objects_figures *own = figures;
    for (size_t y = 0; y < own->settings->classes->n; y++)
        for (int size = ML_OBJECTS_SMALL; size < ML_N_OBJECT_SIZES && !own->settings->masked[y]; size++, sums += N_SUMS) {
            sums[SUM_OBJECTS] = (double)own->per_class[y].of[size].objects;
            sums[SUM_FOUND] = (double)own->per_class[y].of[size].found;
        }
}

void ml_object_figures_from_sums(const double *sums, void *figures)
{
    objects_figures *own = figures;
    for (size_t y = 0; y < own->settings->classes->n; y++)
        for (int size = ML_OBJECTS_SMALL; size < ML_N_OBJECT_SIZES && !own->settings->masked[y]; size++, sums += N_SUMS) {
            own->per_class[y].of[size].objects = (uint64_t)sums[SUM_OBJECTS];
            own->per_class[y].of[size].found = (uint64_t)sums[SUM_FOUND];
        }
    add_up(own);
}

/* Of what class, or all, a figure is. */
static const class_objects *objects_of(const ml_subject *subject, const ml_figure *figure)
{
    const objects_figures *own = subject->figures->measures[figure->of[ML_OVER_MEASURES]];
    const int y = figure->of[ML_OVER_CLASSES];
    return y == ML_OF_NONE ? &own->all : &own->per_class[y];
}

/* A field of class_objects. */
static uint64_t value_count(const ml_subject *subject, const ml_figure *figure)
{
    uint64_t n;
    memcpy(&n, (const char *)objects_of(subject, figure) + figure->row->field, sizeof n);
    return n;
}

/* The next two are of a size, or of all. */
static uint64_t value_missed(const ml_subject *subject, const ml_figure *figure)
{
    const numbers *of = &objects_of(subject, figure)->of[figure->row->field];
    return of->objects - of->found;
}

static double value_recall(const ml_subject *subject, const ml_figure *figure)
{
    const numbers *of = &objects_of(subject, figure)->of[figure->row->field];
    return of->objects > 0 ? (double)of->found / (double)of->objects : (double)NAN;
}

static const ml_set_list *value_worst(const ml_subject *subject, const ml_figure *figure)
{
    const objects_figures *own = subject->figures->measures[figure->of[ML_OVER_MEASURES]];
    return ml_set_lists_find(subject->lists, own->key);
}

static bool lists_worst(const ml_measure *measure) { return ml_worst_n_wanted(measure) > 0; }

static const ml_column worst_columns[] = {
    {.key = "image", .kind = ML_KIND_IMAGE, .meaning = "The image that it is in."},
    {.key = "class", .kind = ML_KIND_CLASS, .cell = ML_WORST_CLASS, .meaning = "Its true class."},
    {.key = "box",
     .kind = ML_KIND_BOX,
     .cell = ML_WORST_FIRST_ROW,
     .meaning = "Where it is: first row, first column, last row, last column, from 0."},
    {.key = "pixels", .kind = ML_KIND_SIZE, .cell = ML_WORST_PIXELS, .meaning = "Its pixels."},
    {.key = "hit", .kind = ML_KIND_COUNT, .cell = ML_WORST_HIT, .meaning = "Those that are decided right."},
    {.key = "as",
     .kind = ML_KIND_CLASS,
     .cell = ML_WORST_AS,
     .meaning = "The class that most of the others are decided as, the first of equals; null if none is decided as a class."},
    {.key = NULL},
};

#define COUNT(name, field_, better, meaning_)                                                                                  \
    {                                                                                                                          \
        .key = name, .kind = ML_KIND_COUNT, .more_is_better = better, .count = value_count,                                    \
        .field = offsetof(class_objects, field_), .meaning = meaning_                                                          \
    }
#define NUMBERS(size)                                                                                                          \
    COUNT("objects", of[size].objects, false, "Objects of at least `min` pixels."),                                            \
        COUNT("found", of[size].found, true, "Of these, objects of which a pixel is decided right."),                          \
        COUNT("half", of[size].half, true, "Objects of which at least half of the pixels are."),                               \
        {.key = "missed",                                                                                                      \
         .kind = ML_KIND_COUNT,                                                                                                \
         .count = value_missed,                                                                                                \
         .field = size,                                                                                                        \
         .meaning = "Objects of which none is: `objects` - `found`."},                                                         \
    {                                                                                                                          \
        .key = "recall", .kind = ML_KIND_FRACTION, .averaged = ML_AVERAGED, .has_interval = true, .more_is_better = true,      \
        .number = value_recall, .field = size, .meaning = "`found` / `objects`; null without objects."                         \
    }

static const ml_catalogue_row small_rows[] = {NUMBERS(ML_OBJECTS_SMALL), {0}};
static const ml_catalogue_row medium_rows[] = {NUMBERS(ML_OBJECTS_MEDIUM), {0}};
static const ml_catalogue_row large_rows[] = {NUMBERS(ML_OBJECTS_LARGE), {0}};

#define ALL_NUMBERS                                                                                                            \
    NUMBERS(ALL), COUNT("left_out", left_out, false, "Objects of fewer than `min` pixels, which are not among the others."),   \
        {.key = "small", .members = small_rows, .meaning = "Objects of fewer than 32 x 32 pixels"},                            \
        {.key = "medium", .members = medium_rows, .meaning = "Those of fewer than 96 x 96, and not small"},                    \
    {                                                                                                                          \
        .key = "large", .members = large_rows, .meaning = "The others"                                                         \
    }

static const ml_catalogue_row class_rows[] = {ALL_NUMBERS, {0}};
static const ml_catalogue_row per_class_rows[] = {{.over = ML_OVER_CLASSES, .of_unmasked = true, .members = class_rows}, {0}};
const ml_catalogue_row ml_object_rows[] = {
    ALL_NUMBERS,
    {.key = "per_class", .members = per_class_rows, .meaning = "The same by class name, of the classes that are not masked"},
    {.key = "worst",
     .title = "worst objects",
     .kind = ML_KIND_LIST,
     .scopes = ML_IN_SET,
     .is_of = lists_worst,
     .list = value_worst,
     .columns = worst_columns,
     .meaning = "The objects of which the most pixels are not decided right, at most as many as `worst` says."},
    {0},
};
