/* cli/progress: the line that says how far a run is. */
#include "unit.h"

#include "cli/progress.h"

START_TEST(the_line_has_rates_and_the_time_left)
{
    static const struct {
        uint64_t n_all, n_done, n_bytes;
        double seconds;
        const char *text;
    } cases[] = {
        {40, 10, 20000000, 5, "10/40 pairs, 2 pairs/s, 4 MB/s, 0:15 left"},
        {40, 40, 20000000, 5, "40/40 pairs, 8 pairs/s, 4 MB/s, 0:00 left"},
        {100000, 1, 1, 2, "1/100000 pairs, 0.5 pairs/s, 5e-07 MB/s, 55:33:18 left"},
        {10, 0, 0, 3, "0/10 pairs, 0 pairs/s, 0 MB/s, 0:00 left"},
        {10, 1, 0, 0, "1/10 pairs, 0 pairs/s, 0 MB/s, 0:00 left"},
        {UINT64_MAX, 1, UINT64_MAX, 1e300, NULL},
    };
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        char text[ML_PROGRESS_TEXT_SIZE];
        const ml_progress progress = {.n_all = cases[i].n_all, .n_done = cases[i].n_done, .n_bytes = cases[i].n_bytes};
        ml_progress_text(&progress, cases[i].seconds, text);
        EXPECT(!cases[i].text || strcmp(text, cases[i].text) == 0, "case %zu: %s", i, text);
        EXPECT(strlen(text) < ML_PROGRESS_TEXT_SIZE, "case %zu", i);
    }
}
END_TEST

START_TEST(never_is_never_and_steps_are_counted_all_the_same)
{
    ml_progress progress;
    ml_progress_start(&progress, ML_PROGRESS_NEVER, 3);
    ck_assert(!progress.active);
    ml_progress_step(&progress, 5);
    ml_progress_step(&progress, 6);
    ck_assert(progress.n_done == 2 && progress.n_bytes == 11 && !progress.is_shown);
    ml_progress_start(&progress, ML_PROGRESS_ALWAYS, 3);
    ck_assert(progress.active && progress.n_done == 0);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, the_line_has_rates_and_the_time_left);
    tcase_add_test(tests, never_is_never_and_steps_are_counted_all_the_same);
}

int main(void) { return unit_main("progress", add_tests); }
