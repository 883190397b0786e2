/* core/slope and core/by_stored: derivatives of losses, against golden values of automatic differentiation and against
 * differences of the losses themselves. */
#include "score.h"
#include "unit.h"

#include "base/memory.h"
#include "core/by_stored.h"
#include "core/slope.h"

#include <stdio.h>

enum { MAX_VALUES = 64, N_PIXELS = 7 };

/* An image, and how its values are stored. */
typedef struct image {
    size_t n, n_values; /* pixels, values of one */
    uint16_t truth[N_PIXELS];
    double q[N_PIXELS * MAX_VALUES];
} image;

/* What evaluates images. */
typedef struct evaluator {
    ml_observers observers;
    ml_figures figures;
} evaluator;

static void init_evaluator(score *s, evaluator *e)
{
    ck_assert_int_eq(ml_observers_init(&s->settings, NULL, 0, true, &s->error, &e->observers), ML_OK);
    ck_assert_int_eq(ml_figures_init(&s->settings, &s->error, &e->figures), ML_OK);
}

static void clear_evaluator(evaluator *e)
{
    ml_figures_clear(&e->figures);
    ml_observers_clear(&e->observers);
}

static ml_tile tile_of(const score *s, const image *im, bool is_binary)
{
    return (ml_tile){.n_pixels = im->n,
                     .n_classes = s->classes.n,
                     .truth = im->truth,
                     .type = ML_SAMPLE_F64,
                     .samples = im->q,
                     .pixel_stride = im->n_values,
                     .class_stride = 1,
                     .binary = is_binary};
}

/* An image's figures. */
static void compute(score *s, const image *im, bool is_binary, evaluator *e)
{
    const ml_tile tile = tile_of(s, im, is_binary);
    score_begin(&e->observers);
    EXPECT(ml_observers_take(&e->observers, &tile, 0, &s->error) == ML_OK, "%s", s->error.text);
    ml_figures_compute(score_record_of(&e->observers), &e->figures);
}

/* The derivatives of loss l with respect to all values. */
static void differentiate(score *s, const image *im, bool is_binary, size_t l, evaluator *e, double *by_q)
{
    double p[MAX_VALUES], by_p[MAX_VALUES], planes[MAX_VALUES];
    ml_slope slope;
    ck_assert_int_eq(ml_slope_init(&s->settings, &s->losses.items[l], &s->error, &slope), ML_OK);
    compute(s, im, is_binary, e);
    ml_slope_take(&slope, &e->figures.views[ML_VIEW_MASKED]);
    const ml_stored stored = ml_stored_of(&s->settings, is_binary, 0);
    ck_assert_uint_eq(ml_stored_n_values(&stored), im->n_values);
    const ml_tile tile = tile_of(s, im, is_binary);
    memset(by_q, 0, im->n * im->n_values * sizeof *by_q);
    for (size_t i = 0; i < im->n; i++) {
        if (im->truth[i] == ML_IGNORED)
            continue;
        ml_pixels_probabilities(e->observers.pixels, &tile, i, 1, 1, planes);
        memcpy(p, planes, s->classes.n * sizeof *p);
        ml_slope_of_pixel(&slope, im->truth[i], p, by_p);
        ml_by_stored(&stored, im->q + i * im->n_values, p, by_p, by_q + i * im->n_values);
    }
    ml_slope_clear(&slope);
}

static void differentiate_once(score *s, const image *im, size_t l, double *by_q)
{
    evaluator e;
    init_evaluator(s, &e);
    differentiate(s, im, false, l, &e, by_q);
    clear_evaluator(&e);
}

START_TEST(every_row_has_its_derivative)
{
    for (size_t k = 0; k < ml_n_loss_kinds; k++) {
        const ml_loss_kind *kind = &ml_loss_kinds[k];
        EXPECT(!kind->pixels == !kind->pixel_slope && !kind->region == !kind->region_slope && !kind->part == !kind->part_slope,
               "%s lacks the derivative of its sort, or has that of another", kind->name);
    }
}
END_TEST

/* Automatic differentiation in double precision, of the worked example with smooth 1e-7: rows of pixels 2 and 5. */
START_TEST(the_worked_example_has_the_derivatives_of_other_programs)
{
    static const struct {
        const char *key;
        double row_2[3], row_5[3];
    } rows[] = {
        {"cce", {.16666666666666666, -.04166666666666666, .16666666666666666}, {.16666666666666666, .16666666666666666, -.25}},
        {"wcce", {.3333333333333333, -.08333333333333331, .3333333333333333}, {.6666666666666666, .6666666666666666, -1}},
        {"focal",
         {.0046419140175227944, -.0011604785043806982, .0046419140175227944},
         {.033325814637483096, .033325814637483096, -.04998872195622465}},
        {"brier", {.08, -.02, .08}, {.16, .02666666666666668, -.20666666666666664}},
        {"dice",
         {.14209884708098905, -.038008910483716185, .16197243678874057},
         {.07126157380013913, .08723223607395822, -.11088502626866346}},
        {"jaccard",
         {.16346268451721852, -.04268308780060902, .17800201788765369},
         {.08428386206719297, .0923787894562229, -.12844952494804696}},
        {"tversky",
         {.14803225025180045, -.03692276521680912, .14734987148267262},
         {.07494132730142467, .07313648491980188, -.11196078035673132}},
        {"focal_tversky",
         {.14735545184783733, -.035758926002649655, .13871595617336002},
         {.07534729682750618, .06543508770601458, -.11054289296088637}},
    };
    score s;
    score_init(&s, 3, "all", NULL);
    memcpy(s.settings.weights, worked_weights, sizeof worked_weights);
    image im = {.n = 6, .n_values = 3};
    memcpy(im.truth, worked_truth, sizeof worked_truth);
    memcpy(im.q, worked_q, sizeof worked_q);
    for (size_t r = 0; r < ML_COUNT(rows); r++) {
        double by_q[N_PIXELS * 3];
        differentiate_once(&s, &im, score_loss(&s, rows[r].key), by_q);
        for (size_t k = 0; k < 3; k++) {
            EXPECT(unit_near(by_q[2 * 3 + k], rows[r].row_2[k], 1e-13), "%s, pixel 2, %zu: %.17g", rows[r].key, k, by_q[6 + k]);
            EXPECT(unit_near(by_q[5 * 3 + k], rows[r].row_5[k], 1e-13), "%s, pixel 5, %zu: %.17g", rows[r].key, k,
                   by_q[15 + k]);
        }
        for (size_t i = 0; i < 6; i++)
            EXPECT(unit_same(by_q[i], 0), "%s: a masked pixel has a derivative", rows[r].key);
    }
    score_clear(&s);
}
END_TEST

/* The loss of the image when one of its values moves by `step`. */
static double moved(score *s, const image *im, bool is_binary, size_t l, size_t at, double step, evaluator *e)
{
    image other = *im;
    other.q[at] += step;
    compute(s, &other, is_binary, e);
    return e->figures.views[ML_VIEW_MASKED].losses[l].mean;
}

/* All losses, one value after the other. */
static void check_differences(score *s, const image *im, bool is_binary, const char *what)
{
    evaluator e;
    init_evaluator(s, &e);
    for (size_t l = 0; l < s->losses.n; l++) {
        double by_q[N_PIXELS * MAX_VALUES];
        differentiate(s, im, is_binary, l, &e, by_q);
        for (size_t at = 0; at < im->n * im->n_values; at++) {
            double step = 1e-6, above = moved(s, im, is_binary, l, at, step, &e);
            double difference = (above - moved(s, im, is_binary, l, at, -step, &e)) / 2e-6;
            difference = isnan(difference) ? 0 : difference; /* of a loss without a value */
            EXPECT(fabs(by_q[at] - difference) < 1e-7 + 1e-6 * fabs(difference),
                   "%s: %s, value %zu: %.12g, but differences say %.12g", what, s->losses.items[l].key, at, by_q[at],
                   difference);
        }
    }
    clear_evaluator(&e);
}

static const char *const every_loss =
    "cce,wcce,focal:alpha=.1/.2/.3,focal:gamma=.5,focal:gamma=1,focal:gamma=0,brier,dice,gdice,"
    "jaccard,tversky:fp=.2:fn=.9,focal_tversky,focal_tversky:exponent=1:smooth=1,"
    "focal_tversky:exponent=1.5";

/* Class 2 is not in the truth; one pixel is ignored. */
START_TEST(derivatives_are_what_differences_of_losses_say)
{
    static const uint16_t truth[N_PIXELS] = {0, 1, 1, ML_IGNORED, 0, 1, 1};
    uint64_t state = (uint64_t)_i + 1;
    ml_activation activation = (ml_activation)(_i % 3);
    for (int absent = 0; absent < ML_N_ABSENT; absent++)
        for (unsigned mask = 0; mask < 4; mask++) {
            char what[80];
            score s;
            image im = {.n = N_PIXELS, .n_values = 3};
            score_init(&s, 3, every_loss, NULL);
            memcpy(s.settings.weights, worked_weights, sizeof worked_weights);
            s.settings.activation = activation;
            s.settings.absent = (ml_absent)absent;
            s.settings.average = _i < 3 ? ML_AVERAGE_ALL : ML_AVERAGE_FOREGROUND;
            score_mask(&s, mask);
            memcpy(im.truth, truth, sizeof truth);
            for (size_t k = 0; k < N_PIXELS * 3; k++)
                im.q[k] = activation ? 6 * unit_fraction(&state) - 3 : 0.05 + 2 * unit_fraction(&state);
            snprintf(what, sizeof what, "%s, --absent=%s, mask %u", ml_activation_names[activation], ml_absent_names[absent],
                     mask);
            check_differences(&s, &im, false, what);
            score_clear(&s);
        }
}
END_TEST

START_TEST(binary_values_have_derivatives_of_their_own)
{
    static const uint16_t truth[N_PIXELS] = {0, 1, 1, ML_IGNORED, 0, 1, 0};
    uint64_t state = 7;
    for (int sigmoid = 0; sigmoid < 2; sigmoid++) {
        score s;
        image im = {.n = N_PIXELS, .n_values = 1};
        score_init(&s, 2, "cce,focal,brier,dice,gdice,jaccard,tversky,focal_tversky", NULL);
        s.settings.activation = sigmoid ? ML_ACTIVATION_SIGMOID : ML_ACTIVATION_NONE;
        score_mask(&s, 0);
        memcpy(im.truth, truth, sizeof truth);
        for (size_t k = 0; k < N_PIXELS; k++)
            im.q[k] = sigmoid ? 6 * unit_fraction(&state) - 3 : 0.1 + 0.8 * unit_fraction(&state);
        check_differences(&s, &im, true, sigmoid ? "a logit" : "a probability");
        score_clear(&s);
    }
}
END_TEST

/* Five channels of three classes. */
START_TEST(channels_that_are_summed_up_have_derivatives_of_their_own)
{
    static const uint16_t truth[N_PIXELS] = {0, 1, 2, ML_IGNORED, 0, 1, 2}, class_of_channel[] = {0, 2, 1, 1, 0};
    uint64_t state = 11;
    for (int a = 0; a < ML_N_ACTIVATIONS; a++) {
        score s;
        image im = {.n = N_PIXELS, .n_values = 5};
        score_init(&s, 3, "cce,brier,dice,focal_tversky", NULL);
        s.classes.n_channels = 5;
        s.classes.class_of_channel = ml_alloc(5, sizeof(uint16_t));
        memcpy(s.classes.class_of_channel, class_of_channel, sizeof class_of_channel);
        s.settings.activation = (ml_activation)a;
        memcpy(im.truth, truth, sizeof truth);
        for (size_t k = 0; k < N_PIXELS * 5; k++)
            im.q[k] = a ? 6 * unit_fraction(&state) - 3 : 0.05 + unit_fraction(&state);
        check_differences(&s, &im, false, ml_activation_names[a]);
        score_clear(&s);
    }
}
END_TEST

/* pt is clipped below epsilon and above 1 - epsilon; logits that end doubles. */
START_TEST(clipped_and_extreme_values_have_finite_derivatives)
{
    score s;
    double by_q[N_PIXELS * MAX_VALUES];
    image im = {.n = 2, .n_values = 2, .truth = {1, 1}, .q = {1, 1e-9, 1e-9, 1}};
    score_init(&s, 2, "cce,focal,brier,dice", NULL);
    for (size_t l = 0; l < 2; l++) {
        differentiate_once(&s, &im, l, by_q);
        for (size_t k = 0; k < 4; k++)
            EXPECT(unit_same(by_q[k], 0), "%s: value %zu is clipped, and has %g", s.losses.items[l].key, k, by_q[k]);
    }
    const image far = {.n = 2, .n_values = 2, .truth = {1, 0}, .q = {-1e300, -2000, 1e300, -1e300}};
    for (int a = ML_ACTIVATION_SOFTMAX; a <= ML_ACTIVATION_SIGMOID; a++) {
        s.settings.activation = (ml_activation)a;
        for (size_t l = 0; l < s.losses.n; l++) {
            differentiate_once(&s, &far, l, by_q);
            for (size_t k = 0; k < 4; k++)
                EXPECT(isfinite(by_q[k]), "%s: value %zu has %g", s.losses.items[l].key, k, by_q[k]);
        }
    }
    score_clear(&s);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, every_row_has_its_derivative);
    tcase_add_test(tests, the_worked_example_has_the_derivatives_of_other_programs);
    tcase_add_loop_test(tests, derivatives_are_what_differences_of_losses_say, 0, 6);
    tcase_add_test(tests, binary_values_have_derivatives_of_their_own);
    tcase_add_test(tests, channels_that_are_summed_up_have_derivatives_of_their_own);
    tcase_add_test(tests, clipped_and_extreme_values_have_finite_derivatives);
}

int main(void) { return unit_main("slope", add_tests); }
