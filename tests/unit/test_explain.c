/* engine/explain and core/explained: what is said of all pixels of an image adds up to its record, wherever a pixel is read
 * from; what is bad elsewhere matters only where it is looked at. */
#include "score.h"
#include "set.h"

#include "engine/explain.h"
#include "io/destination.h"

/* What the form under test has been given last; arrays are copies. */
static struct {
    ml_explained pixel;
    char id[16];
    size_t n_written;
    double p[SET_CLASSES], raw[16], masked[16], gradients[16][SET_CLASSES];
    ml_soft_counts adds[ML_N_VIEWS][SET_CLASSES];
} seen;

static void keep(const ml_explained *x, ml_out *out)
{
    ml_out_text(out, "kept");
    seen.pixel = *x;
    seen.n_written++;
    ck_assert_uint_lt(strlen(x->id), sizeof seen.id);
    strcpy(seen.id, x->id);
    if (x->reason)
        return;
    ck_assert_uint_le(x->n_losses, 16);
    ck_assert_uint_le(x->n_gradients, 16);
    memcpy(seen.p, x->p, sizeof seen.p);
    for (size_t l = 0; l < x->n_losses; l++) {
        seen.raw[l] = x->losses[l].raw;
        seen.masked[l] = x->losses[l].masked;
    }
    for (size_t g = 0; g < x->n_gradients; g++)
        memcpy(seen.gradients[g], x->gradients[g].by_stored, sizeof seen.gradients[g]);
    for (int v = 0; v < ML_N_VIEWS; v++)
        for (size_t c = 0; c < SET_CLASSES; c++)
            seen.adds[v][c] = ml_explained_adds(x, (ml_view_kind)v, c);
}

static const ml_explanation_form keeping = {.name = "keep", .write = keep},
                                 keeping_all = {.name = "keep", .has_all_gradients = true, .write = keep};

/* A job for two files of the set. */
static void begin(set_job *s, const char *truth, const char *prediction, const char *losses)
{
    set_job_init(s, 1);
    tree_path(truth, s->truth);
    tree_path(prediction, s->prediction);
    s->job.pairs.is_one = true;
    s->job.scoring.losses = losses;
    s->job.explanation_form = &keeping;
}

static ml_status explain(const set_job *s, size_t row, size_t column, ml_error *error)
{
    ml_out out;
    ml_error_clear(error);
    ck_assert_int_eq(ml_out_open("/dev/null", error, &out), ML_OK);
    ml_status status = ml_explain(&s->job, row, column, &out, error);
    ml_out_close(&out);
    return status;
}

/* The figures of an image of the set. */
static void compute(score *s, const set_image *image, ml_observers *observers, ml_figures *figures)
{
    const size_t n = image->height * image->width;
    uint16_t *truth = malloc(n * sizeof *truth);
    double *q = malloc(n * SET_CLASSES * sizeof *q);
    ck_assert(truth != NULL && q != NULL);
    for (size_t i = 0; i < n; i++)
        truth[i] = image->truth[i] == SET_IGNORED ? ML_IGNORED : image->truth[i];
    for (size_t i = 0; i < n * SET_CLASSES; i++)
        q[i] = (double)image->q[i];
    EXPECT(ml_observers_init(&s->settings, NULL, 0, true, &s->error, observers) == ML_OK, "%s", s->error.text);
    EXPECT(ml_figures_init(&s->settings, &s->error, figures) == ML_OK, "%s", s->error.text);
    score_reduce(observers, q, truth, n);
    ml_figures_compute(score_record_of(observers), figures);
    free(truth);
    free(q);
}

/* Sums over the pixels of an image. */
typedef struct sums {
    size_t n_states[ML_N_PIXEL_STATES];
    double raw[16], masked[16];
    ml_soft_counts adds[ML_N_VIEWS][SET_CLASSES];
} sums;

static void add_seen(sums *s)
{
    s->n_states[seen.pixel.state]++;
    if (seen.pixel.reason)
        return;
    for (size_t l = 0; l < seen.pixel.n_losses; l++) {
        s->raw[l] += seen.raw[l];
        s->masked[l] += seen.masked[l];
    }
    for (int v = 0; v < ML_N_VIEWS; v++)
        for (size_t c = 0; c < SET_CLASSES; c++) {
            s->adds[v][c].tp += seen.adds[v][c].tp;
            s->adds[v][c].fp += seen.adds[v][c].fp;
            s->adds[v][c].fn += seen.adds[v][c].fn;
        }
}

static void expect_sums(const sums *s, const ml_figures *figures)
{
    const ml_losses *losses = figures->settings->losses;
    for (size_t l = 0, k = 0; l < losses->n; l++) {
        if (!losses->items[l].kind->pixels)
            continue;
        EXPECT(unit_near(s->raw[k], figures->views[ML_VIEW_RAW].losses[l].sum, 1e-9) &&
                   unit_near(s->masked[k], figures->views[ML_VIEW_MASKED].losses[l].sum, 1e-9),
               "%s: the sums are %.17g and %.17g", losses->items[l].key, s->raw[k], s->masked[k]);
        k++;
    }
    for (int v = 0; v < ML_N_VIEWS; v++)
        for (size_t c = 0; c < SET_CLASSES; c++) {
            const ml_soft_counts *got = &s->adds[v][c], *soft = &figures->views[v].soft[c];
            EXPECT(unit_near(got->tp, soft->tp, 1e-9) && unit_near(got->fp, soft->fp, 1e-9) &&
                       unit_near(got->fn, soft->fn, 1e-9),
                   "class %zu of %s: %g %g %g", c, ml_view_names[v], got->tp, got->fp, got->fn);
        }
    ck_assert_uint_eq(s->n_states[ML_PIXEL_IGNORED], figures->n_ignored);
    ck_assert_uint_eq(s->n_states[ML_PIXEL_FORGIVEN], figures->forgiven);
    ck_assert_uint_eq(s->n_states[ML_PIXEL_MISSED], figures->punished);
}

START_TEST(all_pixels_make_up_the_record_of_their_image)
{
    const set_image *image = &set_images[0];
    score own;
    set_job s;
    ml_figures figures;
    ml_observers observers;
    sums all;
    ml_error error = ML_ERROR_INIT;
    memset(&all, 0, sizeof all);
    score_init(&own, SET_CLASSES, "all", NULL);
    compute(&own, image, &observers, &figures);
    begin(&s, "truth/a/0.npy", "pred/a/0.npy", "all");
    for (size_t i = 0; i < image->height * image->width; i++) {
        EXPECT(explain(&s, i / image->width, i % image->width, &error) == ML_OK, "%s", error.text);
        ck_assert_str_eq(seen.id, "0");
        add_seen(&all);
    }
    expect_sums(&all, &figures);
    set_job_clear(&s);
    ml_figures_clear(&figures);
    ml_observers_clear(&observers);
    score_clear(&own);
}
END_TEST

START_TEST(a_pixel_by_itself_is_what_it_is_in_its_image)
{
    const set_image *image = NULL;
    set_job alone, whole;
    uint64_t state = 5;
    ml_error error = ML_ERROR_INIT;
    for (size_t i = 0; i < SET_IMAGES; i++)
        image = strcmp(set_images[i].id, "b/large") == 0 ? &set_images[i] : image;
    ck_assert(image != NULL);
    begin(&alone, "truth/b/large.npy", "pred/b/large.npy", "cce,wcce,focal,brier");
    begin(&whole, "truth/b/large.npy", "pred/b/large.npy", "cce,wcce,focal,brier");
    whole.job.explanation_form = &keeping_all; /* among them losses over regions: then all of the image is evaluated */
    for (size_t round = 0; round < unit_rounds(20); round++) {
        size_t row = unit_below(&state, image->height), column = unit_below(&state, image->width);
        EXPECT(explain(&alone, row, column, &error) == ML_OK, "%s", error.text);
        if (seen.pixel.reason)
            continue;
        const ml_pixel_state said = seen.pixel.state;
        double p[SET_CLASSES], raw[4], gradients[4][SET_CLASSES];
        ck_assert_uint_eq(seen.pixel.n_gradients, 4);
        memcpy(p, seen.p, sizeof p);
        memcpy(raw, seen.raw, sizeof raw);
        memcpy(gradients, seen.gradients, sizeof gradients);
        EXPECT(explain(&whole, row, column, &error) == ML_OK, "%s", error.text);
        ck_assert_uint_eq(seen.pixel.n_gradients, ml_n_loss_kinds);
        EXPECT(said == seen.pixel.state && memcmp(p, seen.p, sizeof p) == 0 && memcmp(raw, seen.raw, sizeof raw) == 0 &&
                   memcmp(gradients, seen.gradients, sizeof gradients) == 0,
               "row %zu, column %zu", row, column);
    }
    set_job_clear(&alone);
    set_job_clear(&whole);
}
END_TEST

/* Writes an image of six pixels, of which the third is bad. */
static void write_bad(void)
{
    const uint8_t truth[6] = {0, 1, 1, 2, SET_IGNORED, 2};
    float q[6 * SET_CLASSES];
    for (size_t i = 0; i < 6 * SET_CLASSES; i++)
        q[i] = 0.25f + (float)(i % 4) / 4;
    q[2 * SET_CLASSES + 1] = -1;
    set_write_npy("truth/bad.npy", "|u1", "2, 3", truth, sizeof truth);
    set_write_npy("pred/bad.npy", set_float_type(), "2, 3, 3", q, sizeof q);
}

START_TEST(a_bad_pixel_elsewhere_matters_where_the_image_is_needed)
{
    static const struct {
        size_t row, column;
        const char *losses;
        bool ignores, fails;
        ml_pixel_state state; /* of those that are told */
    } cases[] = {
        {0, 2, "dice", false, false, ML_PIXEL_BAD},     {0, 2, "cce", true, false, ML_PIXEL_BAD},
        {1, 1, "dice", false, false, ML_PIXEL_IGNORED}, {0, 0, "dice", false, false, ML_PIXEL_FORGIVEN},
        {1, 2, "dice", false, true, ML_PIXEL_MISSED},   {1, 2, "dice", true, false, ML_PIXEL_MISSED},
        {1, 0, "cce", false, false, ML_PIXEL_RIGHT},    {1, 2, "cce", true, false, ML_PIXEL_MISSED},
    };
    ml_error error = ML_ERROR_INIT;
    write_bad();
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        set_job s;
        begin(&s, "truth/bad.npy", "pred/bad.npy", cases[i].losses);
        s.job.ignore_bad = cases[i].ignores;
        ml_status status = explain(&s, cases[i].row, cases[i].column, &error);
        EXPECT(status == (cases[i].fails ? ML_E_INPUT : ML_OK), "case %zu: %d %s", i, (int)status, error.text);
        if (cases[i].fails)
            EXPECT(strstr(error.text, "row 0, column 2: the value of class 1 (1) is -1"), "%s", error.text);
        else
            EXPECT(seen.pixel.state == cases[i].state, "case %zu: %s", i, ml_pixel_state_names[seen.pixel.state]);
        set_job_clear(&s);
    }
}
END_TEST

START_TEST(places_and_inputs_that_are_none_are_usage_errors)
{
    set_job s;
    ml_error error = ML_ERROR_INIT;
    const size_t n_before = seen.n_written;
    begin(&s, "truth/a/0.npy", "pred/a/0.npy", NULL);
    ck_assert_int_eq(explain(&s, 37, 0, &error), ML_E_USAGE);
    EXPECT(strstr(error.text, "has 37 rows and 23 columns"), "%s", error.text);
    ck_assert_int_eq(explain(&s, 0, 23, &error), ML_E_USAGE);
    ck_assert_int_eq(explain(&s, SIZE_MAX, SIZE_MAX, &error), ML_E_USAGE);
    tree_path("truth", s.truth);
    tree_path("pred", s.prediction);
    ck_assert_int_eq(explain(&s, 0, 0, &error), ML_E_USAGE);
    tree_path("truth/b/batch.npy", s.truth);
    tree_path("pred/b/batch.npy", s.prediction);
    ck_assert_int_eq(explain(&s, 0, 0, &error), ML_E_USAGE);
    EXPECT(strstr(error.text, "batch of 3 images"), "%s", error.text);
    ck_assert_uint_eq(seen.n_written, n_before);
    tree_path("truth/b/batch.npy[2]", s.truth);
    tree_path("pred/b/batch.npy[2]", s.prediction);
    EXPECT(explain(&s, 28, 30, &error) == ML_OK, "%s", error.text);
    ck_assert_str_eq(seen.id, "batch[2]");
    set_job_clear(&s);
}
END_TEST

START_TEST(of_many_classes_the_largest_and_the_true_one_are_shown)
{
    double p[30];
    size_t shown[ML_EXPLAINED_ALL];
    for (size_t c = 0; c < 30; c++)
        p[c] = (double)(c * 7 % 10) / 145; /* 9 at 7, 17, 27; 8 at 4, 14, 24; 7 at 1, 11, 21; 6 at 8, ... */
    static const size_t largest[] = {7, 17, 27, 4, 14, 24, 1, 11, 21, 8};
    ck_assert_uint_eq(ml_explained_choose(p, 30, 14, shown), ML_EXPLAINED_LARGEST);
    ck_assert_mem_eq(shown, largest, sizeof largest);
    ck_assert_uint_eq(ml_explained_choose(p, 30, 0, shown), ML_EXPLAINED_LARGEST + 1);
    ck_assert_mem_eq(shown, largest, sizeof largest);
    ck_assert_uint_eq(shown[ML_EXPLAINED_LARGEST], 0);
    ck_assert_uint_eq(ml_explained_choose(p, ML_EXPLAINED_ALL, 3, shown), ML_EXPLAINED_ALL);
    for (size_t c = 0; c < ML_EXPLAINED_ALL; c++)
        ck_assert_uint_eq(shown[c], c);
    ck_assert(unit_same(ml_explained_runner_up(p, 30, 7), p[17]) && unit_same(ml_explained_runner_up(p, 2, 1), 0));
}
END_TEST

static void add_tests(TCase *tests)
{
    set_use(tests);
    tcase_add_test(tests, all_pixels_make_up_the_record_of_their_image);
    tcase_add_test(tests, a_pixel_by_itself_is_what_it_is_in_its_image);
    tcase_add_test(tests, a_bad_pixel_elsewhere_matters_where_the_image_is_needed);
    tcase_add_test(tests, places_and_inputs_that_are_none_are_usage_errors);
    tcase_add_test(tests, of_many_classes_the_largest_and_the_true_one_are_shown);
}

int main(void) { return unit_main("explain", add_tests); }
