/* Measures: what overlap cannot see (decisions near borders, objects, distances, confidence). Each kind is a row: what it
 * listens to while tiles pass, the parts of the record that it adds, and the figures of these. The rows are in
 * measure/measures.c. */
#ifndef ML_CORE_MEASURE_H
#define ML_CORE_MEASURE_H

#include "base/error.h"
#include "core/part.h"

enum { ML_MAX_MEASURE_PARAMS = 2 };

struct ml_catalogue_row;
struct ml_figures;
struct ml_observer_kind;
struct ml_record;
struct ml_settings;

typedef struct ml_measure ml_measure;

typedef struct ml_measure_param {
    const char *name;
    const char *meaning; /* in the schema and the manual */
    double fallback;     /* the default */
    double least, most;  /* what it may be */
    bool is_whole;
} ml_measure_param;

typedef struct ml_measure_kind {
    const char *name;
    const char *title;      /* for people */
    const char *definition; /* for --list-measures: lines of at most 72 bytes */
    const char *source;
    ml_measure_param params[ML_MAX_MEASURE_PARAMS]; /* ends at the first without name */

    bool depends_on_mask; /* its parts do: they are not those of another mask */
    bool is_of_planes;    /* of a slice of a volume it says nothing about the volume */

    /* The parts of the record, of which the caller fills in the group: the measure's key. One that is left without a name the
     * measure does not have, as its parameters are. */
    size_t n_parts;
    void (*make_part)(const ml_measure *measure, size_t i, ml_part *part);

    const struct ml_observer_kind *observer; /* its params are the ml_measure */

    /* Its figures, and of these those of a view, of which there are means and intervals below each view; NULL: the figures have
     * no views. Both end with a row of zeros. */
    const struct ml_catalogue_row *rows, *view_rows;

    /* Room for the figures of one record, and these. */
    ml_status (*create)(const ml_measure *measure, const struct ml_settings *settings, ml_error *error, void **figures);
    void (*destroy)(void *figures); /* NULL is allowed */
    void (*compute)(const struct ml_record *record, void *figures);
    const struct ml_figures *(*table)(const void *figures); /* those of a table of decisions of its own; NULL: it has none */

    /* What a record is reduced to for intervals: so many sums, of which the figures that have intervals follow. */
    size_t (*n_sums)(const void *figures);
    void (*take_sums)(const void *figures, double *sums); /* [n_sums] */
    void (*from_sums)(const double *sums, void *figures);
} ml_measure_kind;

/* A measure as asked for. */
struct ml_measure {
    const ml_measure_kind *kind;
    double params[ML_MAX_MEASURE_PARAMS];
    char *key; /* name plus the parameters that differ from their defaults, in table order */
};

/* A zeroed one has none, and may be cleared. */
typedef struct ml_measures {
    size_t n;
    ml_measure *items;
    size_t n_parts;
    ml_part *parts; /* [n_parts] of all of them */
} ml_measures;

/* Number of parameters of a row. */
size_t ml_measure_n_params(const ml_measure_kind *kind);

/* The first that is_of_planes; NULL: none is. */
const ml_measure *ml_measures_of_planes(const ml_measures *measures);

/* Lists the parts of the measures, once these are all there and stay where they are. On failure there are none. */
ml_status ml_measures_make_parts(ml_error *error, ml_measures *measures) ML_MUST_USE;
void ml_measures_clear(ml_measures *measures);

#endif
