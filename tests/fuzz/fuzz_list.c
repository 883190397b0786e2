/* Lists of pairs, as --list reads them, beside a few files.
 *
 * Covers: src/input/pairs/list.c src/input/pairs/file.c src/input/pairs/pair.c src/input/pairs/image_path.c */
#include "folder.h"

#include "base/text.h"
#include "input/pairs/pairs.h"

const fuzz_target ml_fuzz = {.name = "list", .max_places = 100};

enum { NULL_ENDED = 1, TRUTH_PLANES = 2, MISSING_TRUTH = 4, PARTIAL = 8, KEEP_GOING = 16 };

static const char *const files[] = {"t.png",   "p.npy",   "q.npz",     "v.nii.gz",  "t[0].png",  "a/0.png", "a/1.png",
                                    "x_0.png", "x_1.png", "b/m_0.png", "b/m_1.png", "b/m_2.png", "c"};

/* Whether no record leads out of the folder, where anything can be. */
static bool stays(const uint8_t *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((bytes[i] == '/' && (i == 0 || strchr("\t\n", bytes[i - 1]))) || (i > 0 && bytes[i] == '.' && bytes[i - 1] == '.'))
            return false;
    return true;
}

static void check_pairs(const ml_pairs *pairs)
{
    FUZZ_CHECK(pairs->n > 0 && pairs->n_expected == pairs->n + pairs->n_missing + pairs->faults.n);
    for (size_t i = 0; i < pairs->n; i++) {
        const ml_pair *pair = &pairs->items[i];
        FUZZ_CHECK(pair->id && *pair->id && pair->prediction && pair->number < pairs->n_expected);
        FUZZ_CHECK(i == 0 || ml_id_compare(pairs->items[i - 1].id, pair->id) < 0);
        FUZZ_CHECK((pair->n_planes > 0) == (pair->plane_stem != NULL));
        for (size_t p = 1; p < pair->n_truth_planes; p++)
            FUZZ_CHECK(pair->truth_planes[p - 1].class < pair->truth_planes[p].class);
    }
}

/* The first byte has flags, the rest is the list. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    if (n == 0 || !stays(bytes + 1, n - 1))
        return 0;
    if (fuzz_folder_enter())
        for (size_t f = 0; f < ML_COUNT(files); f++)
            fuzz_write(files[f], "", 0);
    fuzz_write("list", bytes + 1, n - 1);
    const ml_pairing pairing = {.truth_planes = *bytes & TRUTH_PLANES,
                                .missing_truth = *bytes & MISSING_TRUTH,
                                .partial = *bytes & PARTIAL,
                                .keep_going = *bytes & KEEP_GOING};
    ml_error error = ML_ERROR_INIT;
    ml_pairs pairs = {0};
    ml_status status = ml_pairs_read("list", *bytes & NULL_ENDED, &pairing, &error, &pairs);
    fuzz_check_error(status, &error);
    if (!status)
        check_pairs(&pairs);
    ml_pairs_clear(&pairs);
    fuzz_folder_leave();
    return 0;
}
