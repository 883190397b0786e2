/* How what is stored becomes labels: decided here, and nowhere else, for who evaluates a file, inspects it or says what to do.
 * Pure functions of the file's header, the samples that occur, the class set and what the user says.
 *
 * The sample (gray value, palette index) is the label: the raw reading. PNG optimisers rewrite samples, and so there are
 * others: scaled, in which the gray value 0..255 of packed gray (1, 2, 4 bits) or of a palette of grays is the label; and
 * color, in which the colour of the palette's entry tells the class, where the class set has colours. If all samples that occur
 * are known in just one reading, that one is taken; if in several, and they mean the same classes, the first; if they differ,
 * the user has to say; if in none, raw, and what is unknown is for others to judge. Packed gray, too, has the colours that its
 * gray values are; gray of 8 bits is read by them only where no other reading knows all its samples. Without a class set, which
 * would tell, a palette of white and black in this order is a question too.
 *
 * RGB and RGBA have no labels: there colours tell the classes (colors.h), or a code makes labels of them (label_code.h), which
 * then are no question of readings, in gray and palette images neither. */
#ifndef ML_LABEL_LABEL_READING_H
#define ML_LABEL_LABEL_READING_H

#include "core/settings.h"
#include "format/array.h"
#include "format/raster.h"
#include "label/label_code.h"

typedef enum ml_reading { ML_READING_AUTO, ML_READING_RAW, ML_READING_SCALED, ML_READING_COLOR, ML_N_READINGS } ml_reading;
extern const char *const ml_reading_names[ML_N_READINGS];

/* Where there is a choice of readings, samples are below. */
enum { ML_READING_SAMPLES = 256 };

/* What is known of a file. */
typedef struct ml_label_file {
    const char *name;               /* for messages; NULL where no error is made */
    const ml_raster_header *raster; /* one of these two, or both: */
    const ml_array_header *array;   /* whose images are pages that are read as rasters */
    bool has_colors;                /* the channels of the array are red, green, blue and perhaps alpha */
    ml_reading said;                /* by the user; auto: nothing */
    ml_label_code code;             /* said too */
    const ml_classes *classes;      /* NULL: not known yet */
    bool by_index;                  /* labels are class indices, whatever the class set's labels are */
    const ml_no_data *no_data;      /* labels of a truth that are ignored, whatever the class set says; NULL: none */
    bool is_prediction;             /* not a truth: some advice is for these alone */
    bool has_own_no_data;           /* these are what the file itself says: samples as they are stored, not labels */
} ml_label_file;

/* Why a file cannot be read as labels. */
typedef enum ml_label_fault {
    ML_LABELS_FINE,
    ML_LABELS_COLORLESS, /* colours, and no class has one */
    ML_LABELS_DIVIDED,   /* colours, and the code is made for a number */
    ML_LABELS_IN_DOUBT,  /* two readings that mean different classes */
    ML_LABELS_INVERTED,  /* a palette of white and black, in that order, and no class set to tell what is meant */
} ml_label_fault;

typedef struct ml_label_reading {
    ml_label_fault fault;
    bool by_color;                /* each pixel has colours of its own, which are looked up */
    bool by_code;                 /* or of which the code makes labels */
    bool is_inverted;             /* a palette of white and black, and the user says nothing */
    bool is_choice;               /* there is more than one reading: */
    bool exists[ML_N_READINGS];   /* these */
    bool is_said;                 /* which the user chose from */
    ml_reading taken;             /* auto: it needs the classes, and the samples that occur, to tell */
    bool is_known[ML_N_READINGS]; /* whether all samples that occur are known labels then; of a choice */
    bool is_final;                /* whatever else may occur */
    ml_reading doubt[2];          /* in doubt: the readings, */
    size_t example;               /* and a sample that means different classes */
} ml_label_reading;

/* Decides, as far as it can be told: `occurs` ([ML_READING_SAMPLES], NULL: not known) says which samples do, and matters only
 * where otherwise `taken` is auto. */
ml_label_reading ml_label_reading_decide(const ml_label_file *file, const bool *occurs);

/* The error of a fault (ML_E_INPUT), which says what to do. */
ml_status ml_label_reading_fail(const ml_label_file *file, const ml_label_reading *reading, ml_error *error);

/* The label that a sample stands for: what the code says, or the sample itself, unless the reading is scaled; -1 for an index
 * beyond the palette. */
int64_t ml_label_of_sample(const ml_label_file *file, ml_reading reading, size_t sample);

/* Whether a sample stands for no data. */
bool ml_sample_is_no_data(const ml_label_file *file, ml_reading reading, size_t sample);

/* The class that a sample stands for: an index, ML_IGNORED or ML_NONE. The classes must be known. */
uint16_t ml_class_of_sample(const ml_label_file *file, ml_reading reading, size_t sample);

/* The colour of a sample, packed: of its entry in a palette, which has it, or of its gray value. */
uint32_t ml_color_of_sample(const ml_raster_header *raster, size_t sample);

/* Of an image that leaves a choice, with classes: what the samples below ML_READING_SAMPLES mean as long as it is open, which
 * is their class where all readings agree on it, else ML_NONE. */
void ml_label_reading_agreed(const ml_label_file *file, uint16_t class_of[ML_READING_SAMPLES]);

/* The largest label that occurs (occurs: [ML_N_SMALL_LABELS]) and is not ignored, with no class set to tell the readings apart:
 * of a choice, in the reading whose largest is smaller. -1 when all are ignored. */
long ml_label_reading_largest(const ml_label_file *file, const bool *occurs, const ml_label_list *ignored);

/* For people: how labels are read ("labels, raw of two readings"; as long as that is open, readings agree, and raw is as good
 * as any), and, of a choice, why so. */
const char *ml_label_reading_text(const ml_label_reading *reading);
const char *ml_label_reading_reason(const ml_label_reading *reading);

#endif
