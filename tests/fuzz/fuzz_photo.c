/* Photos, beside truths of several sizes.
 *
 * Covers: src/format/photo.c src/format/jpeg_reader.c */
#include "images.h"

#include "format/photo.h"

const fuzz_target ml_fuzz = {.name = "photo", .fixtures = "-photo-"};

enum { MAX_WIDTH = 64 };

/* Those of the seeds, and a part of them. */
static const size_t sizes[][2] = {{7, 5}, {21, 15}, {14, 10}, {1, 1}};

static ml_status read_photo(const ml_source *source, size_t width, size_t height, ml_error *error)
{
    static const ml_limits limits = {.max_pixels = FUZZ_MAX_PIXELS, .max_memory_bytes = FUZZ_MAX_MEMORY};
    ml_photo *photo;
    uint8_t gray[MAX_WIDTH];
    ml_status status = ml_photo_open_source(source, width, height, &limits, error, &photo);
    if (status)
        return status;
    for (size_t row = 0; row < height && !status; row++)
        status = ml_photo_read_row(photo, error, gray);
    ml_photo_close(photo);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    ml_source source = ml_source_memory("fuzzed", bytes, n);
    for (size_t s = 0; s < ML_COUNT(sizes); s++) {
        ml_error error = ML_ERROR_INIT;
        fuzz_check_error(read_photo(&source, sizes[s][0], sizes[s][1], &error), &error);
    }
    return 0;
}
