/* Boundary IoU; see boundary_iou.h. While tiles pass, what was decided is noted at each pixel; in the end the rims of all
 * regions are counted. */
#include "measure/boundary_iou.h"

#include "base/memory.h"
#include "measure/boundary_figures.h"
#include "measure/decided.h"
#include "measure/rims.h"

#include <math.h>
#include <stdlib.h>

/* Of one thread, or of an image that several work on. */
typedef struct boundary {
    size_t d;           /* 0: goes by the image's size */
    const bool *masked; /* [n_classes] */
    size_t n_classes;
    uint64_t *counts[ML_N_BOUNDARY_PARTS]; /* of the tally */
    ml_rims_scratch scratch;
    ml_rims_image image; /* the current one, where this is not joined to another */
    ml_decided decided;
} boundary;

static ml_status create(const void *params, const ml_settings *settings, ml_tally *tally, ml_error *error, void **state)
{
    const ml_measure *measure = params;
    boundary *b = ml_alloc(1, sizeof *b);
    if (!b)
        return ml_fail_memory(error, "the measure boundary_iou");
    b->d = (size_t)measure->params[0];
    b->masked = settings->masked;
    b->n_classes = settings->classes->n;
    for (int p = 0; p < ML_N_BOUNDARY_PARTS; p++)
        b->counts[p] = ml_boundary_counts(&tally->counts, measure->key, p);
    *state = b;
    return ML_OK;
}

static void destroy(void *state)
{
    boundary *b = state;
    ml_rims_clear(&b->scratch);
    ml_decided_clear(&b->decided);
    free(b);
}

/* 2 % of the image's diagonal, rounded. */
static size_t usual_d(size_t rows, size_t columns)
{
    const double h = (double)rows, w = (double)columns, d = 0.02 * sqrt(h * h + w * w) + 0.5;
    return d > 1 ? (size_t)d : 1;
}

static ml_status begin(void *state, const ml_observed_image *image, void *joined, ml_error *error)
{
    boundary *b = state;
    const boundary *other = joined;
    ml_status status = ML_OK;
    if (!joined)
        status = ml_limits_memory(image->limits, image->name, ml_decided_bytes(image) + ml_rims_bytes(image->width),
                                  "the measure boundary_iou", error);
    if (!status)
        status = ml_decided_begin(&b->decided, image, other ? &other->decided : NULL, error);
    b->image = (ml_rims_image){.rows = image->height,
                               .columns = image->width,
                               .n_classes = b->n_classes,
                               .truth = image->truth,
                               .decision = b->decided.at,
                               .is_masked = b->masked,
                               .d = b->d ? b->d : usual_d(image->height, image->width)};
    return status;
}

static ml_status take(void *state, const ml_observed_tile *tile, ml_error *error)
{
    boundary *b = state;
    ML_UNUSED(error);
    ml_decided_take(&b->decided, tile);
    return ML_OK;
}

static ml_status finish(void *state, ml_error *error, void **left)
{
    boundary *b = state;
    ML_UNUSED(left);
    return ml_rims_count(&b->scratch, &b->image, error, b->counts[ML_BOUNDARY_RAW], b->counts[ML_BOUNDARY_MASKED]);
}

static const ml_observer_kind observer = {
    .name = "boundary_iou", .create = create, .destroy = destroy, .begin = begin, .take = take, .finish = finish};

/* Whether the rims fit in the regions: what is common to both in the pixels that are right, in `masked` all of a class may be;
 * what is on either in both regions, to which the pixels of bad predictions may belong. */
static const char *fault(const ml_part *part, const ml_record *record)
{
    const size_t n = record->n_classes;
    bool fits = true;
    for (size_t c = 0; c < n; c++) {
        const uint64_t support = ml_record_support(record, c), tp = record->hard[c * n + c];
        uint64_t any = support - tp + record->n_bad;
        for (size_t y = 0; y < n; y++)
            any += record->hard[y * n + c];
        for (int p = 0; p < ML_N_BOUNDARY_PARTS; p++) {
            const uint64_t *counts = ml_boundary_counts(record, part->group, p) + c * ML_N_RIMS;
            const uint64_t common = counts[ML_RIMS_COMMON], either = counts[ML_RIMS_EITHER];
            fits &= common <= either && common <= (p == ML_BOUNDARY_RAW ? tp : support) && either <= any;
            fits &= either > 0 || support == 0; /* a region has a rim */
        }
    }
    return fits ? NULL : "the pixels on the rims of regions are more than these have, or none";
}

static void make_part(const ml_measure *measure, size_t i, ml_part *part)
{
    ML_UNUSED(measure);
    *part = (ml_part){.name = ml_boundary_parts[i],
                      .kind = ML_PART_COUNTS,
                      .n_rows = ML_EACH_CLASS,
                      .n_columns = ML_N_RIMS,
                      .fault = i == ML_BOUNDARY_MASKED ? fault : NULL};
}

const ml_measure_kind ml_measure_boundary_iou = {
    .name = "boundary_iou",
    .title = "overlap of the regions' rims",
    .definition = "Of each class IoU of the pixels of the true and of the predicted region\n"
                  "that are at most d steps, diagonal ones too, from outside of it, and the\n"
                  "lesser of that and the plain IoU. d=0: 2 % of the image's diagonal.",
    .source = "Cheng, Girshick, Dollar, Berg, Kirillov 2021, here of whole classes",
    .params = {{.name = "d",
                .meaning = "width of a rim in pixels, 0 for 2 % of the diagonal",
                .fallback = 0,
                .least = 0,
                .most = 1 << 30,
                .is_whole = true}},
    .depends_on_mask = true,
    .n_parts = ML_N_BOUNDARY_PARTS,
    .make_part = make_part,
    .observer = &observer,
    .rows = ml_boundary_rows,
    .view_rows = ml_boundary_view_rows,
    .create = ml_boundary_create,
    .destroy = ml_boundary_destroy,
    .compute = ml_boundary_compute,
    .n_sums = ml_boundary_n_sums,
    .take_sums = ml_boundary_take_sums,
    .from_sums = ml_boundary_from_sums,
};
