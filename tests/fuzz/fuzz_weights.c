/* Class weights, as -w takes them: a list on the command line, or the same in a file.
 *
 * Covers: src/input/weight_list.c src/base/number_parse.c */
#include "folder.h"

#include "input/weight_list.h"

enum { MAX_CLASSES = 8 };

const fuzz_target ml_fuzz = {.name = "weights"};

/* The first byte says how many classes there are. What a list is on the command line is the same list in a file. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    double of_text[MAX_CLASSES], of_file[MAX_CLASSES];
    if (n == 0)
        return 0;
    const size_t n_classes = 2 + *bytes % (MAX_CLASSES - 1);
    char *text = fuzz_string(bytes + 1, n - 1);
    ml_error error = ML_ERROR_INIT;
    fuzz_folder_enter();
    fuzz_write("w", bytes + 1, n - 1);
    ml_status status = ml_weight_list_read("w", n_classes, &error, of_file);
    fuzz_check_error(status, &error);
    for (size_t c = 0; c < n_classes && !status; c++)
        FUZZ_CHECK(of_file[c] >= 0);
    if (text && !strchr(text, '/') && strcmp(text, "w") != 0) {
        ml_error again = ML_ERROR_INIT;
        ml_status same = ml_weight_list_read(text, n_classes, &again, of_text);
        fuzz_check_error(same, &again);
        FUZZ_CHECK((status == ML_OK) == (same == ML_OK));
        FUZZ_CHECK(status || memcmp(of_text, of_file, n_classes * sizeof *of_text) == 0);
    }
    fuzz_folder_leave();
    free(text);
    return 0;
}
