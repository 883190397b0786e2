/* core/convention: what other programs print, against the specification's table for two worked images. */
#include "score.h"
#include "unit.h"

#include "core/convention.h"

/* The second image, in which class 2 is absent. */
static const double other_q[] = {.8, .1, .1, .3, .1, .6, .2, .7, .1, .4, .5, .1};
static const uint16_t other_truth[] = {0, 0, 1, 1};

/* In the order of the table. */
static const struct {
    const char *key, *batch;
    double raw, masked;
} wanted[] = {
    {"keras.cce", "all", .689181894, .374990456},
    {"torch.ce", "all", .659382722, .502287003},
    {"keras.dice", "all", .440000003, .260000004},
    {"keras.dice_per_class", "all", .447257167, .288792701},
    {"smp.dice", "all", .447257158, .288792689},
    {"smp.dice", "1", .338620235, .218665385},
    {"smp.jaccard", "all", .616853956, .442938948},
    {"monai.dice", "1", .505284170, .385323123},
    {"monai.dice", "all", .447256419, .288792117},
    {"monai.dice_foreground", "1", .531575462, .484055421},
    {"nnunet.dice_loss", "all", -.557510152, -.662771323},
    {"nnunet.dice_loss", "1", -.468424538, -.515944579},
    {"mmseg.miou", "all", .422222222, .638888889},
    {"cityscapes.miou", "all", .422222222, .638888889},
    {"keras.mean_iou", "all", .422222222, .638888889},
    {"nnunet.foreground_dice", "1", .541666667, .75},
    {"nnunet.foreground_iou", "1", .458333333, .625},
    {"torchmetrics.dice_macro", "1", .538888889, .833333333},
    {"monai.dice_metric", "1", .677777778, .833333333},
    {"smp.iou_imagewise", "1", .430555556, .75},
    {"torchgeo.jaccard_micro", "all", .428571429, .666666667},
};

static void add_image(score *s, const double *q, const uint16_t *truth, size_t n, ml_convention_sums *sums, ml_tally *set)
{
    ml_observers observers;
    ml_figures figures;
    ck_assert_int_eq(ml_observers_init(&s->settings, NULL, 0, true, &s->error, &observers), ML_OK);
    score_reduce(&observers, q, truth, n);
    const ml_record *record = score_record_of(&observers);
    ck_assert_int_eq(ml_figures_init(&s->settings, &s->error, &figures), ML_OK);
    ml_figures_compute(record, &figures);
    ck_assert_int_eq(ml_convention_sums_add(sums, &figures, &s->error), ML_OK);
    ck_assert_int_eq(ml_tally_add_record(set, record, &s->error), ML_OK);
    ml_figures_clear(&figures);
    ml_observers_clear(&observers);
}

START_TEST(two_images_give_the_numbers_of_the_specification)
{
    score s;
    ml_convention_sums sums;
    ml_tally set;
    ml_figures pooled;
    score_init(&s, 3, "dice", NULL);
    memcpy(s.settings.weights, worked_weights, sizeof worked_weights);
    ck_assert_int_eq(ml_convention_sums_init(&s.settings, &s.error, &sums), ML_OK);
    ck_assert_int_eq(ml_tally_init(&s.settings, &s.error, &set), ML_OK);
    ck_assert_int_eq(ml_figures_init(&s.settings, &s.error, &pooled), ML_OK);
    add_image(&s, worked_q, worked_truth, 6, &sums, &set);
    add_image(&s, other_q, other_truth, 4, &sums, &set);
    ml_figures_compute(ml_tally_finish(&set), &pooled);
    ck_assert_uint_eq(ml_n_conventions, ML_COUNT(wanted));
    for (size_t r = 0; r < ml_n_conventions; r++) {
        double raw = ml_convention_value(&sums, r, ML_VIEW_RAW, &pooled);
        double masked = ml_convention_value(&sums, r, ML_VIEW_MASKED, &pooled);
        ck_assert_str_eq(ml_conventions[r].key, wanted[r].key);
        ck_assert_str_eq(ml_batch_names[ml_conventions[r].batch], wanted[r].batch);
        EXPECT(unit_near(raw, wanted[r].raw, 1e-9), "%s %s raw: %.12g", wanted[r].key, wanted[r].batch, raw);
        EXPECT(unit_near(masked, wanted[r].masked, 1e-9), "%s %s masked: %.12g", wanted[r].key, wanted[r].batch, masked);
    }
    ml_figures_clear(&pooled);
    ml_tally_clear(&set);
    ml_convention_sums_clear(&sums);
    score_clear(&s);
}
END_TEST

START_TEST(every_row_says_its_call_and_has_one_function)
{
    for (size_t r = 0; r < ml_n_conventions; r++) {
        const ml_convention *row = &ml_conventions[r];
        EXPECT(row->key && *row->key && row->call && *row->call, "row %zu", r);
        EXPECT(!row->value != !row->of_class, "%s: no function, or two", row->key);
        EXPECT(row->batch == ML_BATCH_ONE || row->value, "%s: of the whole set, and averaged by class", row->key);
        for (size_t other = 0; other < r; other++)
            EXPECT(strcmp(row->key, ml_conventions[other].key) != 0 || row->batch != ml_conventions[other].batch,
                   "%s stands there twice", row->key);
    }
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, two_images_give_the_numbers_of_the_specification);
    tcase_add_test(tests, every_row_says_its_call_and_has_one_function);
}

int main(void) { return unit_main("convention", add_tests); }
