/* An array as a file holds it, whatever the file's format: its header, and its elements in the order of the file. A format
 * whose elements lie behind each other in a source (an .npy, a member of an archive, the stream that a decoder makes) fills in
 * the header, and is read then. What the axes mean is in axes.h; pixels are read by array_reader.h. */
#ifndef ML_FORMAT_ARRAY_H
#define ML_FORMAT_ARRAY_H

#include "format/raster.h"

enum { ML_ARRAY_MAX_RANK = 8 };

/* What an axis may be, where the file itself tells. */
enum { ML_AXIS_IMAGES = 1, ML_AXIS_ROWS = 2, ML_AXIS_COLUMNS = 4, ML_AXIS_CHANNELS = 8 };

typedef struct ml_array_header {
    const char *code;       /* NumPy's for the type of the elements, without the byte order: "f4" */
    bool is_float;          /* otherwise integer or bool */
    double full_scale;      /* what stands for 1 where the elements are probabilities; 0: the type does not tell */
    ml_sample_type type;    /* what ml_array_read_elements turns the elements into, without loss up to 2^53 */
    size_t type_size_bytes; /* of one such value */
    size_t elem_size_bytes; /* of an element in the file, at most type_size_bytes */
    bool swapped;           /* byte order differs from this machine's */
    void (*convert)(const uint8_t *from, size_t n, uint8_t *to); /* to `type`; NULL: the bytes are the value */
    bool is_scaled;                                              /* the value is scale * element + offset, in doubles */
    double scale, offset;
    bool fortran_order;
    size_t rank;
    uint64_t shape[ML_ARRAY_MAX_RANK];
    uint8_t may_be[ML_ARRAY_MAX_RANK]; /* of ML_AXIS_IMAGES and so on; 0: the file does not tell, anything */
    uint64_t n_elems;                  /* product of the shape; its bytes fit the source exactly */
    uint64_t data_offset_bytes;        /* of the first element */
    ml_file_facts facts;
    const ml_raster_ops *pages; /* the images of the first axis are rasters too, which these read from the source; NULL: no */
    const ml_source *pages_source; /* lives as long as that of the array */
    ml_raster_kind pages_kind;
} ml_array_header;

/* Fills in what the header says of its elements, in the byte order of this machine. The code is the two characters that NumPy
 * uses: floats of 2, 4 and 8 bytes, integers and bool. False, and the header untouched, where it is none of these. */
bool ml_array_set_type(const char *code, ml_array_header *header);

/* Says that the values are scale * element + offset, after the type; both are finite, scale is not 0. The values are doubles
 * then, and floats but where scale and offset are whole numbers and the elements are integers. */
void ml_array_set_scale(ml_array_header *header, double scale, double offset);

/* The product of the shape; false, and the header untouched, where so many elements, at most 16 bytes each, are beyond all
 * bounds. */
bool ml_array_count(ml_array_header *header);

/* Says in which byte order the elements are stored, after their type; single bytes have none. */
void ml_array_set_byte_order(ml_array_header *header, bool is_little_endian);

/* "little", "big" or, of single bytes, "none". */
const char *ml_array_byte_order(const ml_array_header *header);

/* The shape as Python writes it, "(1024, 2048, 19)"; returns text. */
enum { ML_ARRAY_SHAPE_TEXT_SIZE = 192 };
const char *ml_array_shape_text(const ml_array_header *header, char text[ML_ARRAY_SHAPE_TEXT_SIZE]);

/* Whether values that are read have the bytes of the file, in the order that this machine does not have: who takes them in
 * turns them round on the way. */
bool ml_array_values_swapped(const ml_array_header *header);

/* Reads n elements from element `first` on (as they lie in the file) as values of header->type; `to` is aligned for these. */
ml_status ml_array_read_elements(const ml_source *source, const ml_array_header *header, uint64_t first, size_t n,
                                 ml_error *error, void *to) ML_MUST_USE;

#endif
