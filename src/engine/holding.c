/* Images that were held back are reported; see holding.h. */
#include "engine/holding.h"

#include "engine/failures.h"
#include "engine/image_names.h"
#include "engine/pair_files.h"
#include "engine/reporting.h"
#include "engine/schedule.h"
#include "engine/worst_maps.h"

#include <string.h>

/* An image that is held, as it comes out of the spool. */
typedef struct current {
    bool found;
    ml_held_image image;
    const ml_pair *pair;
} current;

/* Into the set's record. */
static ml_status next(const ml_holding *h, ml_error *error, current *now)
{
    ml_status status = ml_held_images_next(h->held, error, &now->found, &now->image, &h->set->record, h->counts);
    if (!status && now->found)
        now->pair = &h->pairs->items[now->image.pair];
    return status;
}

/* The current image has failed after all. */
static ml_status drop(const ml_holding *h, const current *now, const char *id, ml_error *error)
{
    ml_held_images_drop(h->held, now->image.number);
    return ml_failures_add(&h->set->faults, id, now->pair->number, &h->job->listener, error);
}

/* The maps of all images, in a second reading. */
typedef struct redrawing {
    const ml_holding *holding;
    current now;
} redrawing;

/* -1, 0, 1: where the image that is handed over is, seen from the current one. */
static int order(const redrawing *r, const ml_scheduled_image *given)
{
    const ml_held_image *at = &r->now.image;
    size_t pair = (size_t)(given->pair - r->holding->pairs->items);
    if (pair != at->pair)
        return pair < at->pair ? -1 : 1;
    return given->image == at->image ? 0 : given->image < at->image ? -1 : 1;
}

static bool same_lists(const ml_record *a, const ml_record *b)
{
    bool same = true;
    for (size_t l = 0; l < a->n_lists && same; l++)
        same = ml_rows_same(&a->lists[l], &b->lists[l]);
    return same;
}

static bool same_record(const ml_record *a, const ml_record *b)
{
    return a->n_pixels == b->n_pixels && a->n_ignored == b->n_ignored && a->n_bad == b->n_bad &&
           memcmp(a->counted, b->counted, a->n_counted * sizeof *a->counted) == 0 &&
           memcmp(a->summed, b->summed, a->n_summed * sizeof *a->summed) == 0 && same_lists(a, b);
}

/* What has come of the current image; NULL: it was not there any more. */
static ml_status judge(const redrawing *r, const ml_image_names *names, ml_outcome *outcome, ml_error *error)
{
    const ml_holding *h = r->holding;
    if (!outcome || (!outcome->status && !outcome->is_done && !same_record(&outcome->seen.record, &h->set->record)))
        return ml_fail(error, ML_E_INPUT, "%s: it, or what belongs to it, has changed since it was evaluated",
                       names->prediction);
    if (outcome->status && !outcome->message)
        return ml_fail_memory(error, "an error");
    if (outcome->status)
        return ml_fail(error, outcome->status, "%s", outcome->message);
    if (ml_pair_mark_check(r->now.pair, h->classes, r->now.image.mark, names->prediction, error))
        return error->status;
    return ml_drawn_move(h->drawing, &outcome->drawn, names->id, error);
}

static ml_status settle(redrawing *r, ml_outcome *outcome, ml_error *error)
{
    const ml_held_image *image = &r->now.image;
    ml_image_names names;
    ml_status status = ml_image_names_init(r->now.pair, image->is_batch, image->image, error, &names);
    if (status)
        return status;
    status = judge(r, &names, outcome, error);
    if (status == ML_E_INPUT)
        status = drop(r->holding, &r->now, names.id, error);
    ml_image_names_clear(&names);
    return status ? status : next(r->holding, error, &r->now);
}

static ml_status take_drawn(void *context, const ml_scheduled_image *given, ml_error *error)
{
    redrawing *r = context;
    ml_status status = ML_OK;
    while (r->now.found && order(r, given) > 0 && !status)
        status = settle(r, NULL, error);
    /* An image that has failed before stays a failed one, whatever has come of it now. */
    return status || !r->now.found || order(r, given) < 0 ? status : settle(r, given->outcome, error);
}

static ml_status draw_all(const ml_holding *h, ml_error *error)
{
    redrawing r = {.holding = h};
    const ml_taker taker = {take_drawn, &r};
    ml_status status = ml_held_images_rewind(h->held, error);
    if (!status)
        status = next(h, error, &r.now);
    if (!status)
        status = ml_schedule_run(h->job, h->pairs, &h->set->settings, h->resume, h->drawing, &taker, error);
    while (!status && r.now.found)
        status = settle(&r, NULL, error);
    return status;
}

/* Whether the current image is one of the worst so far. */
static ml_status rank(const ml_holding *h, const current *now, ml_error *error)
{
    ml_set *set = h->set;
    const ml_held_image *held = &now->image;
    ml_image_names names;
    ml_status status = ml_image_names_init(now->pair, held->is_batch, held->image, error, &names);
    if (status)
        return status;
    status = ml_image_names_find_group(set, error, &names);
    if (!status) {
        const ml_again again = {.pair = now->pair, .image = held->image, .mark = held->mark, .number = held->number};
        ml_image_result image = ml_image_names_result(&names, held->width, held->height);
        ml_figures_compute(&set->record, &set->figures);
        image.figures = &set->figures;
        status = ml_worst_offer(&set->worst, &image, &set->record, held->is_done ? NULL : &again, error);
    }
    ml_image_names_clear(&names);
    return status;
}

/* Finds the worst images and draws their maps. */
static ml_status draw_worst(const ml_holding *h, ml_error *error)
{
    ml_ranking *ranking = &h->set->worst.ranking;
    current now = {.found = true};
    ml_ranking_clear(ranking);
    ml_status status = ml_held_images_rewind(h->held, error);
    while (!status && !(status = next(h, error, &now)) && now.found)
        status = rank(h, &now, error);
    if (!status)
        status = ml_worst_draw(&h->set->worst, h->drawing, h->job, &h->set->faults, error);
    for (size_t i = 0; i < ranking->n && !status; i++) {
        const ml_kept_image *kept = ranking->items[i].thing;
        if (kept->has_failed)
            ml_held_images_drop(h->held, kept->again.number);
    }
    h->set->worst.is_complete = true;
    return status;
}

/* Until no image fails any more. */
static ml_status prepare(const ml_holding *h, ml_error *error)
{
    const ml_job *job = h->job;
    ml_set *set = h->set;
    size_t n_faults;
    ml_status status;
    do {
        n_faults = set->faults.n;
        status = job->scoring.weighing == ML_WEIGHTS_GIVEN
                     ? ML_OK
                     : ml_held_images_weigh(h->held, job->scoring.weighing, &set->record, error, set->settings.weights);
        if (!status && h->drawing->n_files > 0 && !h->drawing->files_at_end)
            status = draw_all(h, error);
        if (!status && h->draws_at_end && set->faults.n == n_faults)
            status = draw_worst(h, error);
    } while (!status && set->faults.n > n_faults);
    return status;
}

static ml_status report(const ml_holding *h, const current *now, ml_error *error)
{
    ml_image_names names;
    ml_status status = ml_image_names_init(now->pair, now->image.is_batch, now->image.image, error, &names);
    if (status)
        return status;
    status = ml_image_names_find_group(h->set, error, &names);
    if (!status)
        status = ml_reporting_add(h->set, ml_image_names_result(&names, now->image.width, now->image.height), &h->set->record,
                                  NULL, error);
    ml_image_names_clear(&names);
    return status;
}

/* How many images of an earlier run are left. */
static ml_status count_done(const ml_holding *h, ml_error *error, size_t *n)
{
    current now = {.found = true};
    *n = 0;
    ml_status status = ml_held_images_rewind(h->held, error);
    while (!status && !(status = next(h, error, &now)) && now.found)
        *n += now.image.is_done;
    return status;
}

ml_status ml_holding_report(const ml_holding *h, ml_error *error)
{
    const ml_listener *listener = &h->job->listener;
    current now = {.found = true};
    size_t n_done = 0;
    ml_status status = prepare(h, error);
    if (!status)
        status = count_done(h, error, &n_done);
    if (!status)
        status = ml_held_images_rewind(h->held, error);
    if (status)
        return status;
    ml_make_way(listener);
    h->set->report.out->exhausted = n_done == 0;
    h->job->report.form->begin(&h->set->report);
    while (!status && !(status = next(h, error, &now)) && now.found) {
        ml_make_way(listener);
        n_done -= now.image.is_done;
        h->set->report.out->exhausted = n_done == 0;
        status = report(h, &now, error);
    }
    return status;
}
