/* The class set: which stored label means which class, what is no class (ignored), names, default weights and default mask. */
#ifndef ML_CORE_CLASSES_H
#define ML_CORE_CLASSES_H

#include "core/color_table.h"
#include "core/label_table.h"

#include <stdbool.h>

typedef struct ml_class {
    char *name;             /* valid UTF-8, unique, not empty */
    ml_label_range *labels; /* [n_labels] stored labels that mean this class: as given, but ascending; they do not overlap */
    size_t n_labels;
    bool has_color;
    uint8_t color[3];   /* r, g, b; of an image in colours */
    double weight;      /* >= 0 */
    uint16_t *channels; /* [n_channels] of predictions, ascending: the class's probability is their sum */
    size_t n_channels;  /* 0: not said */
} ml_class;

typedef struct ml_classes {
    size_t n;
    bool is_plain;              /* nobody named them: labels are indices, names are these */
    ml_class *items;            /* [n] */
    size_t n_channels;          /* of predictions: n, or as many as the classes name */
    uint16_t *class_of_channel; /* [n_channels]; NULL: none is named, the channels are the classes */
    bool has_mask;              /* the class set names its mask */
    bool *mask;                 /* [n] */
    ml_label_list ignored;      /* labels; stronger than a class that has them */
    size_t n_ignored_colors;
    uint8_t (*ignored_colors)[3];
    bool has_colors;             /* a class has one */
    ml_color_table color_of;     /* a class whose labels are all ignored is ignored in colours too */
    uint16_t class_of_gray[256]; /* of the colours [v, v, v] */
    ml_label_table class_of;     /* of stored labels */
    ml_label_table index_of; /* of class indices: themselves, ML_IGNORED for a class whose labels are all ignored and for what
                              * is no index but an ignored label, or ML_NONE */
} ml_classes;

/* A set of n classes (2..ML_MAX_CLASSES) with nothing but weight 1, to be filled in. On failure nothing is held. */
ml_status ml_classes_init(size_t n, ml_error *error, ml_classes *classes) ML_MUST_USE;
void ml_classes_clear(ml_classes *classes);

/* Gives a class the one label that is its index. */
ml_status ml_class_set_own_label(ml_class *class, size_t index, ml_error *error) ML_MUST_USE;

/* The set of n classes whose labels are their indices and whose names are "0", "1", ... On failure nothing is held. */
ml_status ml_classes_init_plain(size_t n, ml_error *error, ml_classes *classes) ML_MUST_USE;

/* The index of the class that the n bytes of text name, by index or by name; classes->n when there is none. */
size_t ml_classes_find(const ml_classes *classes, const char *text, size_t n);

/* The error (usage) of n bytes of text that name no class; `option` is what they were given to. */
ml_status ml_classes_fail_no_class(const ml_classes *classes, const char *option, const char *text, size_t n, ml_error *error);

/* Reads a comma-separated list of classes into chosen[classes->n]; `option` names it in errors (usage). */
ml_status ml_classes_parse_list(const ml_classes *classes, const char *option, const char *list, ml_error *error,
                                bool *chosen) ML_MUST_USE;

/* Fills n_channels and class_of_channel from the classes' channels, which must be all of 0 .. n_channels - 1, each once, or
 * else an error (input). To be called when the classes are filled in. */
ml_status ml_classes_group(ml_classes *classes, ml_error *error) ML_MUST_USE;

/* Sorts the ignored labels, and fills the tables from labels and colours; errors (input) when two classes share a label or have
 * the same colour. To be called once everything else is filled in. */
ml_status ml_classes_index(ml_classes *classes, ml_error *error) ML_MUST_USE;

#endif
