/* Arrays whose channels are red, green, blue and perhaps alpha, whole numbers 0 to 255 of whatever type: their colours mean
 * classes, or a code makes labels of them. */
#ifndef ML_LABEL_COLOR_ARRAY_H
#define ML_LABEL_COLOR_ARRAY_H

#include "label/colors.h"
#include "label/label_array.h"

/* Reads pixels first .. first + n - 1 (n <= ML_TILE_PIXELS) of the array's image: class index, ML_IGNORED, or ML_NONE for a
 * colour or label that is no class, which `colors` counts, or `findings` where the meaning has a code. Where there is alpha, a
 * pixel at which it is not 255 is an error (input) that names the place, and so is a colour with a negative value. Of a
 * prediction `truth` ([n]), else NULL, says which pixels are ignored: what is there is not looked at, and means nothing. */
ml_status ml_color_array_read(ml_array_reader *array, size_t first, size_t n, const ml_label_meaning *meaning,
                              const uint16_t *truth, ml_error *error, uint16_t *class_indices, ml_colors *colors,
                              ml_label_findings *findings) ML_MUST_USE;

/* Raises *largest to the largest label that the code makes of the array's image, from its start, and that is not ignored. */
ml_status ml_color_array_largest(ml_array_reader *array, const ml_label_code *code, const ml_label_list *ignored,
                                 ml_error *error, long *largest) ML_MUST_USE;

/* The axes of the array as an image, or a batch, of colours; false where its shape is neither's. */
bool ml_color_array_axes(const ml_array_header *array, ml_axes *axes);

/* The label that a code makes of red, green and blue; where one is negative, that, which is no label. */
double ml_label_of_color_values(const ml_label_code *code, const double color[3]);

/* Whether an array of integers is to be taken for colours where nobody says what it is: it could be by its shape, and the file
 * says so itself, or the code is one of colours; or there is none, all colours are the classes', alpha is opaque everywhere,
 * and it is not one-hot. Reads all of it, if need be. Classes may be NULL. */
ml_status ml_color_array_find(const ml_source *source, const ml_array_header *header, const ml_limits *limits,
                              const ml_label_code *code, const ml_classes *classes, ml_error *error, bool *found) ML_MUST_USE;

#endif
