/* NIfTI, compressed and not: header, elements, and predictions and labels of every axis order.
 *
 * Covers: src/format/nifti_reader.c src/format/gzip.c src/format/axes.c */
#include "arrays.h"
#include "repair.h"

#include "format/nifti_reader.h"

const fuzz_target ml_fuzz = {.name = "nifti", .fixtures = "-nifti-", .repair = fuzz_repair_gzip, .max_places = 250};

/* Reads the elements from both ends. The rank is 0 after a failure. */
static void elements(const ml_source *source, ml_array_header *header)
{
    enum { STEP = 1000, MAX_ELEMS = 1 << 16 };
    ml_source own = *source;
    ml_error error = ML_ERROR_INIT;
    double values[STEP];
    ml_status status = ml_nifti_open(&own, &error, header);
    if (status)
        header->rank = 0;
    bool opened = !status;
    uint64_t n_elems = status ? 0 : header->n_elems < MAX_ELEMS ? header->n_elems : MAX_ELEMS;
    for (uint64_t first = 0; !status && first < n_elems; first += STEP) {
        size_t n = n_elems - first < STEP ? (size_t)(n_elems - first) : STEP;
        status = ml_array_read_elements(&own, header, first, n, &error, values);
        if (!status && first < 4 * STEP)
            status = ml_array_read_elements(&own, header, n_elems - n - first / 2, n, &error, values);
    }
    if (!status && opened)
        status = ml_source_finish(&own, &error);
    fuzz_check_error(status, &error);
    ml_source_close(&own);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    ml_source source = ml_source_memory("fuzzed", bytes, n);
    ml_array_header header = {0};
    if (!fuzz_is(&source, "a NIfTI image"))
        return 0;
    elements(&source, &header);
    if (header.rank == 0)
        return 0;
    fuzz_predictions(&source, &header);
    for (int how = 0; how < 4; how++)
        fuzz_label_images(&source, ML_READING_AUTO, how & 1, how & 2);
    return 0;
}
