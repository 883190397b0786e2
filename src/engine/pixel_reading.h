/* Reads what a prediction says of one pixel, and as much of the rest of its image as is needed. */
#ifndef ML_ENGINE_PIXEL_READING_H
#define ML_ENGINE_PIXEL_READING_H

#include "input/open_pair.h"
#include "observe/observers.h"

/* What to read: all borrowed. */
typedef struct ml_pixel_wanted {
    const ml_settings *settings;
    ml_open_pair *opened; /* an image of it has been started, and its truth read: */
    const ml_truth *truth;
    const char *name; /* the prediction's, for messages */
    size_t pixel;     /* counted from the image's first, and not ignored by the truth */
    bool needs_image; /* the record of all pixels, unless this one is bad */
    bool ignores_bad; /* pixels elsewhere; else they are an error, where the image is needed */
} ml_pixel_wanted;

/* A zeroed one may be cleared. It must not move. */
typedef struct ml_pixel_reading {
    const ml_pixel_wanted *wanted;
    bool is_bad;
    ml_bad_pixel bad; /* its first value that is not allowed */
    /* Of a pixel that is not bad: */
    size_t n_stored; /* 0 of hard predictions */
    double *stored;  /* [n_stored] by channel */
    double *p;       /* [classes] */
    double p_true, sq_error;
    uint16_t decision;
    ml_observers observers;
    const ml_record *record; /* of all pixels, where that was needed; else of the truth alone: how many there are of each class,
                              * all right, and no sums */
} ml_pixel_reading;

/* Reads it. Tiles that can be read in any order are read where they are needed only; of others those before the pixel's, too;
 * hard predictions whole, because all their labels say how they are meant. After failure, too, it is to be cleared. */
ml_status ml_pixel_reading_run(const ml_pixel_wanted *wanted, ml_error *error, ml_pixel_reading *reading) ML_MUST_USE;
void ml_pixel_reading_clear(ml_pixel_reading *reading);

#endif
