/* NumPy's .npy: the header (a strict reading of the literal grammar) and the type of its elements. */
#ifndef ML_FORMAT_NPY_H
#define ML_FORMAT_NPY_H

#include "io/source.h"
#include "kernel/tile.h"

#include <stdbool.h>

enum { ML_NPY_MAX_RANK = 8 };

typedef struct ml_npy_header {
    const char *code;       /* of the dtype, without the byte order: "f4" */
    bool is_float;          /* otherwise integer or bool */
    double full_scale;      /* what stands for 1 where the elements are probabilities; 0: the type does not tell */
    ml_sample_type type;    /* what ml_npy_read turns the elements into, without loss up to 2^53 */
    size_t type_size_bytes; /* of one such value */
    size_t elem_size_bytes; /* of an element in the file, at most type_size_bytes */
    bool swapped;           /* byte order differs from this machine's */
    bool fortran_order;
    size_t rank;
    uint64_t shape[ML_NPY_MAX_RANK];
    uint64_t n_elems;           /* product of the shape; its bytes fit the file exactly */
    uint64_t data_offset_bytes; /* of the first element */
} ml_npy_header;

/* Whether the source begins like an .npy. */
bool ml_npy_is(const ml_source *source);

/* Reads and checks the header: format 1.0 to 3.0, dict with just descr, fortran_order and shape; floats of 2, 4 and 8 bytes,
 * integers and bool; data exactly as long as the shape says. */
ml_status ml_npy_read_header(const ml_source *source, ml_error *error, ml_npy_header *header) ML_MUST_USE;

/* The shape as Python writes it, "(1024, 2048, 19)"; returns text. */
enum { ML_NPY_SHAPE_TEXT_SIZE = 192 };
const char *ml_npy_shape_text(const ml_npy_header *header, char text[ML_NPY_SHAPE_TEXT_SIZE]);

/* Reads n elements from element `first` on (as they lie in the file) as values of header->type; `to` is aligned for these. */
ml_status ml_npy_read(const ml_source *source, const ml_npy_header *header, uint64_t first, size_t n, ml_error *error,
                      void *to) ML_MUST_USE;

#endif
