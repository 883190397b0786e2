/* Parts of the record for distances; see surface_parts.h. */
#include "measure/surface_parts.h"

static const char *const counted[ML_N_SURFACE_VIEWS] = {[ML_SURFACE_RAW] = "raw", [ML_SURFACE_MASKED] = "masked"};
static const char *const summed[ML_N_SURFACE_VIEWS] = {
    [ML_SURFACE_RAW] = "raw_distances", [ML_SURFACE_MASKED] = "masked_distances"};

const uint64_t *ml_surface_counts(const ml_record *record, const char *key, int view)
{
    return ml_record_counts(record, key, counted[view]);
}

const double *ml_surface_sums(const ml_record *record, const char *key, int view)
{
    return record->summed + ml_record_find(record, key, summed[view])->first;
}

ml_surface_place ml_surface_place_of(const ml_tally *tally, const char *key, int view)
{
    return (ml_surface_place){ml_record_counts(&tally->counts, key, counted[view]),
                              tally->summed + ml_record_find(&tally->counts, key, summed[view])->first};
}

ml_status ml_surface_add(const ml_surface_place *place, size_t c, const ml_distances *distances, ml_error *error)
{
    uint64_t *counts = place->counts + c * ML_N_SURFACE_COUNTS;
    ml_fixed *sums = place->sums + c * ML_N_SURFACE_SUMS;
    counts[ML_SURFACE_BORDER] += distances->n_border;
    counts[ML_SURFACE_WITHIN] += distances->n_within;
    counts[ML_SURFACE_MISSED] += distances->is_missed;
    counts[ML_SURFACE_SPURIOUS] += distances->is_spurious;
    if (!ml_fixed_add_fixed(&sums[ML_SURFACE_DISTANCE], &distances->sum) ||
        !ml_fixed_add(&sums[ML_SURFACE_HD], distances->largest) || !ml_fixed_add(&sums[ML_SURFACE_HD95], distances->percentile))
        return ml_fail(error, ML_E_SYSTEM, "the sum of distances is too large");
    return ML_OK;
}

/* What is counted exactly is below twice that. */
#define MAX_SUM 0x1p62

/* Whether a class can have such distances, where its regions have at most so many pixels. What is added is rounded below
 * 2^-64, what is read was rounded once more. */
static bool can_be(const uint64_t *counts, const double *sums, uint64_t n_most)
{
    const double rounding = 1e-9, border = (double)counts[ML_SURFACE_BORDER], hd = sums[ML_SURFACE_HD];
    const bool has_border = counts[ML_SURFACE_BORDER] > 0;
    /* Of an image hd is one of the distances that are summed, and none of a region that is missed is within the tolerance. */
    return counts[ML_SURFACE_BORDER] <= n_most && counts[ML_SURFACE_WITHIN] <= counts[ML_SURFACE_BORDER] &&
           counts[ML_SURFACE_MISSED] <= counts[ML_SURFACE_BORDER] - counts[ML_SURFACE_WITHIN] &&
           counts[ML_SURFACE_SPURIOUS] <= n_most && hd <= sums[ML_SURFACE_DISTANCE] * (1 + rounding) &&
           sums[ML_SURFACE_HD95] <= hd * (1 + rounding) && (has_border || hd <= 0) &&
           sums[ML_SURFACE_DISTANCE] <= border * hd * (1 + rounding) && sums[ML_SURFACE_DISTANCE] < MAX_SUM;
}

/* The border pixels of a class are pixels of its true region, to which those of bad predictions may belong, and of its
 * predicted one, to which in `masked` its own may. */
static const char *fault(const ml_part *part, const ml_record *record)
{
    const size_t n = record->n_classes;
    bool fits = true;
    for (int view = 0; view < ML_N_SURFACE_VIEWS; view++)
        for (size_t c = 0; c < n; c++) {
            const uint64_t support = ml_record_support(record, c);
            uint64_t n_most = support + record->n_bad + (view == ML_SURFACE_MASKED ? support : 0);
            for (size_t y = 0; y < n; y++)
                n_most += record->hard[y * n + c];
            const uint64_t *counts = ml_surface_counts(record, part->group, view) + c * ML_N_SURFACE_COUNTS;
            fits &= counts[ML_SURFACE_BORDER] > 0 || support == 0; /* a region has a border */
            fits &= can_be(counts, ml_surface_sums(record, part->group, view) + c * ML_N_SURFACE_SUMS, n_most);
        }
    return fits ? NULL : "the distances between borders are not what regions of so many pixels can have";
}

void ml_surface_make_part(const ml_measure *measure, size_t i, ml_part *part)
{
    const bool is_counted = i < ML_N_SURFACE_VIEWS;
    ML_UNUSED(measure);
    *part = (ml_part){.name = is_counted ? counted[i] : summed[i - ML_N_SURFACE_VIEWS],
                      .kind = is_counted ? ML_PART_COUNTS : ML_PART_SUMS,
                      .n_rows = ML_EACH_CLASS,
                      .n_columns = is_counted ? (size_t)ML_N_SURFACE_COUNTS : (size_t)ML_N_SURFACE_SUMS,
                      .fault = i + 1 == ML_N_SURFACE_PARTS ? fault : NULL};
}
