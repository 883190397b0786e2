/* The observers of one thread, the reducer first among them: runs the pixel loops over each tile and shows it to all. */
#ifndef ML_OBSERVE_OBSERVERS_H
#define ML_OBSERVE_OBSERVERS_H

#include "observe/observer.h"

/* The first pixel of an image that breaks the rules for predictions, counted from the image's first pixel. */
typedef struct ml_bad_pixel {
    bool found;
    size_t pixel;
    size_t class; /* the first class, or channel, whose value is negative or not finite; SIZE_MAX: the sum is 0 or not finite */
    double value; /* that value, or the sum */
} ml_bad_pixel;

/* What is known of an image in the end. */
typedef struct ml_observation {
    ml_record record;
    double min_sum, max_sum; /* of the stored values of a valid pixel; min > max where that says nothing, see ml_pixels */
    unsigned logits_look;    /* bits, see ml_pixels */
    size_t n_left;
    const ml_observer *left_by; /* [n_left] those that were asked for; borrowed */
    void **left;                /* [n_left] what each has left; NULL: nothing */
} ml_observation;

typedef struct ml_observers {
    size_t n;
    ml_observer *items; /* [n] the reducer, then those that were asked for */
    void **states;      /* [n] */
    size_t n_asked;
    const ml_observer *asked; /* [n_asked] borrowed */
    ml_pixels *pixels;        /* NULL: takes no tiles */
    ml_tally tally;           /* of the current image */
    ml_bad_pixel bad;         /* the first one among the tiles so far */
    double min_sum, max_sum;  /* see ml_observation */
    unsigned logits_look;     /* the same */
} ml_observers;

/* Makes their states, for settings that list the parts of those who are asked for. Settings and `asked` are borrowed. Without
 * takes_tiles there is no room for the pixel loops, and tiles can only be joined. Must not move. On failure nothing is held. */
ml_status ml_observers_init(const ml_settings *settings, const ml_observer *asked, size_t n_asked, bool takes_tiles,
                            ml_error *error, ml_observers *observers) ML_MUST_USE;
void ml_observers_clear(ml_observers *observers);

/* Starts an image. `joined` is NULL, or the observers for which it has been started that these will be joined with. */
ml_status ml_observers_begin(ml_observers *observers, const ml_observed_image *image, const ml_observers *joined,
                             ml_error *error) ML_MUST_USE;

/* The image's next tile, whose first pixel is `first`; all but the last have ML_TILE_PIXELS pixels. */
ml_status ml_observers_take(ml_observers *observers, const ml_tile *tile, size_t first, ml_error *error) ML_MUST_USE;

/* In place of tiles: n pixels of a hard prediction with this truth (a class index or ML_IGNORED) and decision (an index or
 * ML_NONE). Nobody sees them but the reducer. */
void ml_observers_count(ml_observers *observers, uint16_t truth, uint16_t decision, uint64_t n);

/* Adds what others, which have begun with these, have seen of the image. */
ml_status ml_observers_join(ml_observers *observers, const ml_observers *others, ml_error *error) ML_MUST_USE;

/* Ends the image. On failure nothing is held. */
ml_status ml_observers_finish(ml_observers *observers, ml_error *error, ml_observation *observation) ML_MUST_USE;

/* A zeroed one may be cleared. */
void ml_observation_clear(ml_observation *observation);

#endif
