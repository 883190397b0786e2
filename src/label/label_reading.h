/* How what is stored becomes labels: decided here, and nowhere else, for who evaluates a file, inspects it or says what to do.
 * Pure functions of the file's header, the samples that occur, the class set and what the user says.
 *
 * The sample (gray value, palette index) is the label: the raw reading. Packed gray (1, 2, 4 bits) and palettes of grays have a
 * second one, scaled, in which the gray value 0..255 is, because PNG optimisers rewrite gray label images as these. If all
 * samples that occur are known labels in just one reading, that one is taken; if in both, and they mean the same classes, raw;
 * if they differ, the user has to say; if in neither, raw, and what is unknown is for others to judge. RGB and RGBA have no
 * labels: there colours tell the classes (colors.h). */
#ifndef ML_LABEL_LABEL_READING_H
#define ML_LABEL_LABEL_READING_H

#include "core/settings.h"
#include "format/array.h"
#include "format/raster.h"

typedef enum ml_reading { ML_READING_AUTO, ML_READING_RAW, ML_READING_SCALED, ML_N_READINGS } ml_reading;
extern const char *const ml_reading_names[ML_N_READINGS];

/* Where there is a choice of readings, samples are below. */
enum { ML_READING_SAMPLES = 256 };

/* What is known of a file. */
typedef struct ml_label_file {
    const char *name;               /* for messages; NULL where no error is made */
    const ml_raster_header *raster; /* one of these two */
    const ml_array_header *array;
    ml_reading said;           /* by the user; auto: nothing */
    const ml_classes *classes; /* NULL: not known yet */
    bool by_index;             /* labels are class indices, whatever the class set's labels are */
    const ml_no_data *no_data; /* labels of a truth that are ignored, whatever the class set says; NULL: none */
} ml_label_file;

/* Why a file cannot be read as labels. */
typedef enum ml_label_fault {
    ML_LABELS_FINE,
    ML_LABELS_ALPHA,     /* gray with alpha */
    ML_LABELS_COLORLESS, /* RGB or RGBA, and no class has a colour */
    ML_LABELS_IN_DOUBT,  /* two readings that mean different classes */
} ml_label_fault;

typedef struct ml_label_reading {
    ml_label_fault fault;
    bool by_color;                /* RGB or RGBA */
    bool is_choice;               /* there is more than one reading */
    bool is_said;                 /* which the user chose from */
    ml_reading taken;             /* auto: it needs the classes, and the samples that occur, to tell */
    bool is_known[ML_N_READINGS]; /* whether all samples that occur are known labels then; of a choice */
    size_t example;               /* in doubt: a sample that means different classes */
} ml_label_reading;

/* Decides, as far as it can be told: `occurs` ([ML_READING_SAMPLES], NULL: not known) says which samples do, and matters only
 * where otherwise `taken` is auto. */
ml_label_reading ml_label_reading_decide(const ml_label_file *file, const bool *occurs);

/* The error of a fault (ML_E_INPUT), which says what to do. */
ml_status ml_label_reading_fail(const ml_label_file *file, const ml_label_reading *reading, ml_error *error);

/* The label that a sample stands for: raw unless scaled; -1 for an index beyond the palette. */
long ml_label_of_sample(const ml_label_file *file, ml_reading reading, size_t sample);

/* Whether a label stands for no data. */
bool ml_label_is_no_data(const ml_label_file *file, long label);

/* The class that a sample stands for: an index, ML_IGNORED or ML_NONE. The classes must be known. */
uint16_t ml_class_of_sample(const ml_label_file *file, ml_reading reading, size_t sample);

/* The largest label that occurs (occurs: [ML_N_SMALL_LABELS]) and is not ignored, with no class set to tell the readings apart:
 * of a choice, in the reading whose largest is smaller. -1 when all are ignored. */
long ml_label_reading_largest(const ml_label_file *file, const bool *occurs, const ml_label_list *ignored);

/* For people: how labels are read, once that is decided ("labels, raw of two readings"), and, of a choice, why so. */
const char *ml_label_reading_text(const ml_label_reading *reading);
const char *ml_label_reading_reason(const ml_label_reading *reading);

#endif
