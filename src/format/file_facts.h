/* What a file says of its pixels besides their values: which value stands for none, where the image lies on the ground or in a
 * body, how far its samples are apart. Images and arrays carry it in their headers; what follows from it is the reader's who
 * has both a truth and a prediction. */
#ifndef ML_FORMAT_FILE_FACTS_H
#define ML_FORMAT_FILE_FACTS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct ml_file_facts {
    /* The value that stands for no data, as the file writes it: compare with ml_no_data_in_type. May be NaN or infinite. */
    bool has_no_data;
    double no_data;

    /* An index of colours is a label image, and so are colours where the file says that its samples are. */
    bool is_color; /* the channels are red, green, blue and perhaps alpha */

    /* From column and row, counted from 0 at the corner of the first pixel, to the ground: x = t[0] + t[1] column + t[2] row,
     * y = t[3] + t[4] column + t[5] row. */
    bool has_ground;
    double ground[6];

    /* From voxel to body: where the columns (0), rows (1) and slices (2) of the array go, as the axis 1 (right), 2 (forward), 3
     * (up) with the sign of the direction; 0: the file does not tell. */
    bool has_body;
    signed char direction[3];
    double body[3][3]; /* the same exactly: of each of these axes right, forward and up, of length 1 */

    /* How far columns, rows and slices are apart, > 0; 0: unknown. */
    double spacing[3];
} ml_file_facts;

/* The no-data value as an element of the type (NumPy's code, "u1") can be it: rounded to the nearest of the type; false where
 * the file names none, or one beyond the whole numbers of the type. */
bool ml_no_data_in_type(const ml_file_facts *facts, const char *code, double *value);

/* Whether two name the same value for no data, or none. */
bool ml_file_facts_same_no_data(const ml_file_facts *a, const ml_file_facts *b);

/* Whether two files say that their pixels lie elsewhere: by more than half a pixel on the ground, at any corner of the width x
 * height image, or along other axes of a body, and by more than 45 degrees. What a file does not tell, or tells as the
 * identity, agrees with all. If so, and `text` is not NULL, it says what of them differs, a before b. */
enum { ML_FACTS_TEXT_SIZE = 400 };
bool ml_file_facts_disagree(const ml_file_facts *a, const ml_file_facts *b, size_t width, size_t height,
                            char text[ML_FACTS_TEXT_SIZE]);

/* The numbers of `ground` as text, "500000, 10, 0, 5000000, 0, -10"; returns text. */
enum { ML_GROUND_TEXT_SIZE = 180 };
const char *ml_ground_text(const ml_file_facts *facts, char text[ML_GROUND_TEXT_SIZE]);

/* The direction of columns, rows and slices in letters, where each points to: "RAS", "LPS"; "" without one. Returns text. */
enum { ML_DIRECTION_TEXT_SIZE = 4 };
const char *ml_direction_text(const ml_file_facts *facts, char text[ML_DIRECTION_TEXT_SIZE]);

#endif
