/* Writes .npy; see npy_writer.h. */
#include "format/npy_writer.h"

#include <stdio.h>
#include <string.h>

size_t ml_npy_write_header(size_t float_bytes, const size_t shape[3], char header[ML_NPY_MAX_HEADER])
{
    enum { PREFIX = 10 }; /* magic, version, length of the rest */
    int n = snprintf(header + PREFIX, ML_NPY_MAX_HEADER - PREFIX,
                     "{'descr': '<f%zu', 'fortran_order': False, 'shape': (%zu, %zu, %zu), }", float_bytes, shape[0], shape[1],
                     shape[2]);
    size_t used = PREFIX + (size_t)n, all = (used + 1 + 63) / 64 * 64, rest = all - PREFIX;
    memcpy(header, "\x93NUMPY\x01\x00", 8);
    header[8] = (char)(rest & 0xff);
    header[9] = (char)(rest >> 8);
    memset(header + used, ' ', all - used);
    header[all - 1] = '\n';
    return all;
}
