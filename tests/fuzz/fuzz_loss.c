/* What -L takes.
 *
 * Covers: src/core/loss_parse.c */
#include "fuzz.h"

#include "core/loss.h"

const fuzz_target ml_fuzz = {.name = "loss"};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    char *text = fuzz_string(bytes, n);
    const double smooth = 1;
    for (int with = 0; text && with < 2; with++) {
        ml_error error = ML_ERROR_INIT;
        ml_losses losses, again;
        ml_status status = ml_losses_parse(text, with ? &smooth : NULL, &error, &losses);
        fuzz_check_error(status, &error);
        if (status)
            continue;
        status = ml_losses_check(&losses, 3, &error);
        fuzz_check_error(status, &error);
        for (size_t l = 0; l < losses.n; l++) { /* a key is a spec of the same loss */
            error = (ml_error)ML_ERROR_INIT;
            status = ml_losses_parse(losses.items[l].key, with ? &smooth : NULL, &error, &again);
            FUZZ_CHECK(!status && again.n == 1 && strcmp(again.items[0].key, losses.items[l].key) == 0);
            ml_losses_clear(&again);
        }
        ml_losses_clear(&losses);
    }
    free(text);
    return 0;
}
