/* Distances between borders; see surface.h. While tiles pass, what was decided is noted at each pixel; in the end the borders
 * of all regions are found, and the distances between those of each class. */
#include "measure/surface.h"

#include "base/memory.h"
#include "measure/decided.h"
#include "measure/surface_figures.h"
#include "measure/surface_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { OF_TRUTH, OF_DECISION, OF_FORGIVEN, N_PLANES };

/* Of one thread, or of an image that several work on. */
typedef struct surface {
    double tau;
    const bool *masked; /* [n_classes] */
    size_t n_classes;
    ml_surface_place places[ML_N_SURFACE_VIEWS]; /* of the tally */
    ml_decided decided;
    ml_observed_image image; /* the current one */
    ml_borders borders[N_PLANES];
    ml_distances_scratch scratch;
} surface;

static void destroy(void *state)
{
    surface *s = state;
    ml_decided_clear(&s->decided);
    for (int p = 0; p < N_PLANES; p++)
        ml_borders_clear(&s->borders[p]);
    ml_distances_clear(&s->scratch);
    free(s);
}

static ml_status create(const void *params, const ml_settings *settings, ml_tally *tally, ml_error *error, void **state)
{
    const ml_measure *measure = params;
    surface *s = ml_alloc(1, sizeof *s);
    if (!s)
        return ml_fail_memory(error, "the measure surface");
    *s = (surface){.tau = measure->params[0], .masked = settings->masked, .n_classes = settings->classes->n};
    for (int v = 0; v < ML_N_SURFACE_VIEWS; v++)
        s->places[v] = ml_surface_place_of(tally, measure->key, v);
    *state = s;
    return ML_OK;
}

/* What is held of the image at once: planes of labels, borders of so many places, and what their distances take. */
static ml_status check_memory(const surface *s, size_t n_places, ml_error *error)
{
    const ml_observed_image *image = &s->image;
    const uint64_t n_bytes = ml_decided_bytes(image) + n_places * (uint64_t)sizeof(ml_place) +
                             ml_distances_bytes(n_places, image->height, image->width);
    return ml_limits_memory(image->limits, image->name, n_bytes, "the measure surface", error);
}

static ml_status begin(void *state, const ml_observed_image *image, void *joined, ml_error *error)
{
    surface *s = state;
    const surface *other = joined;
    s->image = *image;
    if (!joined && (image->width > UINT32_MAX || image->height > UINT32_MAX))
        return ml_fail(error, ML_E_INPUT, "%s: has sides of more than %lu pixels, of which surface finds no distances",
                       image->name, (unsigned long)UINT32_MAX);
    ml_status status = joined ? ML_OK : check_memory(s, 0, error);
    return status ? status : ml_decided_begin(&s->decided, image, other ? &other->decided : NULL, error);
}

static ml_status take(void *state, const ml_observed_tile *tile, ml_error *error)
{
    surface *s = state;
    ML_UNUSED(error);
    ml_decided_take(&s->decided, tile);
    return ML_OK;
}

/* The borders of a plane, where there are n_others more already. */
static ml_status find_borders(surface *s, int plane, const uint16_t *labels, size_t n_others, ml_error *error, size_t *n_all)
{
    const size_t rows = s->image.height, columns = s->image.width;
    ml_borders *borders = &s->borders[plane];
    ml_status status = ml_borders_init(borders, s->n_classes, columns, error);
    if (status)
        return status;
    *n_all = n_others + ml_borders_count(borders, labels, rows, columns);
    status = check_memory(s, *n_all, error);
    return status ? status : ml_borders_find(borders, labels, rows, columns, error);
}

static ml_status measure_class(surface *s, size_t c, int plane, ml_error *error, ml_distances *distances)
{
    const double height = (double)s->image.height * s->image.spacing[0], width = (double)s->image.width * s->image.spacing[1];
    const ml_distances_rule rule = {{s->image.spacing[0], s->image.spacing[1]}, s->tau, sqrt(height * height + width * width)};
    return ml_distances_find(&s->scratch, &rule, ml_borders_of(&s->borders[OF_TRUTH], c), ml_borders_of(&s->borders[plane], c),
                             error, distances);
}

/* Whether a class has the same predicted border with and without forgiveness; most have. */
static bool is_same(const surface *s, size_t c)
{
    const ml_places a = ml_borders_of(&s->borders[OF_DECISION], c), b = ml_borders_of(&s->borders[OF_FORGIVEN], c);
    return a.n == b.n && memcmp(a.items, b.items, a.n * sizeof *a.items) == 0;
}

static ml_status finish(void *state, ml_error *error, void **left)
{
    surface *s = state;
    const uint16_t *truth = s->image.truth;
    uint16_t *decided = s->decided.at;
    size_t n = 0;
    bool has_mask = false;
    ML_UNUSED(left);
    ml_status status = find_borders(s, OF_TRUTH, truth, 0, error, &n);
    if (!status)
        status = find_borders(s, OF_DECISION, decided, n, error, &n);
    for (size_t c = 0; c < s->n_classes; c++)
        has_mask |= s->masked[c];
    if (!status && has_mask) {
        ml_decided_forgive(truth, decided, s->image.width * s->image.height, s->masked, decided);
        status = find_borders(s, OF_FORGIVEN, decided, n, error, &n);
    }
    for (size_t c = 0; c < s->n_classes && !status; c++) {
        ml_distances raw, masked;
        status = measure_class(s, c, OF_DECISION, error, &raw);
        masked = raw;
        if (!status && has_mask && !is_same(s, c))
            status = measure_class(s, c, OF_FORGIVEN, error, &masked);
        if (!status)
            status = ml_surface_add(&s->places[ML_SURFACE_RAW], c, &raw, error);
        if (!status)
            status = ml_surface_add(&s->places[ML_SURFACE_MASKED], c, &masked, error);
    }
    return status;
}

static const ml_observer_kind observer = {
    .name = "surface", .create = create, .destroy = destroy, .begin = begin, .take = take, .finish = finish};

const ml_measure_kind ml_measure_surface = {
    .name = "surface",
    .title = "distances between borders",
    .definition = "Of each class the distances between the borders of the true and of the\n"
                  "predicted region: largest (hd), 95th percentile (hd95), mean (assd), and\n"
                  "share of border pixels within tau (nsd). Unit: --spacing.",
    .source = "Huttenlocher 1993, Heimann 2009, Nikolov 2021; here between pixels",
    .params = {{.name = "tau",
                .meaning = "distance that nsd tolerates, in the unit of --spacing",
                .fallback = 1,
                .least = 0,
                .most = HUGE_VAL}},
    .depends_on_mask = true,
    .is_of_planes = true,
    .n_parts = ML_N_SURFACE_PARTS,
    .make_part = ml_surface_make_part,
    .observer = &observer,
    .rows = ml_surface_rows,
    .view_rows = ml_surface_view_rows,
    .create = ml_surface_figures_create,
    .destroy = ml_surface_figures_destroy,
    .compute = ml_surface_figures_compute,
    .n_sums = ml_surface_figures_n_sums,
    .take_sums = ml_surface_figures_take_sums,
    .from_sums = ml_surface_figures_from_sums,
};
