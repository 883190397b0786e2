/* What an open label image is: the state that labels.h and labels_raster.h work on. */
#ifndef ML_LABEL_LABEL_IMAGE_H
#define ML_LABEL_LABEL_IMAGE_H

#include "core/classes.h"
#include "core/hint.h"
#include "format/registry.h"
#include "label/colors.h"
#include "label/label_array.h"
#include "label/label_reading.h"

typedef struct ml_labels {
    ml_source source;
    const ml_limits *limits;
    size_t width, height, n_pixels; /* of an array: 0 until ml_labels_set_axes */
    ml_raster raster;               /* closed for an array, unless its images are read as pages, since ml_labels_set_axes */
    char *page_name;                /* of the page that was started, "a.tif[1]"; owned */
    ml_array_header array_header;   /* of the array, its pixels since ml_labels_set_axes */
    ml_array_reader array;
    ml_label_channels channels;    /* of the array */
    ml_label_file file;            /* what is known of it, and */
    ml_label_reading reading;      /* how it is read: final where `taken` is not auto, at the latest at the end of the image */
    ml_colors colors;              /* reading.by_color, since ml_labels_bind */
    const ml_label_table *table;   /* of labels; NULL until ml_labels_bind */
    const uint16_t *class_of;      /* [ML_N_SMALL_LABELS] of each sample of a raster: the table's or `own` */
    uint16_t *own;                 /* (of fewer, where samples have fewer bits) */
    bool seen[ML_READING_SAMPLES]; /* as long as the reading is open: the samples of pixels that count */
    uint16_t shown[ML_READING_SAMPLES]; /* of a prediction: classes of the samples that are noted, else ML_NONE */
    const uint16_t *truth;              /* [n_pixels] of a prediction: its classes, since set_truth; or NULL */
    const ml_no_data *no_data_said;     /* of a truth; file.no_data is that, or: */
    double own_value;                   /* what the file itself says stands for no data, and */
    ml_no_data own_no_data;             /* that as a list, which file.no_data is then */
    ml_stored_no_data no_data;          /* of an array, since ml_labels_set_axes */
    size_t n_read;                      /* pixels of the image read so far */
    ml_label_findings findings;         /* among them; where colours are read, they know of unknown ones */
} ml_labels;

#endif
