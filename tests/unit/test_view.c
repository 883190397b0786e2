/* core/view: raw, masked and excluded views of a record, and what they mean for the pixels. */
#include "score.h"
#include "unit.h"

#include "core/figures.h"
#include "core/view.h"

#include "kernel/math.h"

enum { N_PIXELS = 9000, N_CLASSES = 5 };

static ml_view take(score *s, ml_view_kind kind, const ml_record *record)
{
    ml_view view;
    EXPECT(ml_view_init(&s->settings, kind, &s->error, &view) == ML_OK, "%s", s->error.text);
    ml_view_take(&s->settings, record, &view);
    return view;
}

/* Every mask of four classes, on a few records each. */
static void for_all_masks(void (*expect)(score *s, const ml_record *record))
{
    uint64_t state = 50;
    score s;
    score_init(&s, 4, "all,focal:gamma=3", NULL);
    ml_record record = score_record(&s);
    for (unsigned mask = 0; mask < 16; mask++)
        for (int round = 0; round < 20; round++) {
            score_mask(&s, mask);
            score_fill(&record, 100000, &state);
            expect(&s, &record);
        }
    ml_record_clear(&record);
    score_clear(&s);
}

static void expect_raw(score *s, const ml_record *record)
{
    ml_view view = take(s, ML_VIEW_RAW, record);
    uint64_t n_valid = 0;
    expect_same_record(&view.record, record, "raw");
    for (size_t y = 0; y < 4; y++) {
        ck_assert_uint_eq(view.support[y], ml_record_support(record, y));
        ck_assert(view.averaged[y]);
        n_valid += view.support[y];
    }
    ck_assert_uint_eq(view.n_valid, n_valid);
    ml_view_clear(&view);
}

START_TEST(the_raw_view_is_the_record) { for_all_masks(expect_raw); }
END_TEST

static void expect_masked(score *s, const ml_record *record)
{
    ml_view view = take(s, ML_VIEW_MASKED, record);
    ml_record wanted = score_record(s);
    ml_record_copy(record, &wanted);
    for (size_t y = 0; y < 4; y++) {
        uint64_t n = ml_record_support(record, y);
        ck_assert_uint_eq(view.support[y], n);
        ck_assert(view.averaged[y]);
        if (!s->settings.masked[y])
            continue;
        wanted.none[y] = 0;
        for (size_t c = 0; c < 4; c++) {
            wanted.hard[y * 4 + c] = c == y ? n : 0;
            wanted.soft[y * 4 + c] = c == y ? (double)n : 0;
        }
        for (size_t i = 0; i < s->losses.n_sums; i++)
            wanted.sums[i * 4 + y] = (double)n * ml_loss_when_certain(&s->losses.sums[i], s->settings.epsilon);
    }
    expect_same_record(&view.record, &wanted, "masked");
    ml_record_clear(&wanted);
    ml_view_clear(&view);
}

START_TEST(the_masked_view_replaces_the_rows_of_masked_classes) { for_all_masks(expect_masked); }
END_TEST

static void expect_excluded(score *s, const ml_record *record)
{
    ml_view view = take(s, ML_VIEW_EXCLUDED, record);
    ml_record wanted = score_record(s);
    uint64_t n_valid = 0;
    ml_record_copy(record, &wanted);
    for (size_t y = 0; y < 4; y++) {
        bool masked = s->settings.masked[y];
        ck_assert_uint_eq(view.support[y], masked ? 0 : ml_record_support(record, y));
        ck_assert(view.averaged[y] == !masked);
        n_valid += view.support[y];
        if (!masked)
            continue;
        wanted.none[y] = 0;
        for (size_t c = 0; c < 4; c++) {
            wanted.hard[y * 4 + c] = 0;
            wanted.soft[y * 4 + c] = 0;
        }
        for (size_t i = 0; i < s->losses.n_sums; i++)
            wanted.sums[i * 4 + y] = 0;
    }
    ck_assert_uint_eq(view.n_valid, n_valid);
    expect_same_record(&view.record, &wanted, "excluded");
    ml_record_clear(&wanted);
    ml_view_clear(&view);
}

START_TEST(the_excluded_view_drops_the_rows_of_masked_classes) { for_all_masks(expect_excluded); }
END_TEST

START_TEST(a_view_can_be_taken_again_of_another_record)
{
    uint64_t state = 51;
    score s;
    score_init(&s, 4, "all", NULL);
    ml_record record = score_record(&s);
    ml_view used;
    ck_assert_int_eq(ml_view_init(&s.settings, ML_VIEW_MASKED, &s.error, &used), ML_OK);
    for (int round = 0; round < 30; round++) {
        score_fill(&record, 1000, &state);
        ml_view fresh = take(&s, ML_VIEW_MASKED, &record);
        ml_view_take(&s.settings, &record, &used);
        expect_same_record(&fresh.record, &used.record, "again");
        ck_assert_uint_eq(fresh.n_valid, used.n_valid);
        ml_view_clear(&fresh);
    }
    ml_view_clear(&used);
    ml_record_clear(&record);
    score_clear(&s);
}
END_TEST

START_TEST(the_loss_of_a_certain_pixel_is_that_of_p_1_clipped)
{
    const double epsilons[] = {1e-7, 1e-3, 0.25};
    score s;
    score_init(&s, 2, "cce,focal,focal:gamma=0,brier", NULL);
    for (size_t e = 0; e < ML_COUNT(epsilons); e++) {
        double epsilon = epsilons[e], neg_log = -ml_log(1 - epsilon), rest = 1 - (1 - epsilon);
        const double wanted[] = {neg_log, rest * rest * neg_log, neg_log, 0};
        for (size_t i = 0; i < s.losses.n_sums; i++)
            EXPECT(unit_near(ml_loss_when_certain(&s.losses.sums[i], epsilon), wanted[i], 1e-14 * wanted[i]), "%s with %g",
                   s.losses.sums[i].key, epsilon);
    }
    score_clear(&s);
}
END_TEST

/* Random image with the mask applied to its pixels in some way, reduced. */
typedef struct pixel_image {
    double q[N_PIXELS * N_CLASSES];
    uint16_t truth[N_PIXELS];
    ml_observers observers;
} pixel_image;

static pixel_image *make_image(score *s)
{
    uint64_t state = 52;
    pixel_image *im = malloc(sizeof *im);
    ck_assert(im != NULL);
    score_image(im->q, im->truth, N_PIXELS, N_CLASSES, &state);
    EXPECT(ml_observers_init(&s->settings, NULL, 0, true, &s->error, &im->observers) == ML_OK, "%s", s->error.text);
    return im;
}

static void free_image(pixel_image *im)
{
    ml_observers_clear(&im->observers);
    free(im);
}

START_TEST(the_masked_view_is_what_a_masked_prediction_gives)
{
    score s;
    score_init(&s, N_CLASSES, "all", NULL);
    score_mask(&s, 1u << 0 | 1u << 3);
    pixel_image *im = make_image(&s);
    score_reduce(&im->observers, im->q, im->truth, N_PIXELS);
    ml_view view = take(&s, ML_VIEW_MASKED, score_record_of(&im->observers));
    for (size_t i = 0; i < N_PIXELS; i++)
        for (size_t c = 0; c < N_CLASSES && (im->truth[i] == 0 || im->truth[i] == 3); c++)
            im->q[i * N_CLASSES + c] = c == im->truth[i];
    score_reduce(&im->observers, im->q, im->truth, N_PIXELS);
    const ml_record *wanted = score_record_of(&im->observers);
    for (size_t i = 0; i < N_CLASSES * N_CLASSES; i++) {
        EXPECT(view.record.hard[i] == wanted->hard[i], "hard %zu", i);
        EXPECT(unit_same(view.record.soft[i], wanted->soft[i]), "soft %zu: %a, %a", i, view.record.soft[i], wanted->soft[i]);
    }
    for (size_t i = 0; i < N_CLASSES * s.losses.n_sums; i++) /* of each tile's sum, 2^-64 may be lost */
        EXPECT(unit_near(view.record.sums[i], wanted->sums[i], 1e-12 * wanted->sums[i] + 0x1p-62), "sum %zu: %.17g, %.17g", i,
               view.record.sums[i], wanted->sums[i]);
    ml_view_clear(&view);
    free_image(im);
    score_clear(&s);
}
END_TEST

START_TEST(the_excluded_view_is_what_ignoring_masked_pixels_gives)
{
    score s;
    score_init(&s, N_CLASSES, "all", NULL);
    score_mask(&s, 1u << 0 | 1u << 3);
    pixel_image *im = make_image(&s);
    score_reduce(&im->observers, im->q, im->truth, N_PIXELS);
    ml_view view = take(&s, ML_VIEW_EXCLUDED, score_record_of(&im->observers));
    for (size_t i = 0; i < N_PIXELS; i++)
        if (im->truth[i] == 0 || im->truth[i] == 3)
            im->truth[i] = ML_IGNORED;
    score_reduce(&im->observers, im->q, im->truth, N_PIXELS);
    const ml_record *wanted = score_record_of(&im->observers);
    ck_assert_uint_eq(view.n_valid, wanted->n_pixels - wanted->n_ignored);
    view.record.n_ignored = wanted->n_ignored; /* a record knows nothing of masks */
    expect_same_record(&view.record, wanted, "excluded");
    ml_view_clear(&view);
    free_image(im);
    score_clear(&s);
}
END_TEST

/* Views and figures that are used again and again, of records that tell their rows and of the same that do not. */
START_TEST(rows_that_are_known_to_be_empty_make_no_difference)
{
    uint64_t state = 53;
    score s;
    score_init(&s, 4, "all,focal:gamma=3", NULL);
    ml_record known = score_record(&s), plain = score_record(&s);
    ml_figures got, wanted;
    EXPECT(ml_figures_init(&s.settings, &s.error, &got) == ML_OK, "%s", s.error.text);
    EXPECT(ml_figures_init(&s.settings, &s.error, &wanted) == ML_OK, "%s", s.error.text);
    for (unsigned round = 0; round < 320; round++) {
        score_mask(&s, round % 16);
        score_fill(&known, 100000, &state);
        memset(known.has_row, true, 4);
        ml_record_copy(&known, &plain);
        score_tell_rows(&known, &state);
        ml_figures_compute(&known, &got);
        ml_figures_compute(&plain, &wanted);
        for (int v = 0; v < ML_N_VIEWS; v++) {
            const ml_view_figures *a = &got.views[v], *b = &wanted.views[v];
            expect_same_record(&a->view.record, &b->view.record, "a view");
            ck_assert_mem_eq(a->view.support, b->view.support, 4 * sizeof *a->view.support);
            for (size_t c = 0; c < 4; c++) {
                ck_assert_mem_eq(a->per_class[c].counts, b->per_class[c].counts, sizeof a->per_class[c].counts);
                ck_assert(unit_same(a->soft[c].tp, b->soft[c].tp) && unit_same(a->soft[c].fp, b->soft[c].fp) &&
                          unit_same(a->soft[c].fn, b->soft[c].fn));
            }
            for (size_t l = 0; l < s.losses.n; l++)
                ck_assert(unit_same(a->losses[l].mean, b->losses[l].mean));
        }
        ck_assert_uint_eq(got.forgiven, wanted.forgiven);
        ck_assert_uint_eq(got.punished, wanted.punished);
        ck_assert_mem_eq(got.forgiven_as, wanted.forgiven_as, 4 * sizeof *got.forgiven_as);
        ck_assert_mem_eq(got.punished_of, wanted.punished_of, 4 * sizeof *got.punished_of);
    }
    ml_figures_clear(&got);
    ml_figures_clear(&wanted);
    ml_record_clear(&known);
    ml_record_clear(&plain);
    score_clear(&s);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, rows_that_are_known_to_be_empty_make_no_difference);
    tcase_add_test(tests, the_raw_view_is_the_record);
    tcase_add_test(tests, the_masked_view_replaces_the_rows_of_masked_classes);
    tcase_add_test(tests, the_excluded_view_drops_the_rows_of_masked_classes);
    tcase_add_test(tests, a_view_can_be_taken_again_of_another_record);
    tcase_add_test(tests, the_loss_of_a_certain_pixel_is_that_of_p_1_clipped);
    tcase_add_test(tests, the_masked_view_is_what_a_masked_prediction_gives);
    tcase_add_test(tests, the_excluded_view_is_what_ignoring_masked_pixels_gives);
}

int main(void) { return unit_main("view", add_tests); }
