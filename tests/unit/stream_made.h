/* Record streams in memory, for tests that read them, whole or changed. */
#ifndef ML_TESTS_STREAM_MADE_H
#define ML_TESTS_STREAM_MADE_H

#include "score.h"
#include "stream_text.h"

#include "stream/reader.h"
#include "stream/writer.h"

static const char made_losses[] = "cce,focal:gamma=3:alpha=0.1/0.2/0.7,brier,dice:smooth=1,tversky:fp=0.25";

/* A stream in memory. */
typedef struct made {
    score score;
    ml_out out;
    bool is_summary;
    const char *group; /* of the images to come */
    ml_aggregate aggregate;
    ml_figures figures;
    ml_faults faults;
    ml_verdicts verdicts;
    bool have[4];
} made;

/* `set`, unless NULL, changes classes and settings. */
static inline void made_begin_with(made *w, bool summary, void (*set)(score *))
{
    const double smooth = 0.5;
    memset(w, 0, sizeof *w);
    score_init(&w->score, 3, made_losses, &smooth);
    w->score.settings.has_groups = true;
    w->score.settings.group_rule = "before:\xff\\";
    if (set)
        set(&w->score);
    w->have[1] = w->have[3] = true;
    w->out = (ml_out){.path = "memory", .fd = -1};
    w->is_summary = summary;
    EXPECT(ml_aggregate_init(&w->score.settings, &w->score.error, &w->aggregate) == ML_OK, "%s", w->score.error.text);
    EXPECT(ml_figures_init(&w->score.settings, &w->score.error, &w->figures) == ML_OK, "%s", w->score.error.text);
    ml_stream_write_head(&w->out, &w->score.settings, (ml_shards){4, w->have}, 0, NULL);
}

static inline void made_begin(made *w, bool summary) { made_begin_with(w, summary, NULL); }

/* A record whose sums fit its counts, of an image with height rows. */
static inline void made_fill(ml_record *r, size_t height, uint64_t *state)
{
    size_t n = r->n_classes;
    score_fill(r, 50, state);
    for (size_t y = 0; y < n; y++) {
        double left = (double)(ml_record_support(r, y) - r->none[y]);
        for (size_t c = 0; c < n; c++) {
            double part = c + 1 < n ? left * unit_fraction(state) : left;
            r->soft[y * n + c] = part;
            left -= part;
        }
        for (double *sum = r->sums + y; sum < r->summed + r->n_summed; sum += n)
            *sum = (double)ml_record_support(r, y) * unit_fraction(state);
    }
    while (r->n_pixels % height != 0) {
        r->n_ignored++;
        r->n_pixels++;
    }
}

static inline void made_add(made *w, const char *id, const ml_record *record, size_t height)
{
    const ml_image_result image = {.id = id,
                                   .group = w->group,
                                   .truth = "t",
                                   .prediction = "p\xff\\",
                                   .width = (size_t)record->n_pixels / height,
                                   .height = height,
                                   .figures = &w->figures};
    ml_figures_compute(record, &w->figures);
    if (!w->is_summary)
        ml_stream_write_image(&w->out, &image);
    EXPECT(ml_aggregate_add(&w->aggregate, record, &w->figures, &w->score.error) == ML_OK, "%s", w->score.error.text);
}

static inline void made_end(made *w)
{
    EXPECT(ml_faults_add(&w->faults, "bad\xfe", "what is wrong", 0, &w->score.error) == ML_OK, "%s", w->score.error.text);
    ml_figures_compute(ml_tally_finish(&w->aggregate.pooled), &w->figures);
    w->score.settings.has_groups = false; /* the last line does not have them */
    const ml_set_result set = {.aggregate = &w->aggregate,
                               .figures = &w->figures,
                               .n_expected = w->aggregate.n_images + 2,
                               .faults = &w->faults,
                               .verdicts = &w->verdicts};
    ml_stream_write_end(&w->out, &set, w->is_summary);
    EXPECT(w->out.status == ML_OK, "not made");
}

static inline void made_clear(made *w)
{
    ml_faults_clear(&w->faults);
    ml_figures_clear(&w->figures);
    ml_aggregate_clear(&w->aggregate);
    ml_out_close(&w->out);
    score_clear(&w->score);
}

static inline void made_expect(ml_status status, ml_status wanted, const ml_error *error)
{
    EXPECT(status == wanted, "status %d, not %d: %s", (int)status, (int)wanted, error->text);
}

static inline void made_read_head(ml_stream *stream, ml_stream_head *head)
{
    ml_error error = ML_ERROR_INIT;
    bool found;
    made_expect(ml_stream_read_head(stream, &error, head, &found), ML_OK, &error);
    EXPECT(found, "no header");
}

/* Three images, and their text. */
static inline void made_three(made *w)
{
    uint64_t state = 3;
    static const char *const ids[] = {"a", "b", "c"};
    made_begin(w, false);
    for (size_t i = 0; i < 3; i++) {
        ml_record record = score_record(&w->score);
        made_fill(&record, 1, &state);
        made_add(w, ids[i], &record, 1);
        ml_record_clear(&record);
    }
    made_end(w);
}

#endif
