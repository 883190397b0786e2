/* Prints the raw samples of a PNG, all channels, as little-endian 16-bit numbers: what tests/pngsuite.py compares. Exits 3 and
 * says why when the file is refused. */
#include "format/png_reader.h"

#include <stdio.h>

enum { CHUNK_PIXELS = 1000 };

static ml_status print(ml_raster *raster, ml_error *error)
{
    size_t left = raster->header.n_pixels, n_channels = raster->header.n_channels;
    ml_status status = ML_OK;
    while (left > 0 && !status) {
        uint16_t samples[CHUNK_PIXELS * ML_RASTER_MAX_CHANNELS];
        size_t n = left < CHUNK_PIXELS ? left : CHUNK_PIXELS;
        status = ml_raster_read(raster, ML_SAMPLE_U16, n, error, samples);
        for (size_t i = 0; i < n * n_channels && !status; i++) {
            putchar(samples[i] & 255);
            putchar(samples[i] >> 8);
        }
        left -= n;
    }
    return status;
}

int main(int argc, char **argv)
{
    const ml_limits limits = ML_LIMITS_DEFAULT;
    ml_error error = ML_ERROR_INIT;
    ml_source source;
    ml_raster raster;
    if (argc != 2) {
        fprintf(stderr, "usage: png_samples FILE.png\n");
        return ML_E_USAGE;
    }
    ml_status status = ml_source_open(argv[1], &error, &source);
    if (!status) {
        status = ml_raster_open(&ml_png_ops, &source, &limits, &error, &raster);
        if (!status) {
            status = print(&raster, &error);
            ml_raster_close(&raster);
        }
        ml_source_close(&source);
    }
    if (status)
        fprintf(stderr, "%s\n", error.text);
    if (fflush(stdout) != 0 || ferror(stdout))
        return ML_E_SYSTEM;
    return (int)status;
}
