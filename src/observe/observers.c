/* Observers of tiles; see observers.h. */
#include "observe/observers.h"

#include "base/memory.h"
#include "observe/reducer.h"

#include <stdlib.h>
#include <string.h>

static ml_status create_states(const ml_settings *settings, ml_error *error, ml_observers *o)
{
    ml_status status = ML_OK;
    for (; o->n < 1 + o->n_asked && !status; o->n += !status) {
        ml_observer *item = &o->items[o->n];
        *item = o->n == 0 ? (ml_observer){.kind = &ml_reducer} : o->asked[o->n - 1];
        status = item->kind->create(item->params, settings, &o->tally, error, &o->states[o->n]);
    }
    return status;
}

/* Room for the pixel loops, which compute what one of the observers looks at. */
static ml_status make_pixels(const ml_settings *settings, ml_error *error, ml_observers *o)
{
    ml_pixels *pixels = ml_alloc_unset(1, sizeof *pixels);
    if (!pixels)
        return ml_fail_memory(error, "the pixel loops");
    const ml_classes *classes = settings->classes;
    ml_status status = ml_pixels_init_grouped(settings->kernel->kernel, classes->n, classes->n_channels,
                                              classes->class_of_channel, settings->activation, error, pixels);
    pixels->has_threshold = settings->has_threshold;
    pixels->threshold = settings->threshold;
    if (status) {
        free(pixels);
        return status;
    }
    pixels->with_sq_error = ml_losses_take_sq_error(settings->losses);
    pixels->with_hard_p_true = false;
    for (size_t k = 0; k < o->n_asked; k++) {
        pixels->with_sq_error |= o->asked[k].needs_sq_error;
        pixels->with_hard_p_true |= o->asked[k].needs_p_true;
        pixels->with_p_largest |= o->asked[k].kind->needs_p_largest;
    }
    o->pixels = pixels;
    return ML_OK;
}

ml_status ml_observers_init(const ml_settings *settings, const ml_observer *asked, size_t n_asked, bool takes_tiles,
                            ml_error *error, ml_observers *observers)
{
    ml_observers *o = observers;
    *o = (ml_observers){.n_asked = n_asked, .asked = asked};
    o->items = n_asked < SIZE_MAX ? ml_alloc(1 + n_asked, sizeof *o->items) : NULL;
    o->states = n_asked < SIZE_MAX ? ml_alloc(1 + n_asked, sizeof *o->states) : NULL;
    ml_status status = o->items && o->states ? ML_OK : ml_fail_memory(error, "the observers of tiles");
    if (!status)
        status = ml_tally_init(settings, error, &o->tally);
    if (!status && takes_tiles)
        status = make_pixels(settings, error, o);
    if (!status)
        status = create_states(settings, error, o);
    if (status)
        ml_observers_clear(o);
    return status;
}

void ml_observers_clear(ml_observers *observers)
{
    for (size_t k = 0; k < observers->n; k++)
        observers->items[k].kind->destroy(observers->states[k]);
    free(observers->items);
    free(observers->states);
    if (observers->pixels)
        ml_pixels_clear(observers->pixels);
    free(observers->pixels);
    ml_tally_clear(&observers->tally);
    *observers = (ml_observers){.n = 0};
}

ml_status ml_observers_begin(ml_observers *observers, const ml_observed_image *image, const ml_observers *joined,
                             ml_error *error)
{
    ml_status status = ML_OK;
    ml_tally_reset(&observers->tally);
    observers->bad = (ml_bad_pixel){.found = false};
    observers->min_sum = DBL_MAX;
    observers->max_sum = 0;
    observers->logits_look = 0;
    for (size_t k = 0; k < observers->n && !status; k++)
        if (observers->items[k].kind->begin)
            status = observers->items[k].kind->begin(observers->states[k], image, joined ? joined->states[k] : NULL, error);
    return status;
}

static void note_values(ml_observers *o, double min_sum, double max_sum, unsigned logits_look)
{
    o->logits_look |= logits_look;
    o->min_sum = min_sum < o->min_sum ? min_sum : o->min_sum;
    o->max_sum = max_sum > o->max_sum ? max_sum : o->max_sum;
}

ml_status ml_observers_take(ml_observers *observers, const ml_tile *tile, size_t first, ml_error *error)
{
    const ml_pixels *px = observers->pixels;
    const ml_observed_tile observed = {first, tile, observers->pixels};
    ml_status status = ML_OK;
    ml_pixels_run(observers->pixels, tile);
    note_values(observers, px->min_sum, px->max_sum, px->logits_look);
    if (px->n_bad && !observers->bad.found)
        observers->bad = (ml_bad_pixel){true, first + px->first_bad_pixel, px->first_bad_class, px->first_bad_value};
    for (size_t k = 0; k < observers->n && !status; k++)
        status = observers->items[k].kind->take(observers->states[k], &observed, error);
    return status;
}

void ml_observers_count(ml_observers *observers, uint16_t truth, uint16_t decision, uint64_t n)
{
    ml_reducer_count(observers->states[0], truth, decision, n);
}

ml_status ml_observers_join(ml_observers *observers, const ml_observers *others, ml_error *error)
{
    ml_status status = ml_tally_add(&observers->tally, &others->tally, error);
    note_values(observers, others->min_sum, others->max_sum, others->logits_look);
    for (size_t k = 0; k < observers->n && !status; k++)
        if (observers->items[k].kind->join)
            status = observers->items[k].kind->join(observers->states[k], others->states[k], error);
    return status;
}

ml_status ml_observers_finish(ml_observers *observers, ml_error *error, ml_observation *observation)
{
    ml_observation made = {.min_sum = observers->min_sum,
                           .max_sum = observers->max_sum,
                           .logits_look = observers->logits_look,
                           .left_by = observers->asked};
    ml_status status = ML_OK;
    if (observers->n_asked > 0 && !(made.left = ml_alloc(observers->n_asked, sizeof *made.left)))
        return ml_fail_memory(error, "what observers leave");
    made.n_left = observers->n_asked;
    for (size_t k = 0; k < observers->n && !status; k++)
        if (observers->items[k].kind->finish)
            status = observers->items[k].kind->finish(observers->states[k], error, k > 0 ? &made.left[k - 1] : NULL);
    if (!status)
        status = ml_record_init_copy(ml_tally_finish(&observers->tally), error, &made.record);
    if (status)
        ml_observation_clear(&made);
    else
        *observation = made;
    return status;
}

void ml_observation_clear(ml_observation *observation)
{
    for (size_t k = 0; k < observation->n_left; k++)
        if (observation->left[k])
            observation->left_by[k].kind->destroy_left(observation->left[k]);
    free(observation->left);
    ml_record_clear(&observation->record);
    *observation = (ml_observation){.left = NULL};
}
