/* PNG, read as labels in every reading.
 *
 * Covers: src/format/png_reader.c src/format/raster.c src/label/labels.c src/label/labels_raster.c src/label/label_reading.c */
#include "images.h"
#include "repair.h"

const fuzz_target ml_fuzz = {.name = "png", .fixtures = "-png-", .repair = fuzz_repair_png, .max_places = 25};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    ml_source source = ml_source_memory("fuzzed", bytes, n);
    for (int reading = 0; fuzz_is(&source, "a PNG") && reading < ML_N_READINGS; reading++)
        fuzz_label_images(&source, (ml_reading)reading, false, false);
    return 0;
}
