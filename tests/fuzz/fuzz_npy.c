/* .npy: header, elements, and predictions and labels of every axis order.
 *
 * Covers: src/format/npy.c src/format/array.c src/format/array_reader.c src/input/array_roles.c src/input/predict_array.c
 * src/label/label_array.c src/label/color_array.c */
#include "arrays.h"

const fuzz_target ml_fuzz = {.name = "npy", .fixtures = "-npy-"};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    ml_source source = ml_source_memory("fuzzed", bytes, n);
    ml_array_header header = {0};
    if (!fuzz_is(&source, "a NumPy array"))
        return 0;
    fuzz_elements(&source, &header);
    fuzz_predictions(&source, &header);
    for (int how = 0; how < 4; how++)
        fuzz_label_images(&source, ML_READING_AUTO, how & 1, how & 2);
    return 0;
}
