/* TIFF: as a raster, and as an array whose elements are read in order and out of it.
 *
 * Covers: src/format/tiff_reader.c src/format/tiff_decoder.c src/format/tiff_directory.c src/format/tiff_entries.c
 * src/format/tiff_facts.c src/format/tiff_samples.c */
#include "arrays.h"

#include "format/tiff_reader.h"

const fuzz_target ml_fuzz = {.name = "tiff", .fixtures = "-tiff-", .max_places = 60};

/* Reads the file as an array. The rank is 0 after a failure. */
static void elements(const ml_source *source, ml_array_header *header)
{
    enum { STEP = 1000 };
    static const ml_limits limits = {.max_pixels = FUZZ_MAX_PIXELS, .max_memory_bytes = FUZZ_MAX_MEMORY};
    ml_source own = *source;
    ml_error error = ML_ERROR_INIT;
    double values[STEP];
    ml_status status = ml_tiff_open(&own, &limits, &error, header);
    if (status)
        header->rank = 0;
    uint64_t n_elems = status ? 0 : header->n_elems;
    n_elems = n_elems < 4 * FUZZ_MAX_PIXELS ? n_elems : 4 * FUZZ_MAX_PIXELS;
    for (uint64_t first = 0; !status && first < n_elems; first += STEP) {
        size_t n = n_elems - first < STEP ? (size_t)(n_elems - first) : STEP;
        status = ml_array_read_elements(&own, header, first, n, &error, values);
        if (!status && first < 8 * STEP)
            status = ml_array_read_elements(&own, header, header->n_elems - n - first / 2, n, &error, values);
    }
    fuzz_check_error(status, &error);
    ml_source_close(&own);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    ml_source source = ml_source_memory("fuzzed", bytes, n);
    ml_array_header header = {0};
    if (!fuzz_is(&source, "a TIFF"))
        return 0;
    elements(&source, &header);
    if (header.rank == 0)
        return 0;
    fuzz_predictions(&source, &header);
    for (int how = 0; how < 4; how++)
        fuzz_label_images(&source, ML_READING_AUTO, how & 1, how & 2);
    return 0;
}
