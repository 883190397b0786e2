/* format/axes and input/array_roles: what the axes of an array mean, and how truth and prediction go together. */
#include "unit.h"

#include "input/array_roles.h"
#include "input/pairs/image_path.h"

#include <stdio.h>
#include <unistd.h>

static ml_array_header shape(bool fortran, size_t rank, const uint64_t *lengths)
{
    ml_array_header header = {.rank = rank, .n_elems = 1, .fortran_order = fortran};
    for (size_t i = 0; i < rank; i++) {
        header.shape[i] = lengths[i];
        header.n_elems *= lengths[i];
    }
    return header;
}

/* Element (image, row, column, channel) where the strides say it is, counted in the file. */
static uint64_t place(const ml_axes *a, uint64_t n, uint64_t h, uint64_t w, uint64_t c)
{
    return n * a->image_stride + a->step * (h * a->height_stride + w * a->width_stride + c * a->channel_stride);
}

START_TEST(strides_lead_to_the_elements_in_both_orders)
{
    const uint64_t lengths[] = {3, 5, 7, 2}; /* N, H, W, C */
    for (int fortran = 0; fortran <= 1; fortran++) {
        ml_array_header header = shape(fortran, 4, lengths);
        ml_axes a;
        ck_assert(ml_axes_fit(&header, true, ML_LAYOUT_HWC, 5, 7, &a));
        ck_assert(a.is_batch && a.n_images == 3 && a.n_channels == 2);
        for (uint64_t n = 0; n < 3; n++)
            for (uint64_t h = 0; h < 5; h++)
                for (uint64_t w = 0; w < 7; w++)
                    for (uint64_t c = 0; c < 2; c++) {
                        uint64_t wanted = fortran ? n + 3 * (h + 5 * (w + 7 * c)) : ((n * 5 + h) * 7 + w) * 2 + c;
                        EXPECT(place(&a, n, h, w, c) == wanted, "element %d,%d,%d,%d", (int)n, (int)h, (int)w, (int)c);
                    }
    }
}
END_TEST

START_TEST(axes_of_length_1_are_left_out_where_they_fit_nowhere)
{
    static const struct {
        size_t rank;
        uint64_t lengths[6];
        ml_layout layout;
        bool fits;
        size_t n_channels;
    } cases[] = {
        {3, {5, 7, 3}, ML_LAYOUT_HWC, true, 3},
        {3, {5, 7, 3}, ML_LAYOUT_CHW, false, 0},
        {4, {3, 1, 5, 7}, ML_LAYOUT_CHW, true, 3},
        {4, {1, 5, 7, 3}, ML_LAYOUT_HWC, true, 3},
        {4, {5, 7, 1, 3}, ML_LAYOUT_HWC, true, 3},
        {4, {5, 1, 7, 3}, ML_LAYOUT_HWC, true, 3},
        {4, {2, 5, 7, 3}, ML_LAYOUT_HWC, false, 0},
        {2, {5, 7}, ML_LAYOUT_HWC, true, 1},
        {3, {1, 5, 7}, ML_LAYOUT_CHW, true, 1},
        {3, {5, 7, 1}, ML_LAYOUT_HWC, true, 1},
        {6, {1, 1, 5, 1, 7, 3}, ML_LAYOUT_HWC, true, 3},
        {3, {7, 5, 3}, ML_LAYOUT_HWC, false, 0},
        {1, {35}, ML_LAYOUT_HWC, false, 0},
        {2, {7, 5}, ML_LAYOUT_HWC, false, 0},
    };
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        ml_array_header header = shape(false, cases[i].rank, cases[i].lengths);
        ml_axes a = {0};
        bool fits = ml_axes_fit(&header, false, cases[i].layout, 5, 7, &a);
        EXPECT(fits == cases[i].fits && a.n_channels == cases[i].n_channels, "case %zu: %d, %zu channels", i, fits,
               a.n_channels);
    }
}
END_TEST

/* One line per question: T.. the truth's shape, P.. the prediction's (rank 0: an image of 5 x 7), the options, what must come
 * out. */
typedef struct question {
    size_t t_rank;
    uint64_t t[4];
    size_t p_rank;
    uint64_t p[5];
    ml_truth_layout truth_layout;
    ml_layout layout;
    const char *error; /* NULL: it fits */
    bool onehot, batch;
    size_t n_images;
} question;

static const question questions[] = {
    {2, {5, 7}, 3, {5, 7, 3}, ML_TRUTH_AUTO, ML_LAYOUT_AUTO, NULL, false, false, 1},
    {0, {0}, 3, {3, 5, 7}, ML_TRUTH_AUTO, ML_LAYOUT_AUTO, NULL, false, false, 1},
    {0, {0}, 2, {5, 7}, ML_TRUTH_AUTO, ML_LAYOUT_AUTO, NULL, false, false, 1},
    {0, {0}, 0, {0}, ML_TRUTH_AUTO, ML_LAYOUT_AUTO, NULL, false, false, 1},
    {3, {5, 7, 3}, 0, {0}, ML_TRUTH_AUTO, ML_LAYOUT_AUTO, NULL, true, false, 1},
    {3, {5, 7, 3}, 2, {5, 7}, ML_TRUTH_AUTO, ML_LAYOUT_AUTO, NULL, true, false, 1},
    {3, {1, 5, 7}, 3, {5, 7, 3}, ML_TRUTH_AUTO, ML_LAYOUT_AUTO, NULL, false, false, 1},
    {3, {2, 5, 7}, 4, {2, 5, 7, 3}, ML_TRUTH_AUTO, ML_LAYOUT_AUTO, NULL, false, true, 2},
    {3, {2, 5, 7}, 4, {2, 3, 5, 7}, ML_TRUTH_AUTO, ML_LAYOUT_AUTO, NULL, false, true, 2},
    {3, {2, 5, 7}, 4, {3, 2, 5, 7}, ML_TRUTH_AUTO, ML_LAYOUT_AUTO, NULL, false, true, 2},
    {3, {1, 5, 7}, 4, {1, 5, 7, 3}, ML_TRUTH_AUTO, ML_LAYOUT_AUTO, NULL, false, true, 1},
    {4, {2, 5, 7, 3}, 4, {2, 5, 7, 3}, ML_TRUTH_AUTO, ML_LAYOUT_AUTO, NULL, true, true, 2},
    {4, {2, 5, 7, 3}, 3, {2, 5, 7}, ML_TRUTH_AUTO, ML_LAYOUT_AUTO, NULL, true, true, 2},
    {3, {5, 7, 3}, 3, {5, 7, 3}, ML_TRUTH_AUTO, ML_LAYOUT_AUTO, "--truth-layout=labels", false, false, 0},
    {3, {5, 7, 3}, 3, {3, 5, 7}, ML_TRUTH_AUTO, ML_LAYOUT_AUTO, "--truth-layout=labels", false, false, 0},
    {3, {5, 7, 3}, 3, {5, 7, 3}, ML_TRUTH_ONEHOT, ML_LAYOUT_AUTO, NULL, true, false, 1},
    {3, {5, 7, 3}, 3, {5, 7, 3}, ML_TRUTH_LABELS, ML_LAYOUT_AUTO, NULL, false, true, 5},
    {2, {3, 3}, 3, {3, 3, 3}, ML_TRUTH_AUTO, ML_LAYOUT_AUTO, "--layout=hwc", false, false, 0},
    {2, {3, 3}, 3, {3, 3, 3}, ML_TRUTH_AUTO, ML_LAYOUT_CHW, NULL, false, false, 1},
    {2, {5, 7}, 3, {5, 7, 3}, ML_TRUTH_AUTO, ML_LAYOUT_CHW, "--layout=chw", false, false, 0},
    {3, {2, 5, 7}, 4, {3, 5, 7, 3}, ML_TRUTH_AUTO, ML_LAYOUT_AUTO, "its truth is 2 images", false, false, 0},
    {2, {5, 7}, 4, {2, 5, 7, 3}, ML_TRUTH_AUTO, ML_LAYOUT_AUTO, "[0] is its first image", false, false, 0},
    {1, {35}, 3, {5, 7, 3}, ML_TRUTH_AUTO, ML_LAYOUT_AUTO, "labels in the shape (35,)", false, false, 0},
    {2, {5, 7}, 3, {5, 7, 3}, ML_TRUTH_ONEHOT, ML_LAYOUT_AUTO, "(H, W, C)", false, false, 0},
    {3, {2, 5, 7}, 0, {0}, ML_TRUTH_LABELS, ML_LAYOUT_AUTO, "is one image, but its truth is 2 images", false, false, 0},
    {3, {5, 3, 1}, 4, {5, 3, 3, 1}, ML_TRUTH_LABELS, ML_LAYOUT_AUTO, "images that are 1 wide", false, false, 0},
    {3, {3, 4, 1}, 4, {3, 3, 4, 1}, ML_TRUTH_LABELS, ML_LAYOUT_CHW, "images that are 1 wide", false, false, 0},
    {3, {3, 4, 1}, 4, {3, 2, 4, 1}, ML_TRUTH_LABELS, ML_LAYOUT_CHW, NULL, false, true, 3},
    {3, {3, 4, 1}, 4, {3, 4, 1, 2}, ML_TRUTH_AUTO, ML_LAYOUT_AUTO, NULL, false, false, 1},
    {3, {1, 4, 1}, 4, {1, 3, 4, 1}, ML_TRUTH_AUTO, ML_LAYOUT_AUTO, NULL, false, false, 1},
};

START_TEST(truth_and_prediction_fit_in_one_way_or_the_error_says_which_option_decides)
{
    for (size_t i = 0; i < ML_COUNT(questions); i++) {
        const question *q = &questions[i];
        ml_array_header t = shape(false, q->t_rank, q->t), p = shape(false, q->p_rank, q->p);
        const ml_side truth = {.name = "T", .array = q->t_rank ? &t : NULL, .width = 7, .height = 5};
        const ml_side prediction = {.name = "P", .array = q->p_rank ? &p : NULL, .width = 7, .height = 5};
        ml_error error = ML_ERROR_INIT;
        ml_array_roles fit = {.n_images = 0};
        ml_status status = ml_array_roles_find(&truth, &prediction, q->truth_layout, q->layout, &error, &fit);
        if (q->error) {
            EXPECT(status == ML_E_INPUT && strstr(error.text, q->error), "question %zu: %d %s", i, (int)status, error.text);
            EXPECT(fit.n_images == 0, "question %zu: an output in spite of the error", i);
        } else {
            EXPECT(status == ML_OK, "question %zu: %s", i, error.text);
            EXPECT(fit.is_onehot == q->onehot && fit.is_batch == q->batch && fit.n_images == q->n_images,
                   "question %zu: onehot %d, batch %d, %zu images", i, fit.is_onehot, fit.is_batch, fit.n_images);
        }
    }
}
END_TEST

START_TEST(an_index_chooses_an_image_of_a_batch_and_says_that_it_is_one)
{
    const uint64_t t[] = {2, 5, 7}, p[] = {4, 5, 7};
    ml_array_header truths = shape(false, 3, t), predictions = shape(false, 3, p);
    ml_side truth = {.name = "T", .array = &truths, .has_index = true, .index = 1};
    ml_side prediction = {.name = "P", .array = &predictions, .has_index = true, .index = 3};
    ml_error error = ML_ERROR_INIT;
    ml_array_roles fit;
    EXPECT(ml_array_roles_find(&truth, &prediction, ML_TRUTH_AUTO, ML_LAYOUT_AUTO, &error, &fit) == ML_OK, "%s", error.text);
    ck_assert(!fit.is_onehot && !fit.is_batch && fit.n_images == 1);
    prediction.index = 4;
    ck_assert_int_eq(ml_array_roles_find(&truth, &prediction, ML_TRUTH_AUTO, ML_LAYOUT_AUTO, &error, &fit), ML_E_INPUT);
    EXPECT(strstr(error.text, "P: there is no image 4; it has 4"), "%s", error.text);
}
END_TEST

START_TEST(locations_are_taken_apart_only_where_the_file_is_there)
{
    char folder[] = "/tmp/maskloss-location-XXXXXX";
    ck_assert(mkdtemp(folder) != NULL && chdir(folder) == 0);
    static const char *const files[] = {"a.npy", "b.npy[3]", "c.npz", "d.npz:x", "e.npz"};
    for (size_t i = 0; i < ML_COUNT(files); i++) {
        FILE *file = fopen(files[i], "w");
        ck_assert(file != NULL && fclose(file) == 0);
    }
    static const struct {
        const char *text, *file, *array;
        bool has_index;
        size_t index;
    } cases[] = {
        {"a.npy", "a.npy", NULL, false, 0},
        {"a.npy[3]", "a.npy", NULL, true, 3},
        {"a.npy[03]", "a.npy[03]", NULL, false, 0},
        {"a.npy[]", "a.npy[]", NULL, false, 0},
        {"a.npy[-1]", "a.npy[-1]", NULL, false, 0},
        {"a.npy[99999999999999999999]", "a.npy[99999999999999999999]", NULL, false, 0},
        {"b.npy[3]", "b.npy[3]", NULL, false, 0},
        {"b.npy[3][4]", "b.npy[3]", NULL, true, 4},
        {"c.npz:probs", "c.npz", "probs", false, 0},
        {"c.npz:probs[2]", "c.npz", "probs", true, 2},
        {"c.npz:a:b", "c.npz", "a:b", false, 0},
        {"d.npz:x", "d.npz:x", NULL, false, 0},
        {"e.npz[7]", "e.npz", NULL, true, 7},
        {"missing.npz:x", "missing.npz:x", NULL, false, 0},
        {"missing[1]", "missing[1]", NULL, false, 0},
        {"[1]", "[1]", NULL, false, 0},
        {"", "", NULL, false, 0},
    };
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        ml_error error = ML_ERROR_INIT;
        ml_image_path at;
        ck_assert_int_eq(ml_image_path_parse(cases[i].text, NULL, &error, &at), ML_OK);
        EXPECT(strcmp(at.file, cases[i].file) == 0, "%s: file %s", cases[i].text, at.file);
        EXPECT((at.array == NULL) == (cases[i].array == NULL) && (!at.array || strcmp(at.array, cases[i].array) == 0),
               "%s: array %s", cases[i].text, at.array ? at.array : "none");
        EXPECT(at.has_index == cases[i].has_index && at.index == cases[i].index, "%s: index %zu", cases[i].text, at.index);
        ml_image_path_clear(&at);
    }
    for (size_t i = 0; i < ML_COUNT(files); i++)
        ck_assert(unlink(files[i]) == 0);
    ck_assert(chdir("/") == 0 && rmdir(folder) == 0);
}
END_TEST

START_TEST(volumes_have_their_order_by_what_fits_or_leave_it_to_the_values)
{
    static const struct {
        uint64_t t[3], p[4];
        size_t n_channels; /* of the classes; 0: not known */
        ml_layout said;
        int index; /* of both; -1: the whole batch */
        ml_layout layout;
        bool is_volume_too, is_onehot_too;
    } cases[] = {
        {{4, 5, 7}, {3, 4, 5, 7}, 0, ML_LAYOUT_AUTO, -1, ML_LAYOUT_CNHW, false, false},
        {{4, 5, 7}, {4, 3, 5, 7}, 3, ML_LAYOUT_AUTO, -1, ML_LAYOUT_CHW, false, false},
        {{3, 5, 7}, {3, 3, 5, 7}, 3, ML_LAYOUT_AUTO, -1, ML_LAYOUT_CHW, true, false},
        {{3, 5, 7}, {3, 3, 5, 7}, 3, ML_LAYOUT_CHW, -1, ML_LAYOUT_CHW, false, false},
        {{3, 5, 7}, {3, 3, 5, 7}, 3, ML_LAYOUT_CNHW, -1, ML_LAYOUT_CNHW, false, false},
        {{3, 3, 3}, {3, 3, 3, 3}, 3, ML_LAYOUT_HWC, -1, ML_LAYOUT_HWC, false, false},
        {{3, 3, 3}, {3, 3, 3, 3}, 3, ML_LAYOUT_CNHW, -1, ML_LAYOUT_CNHW, false, false},
        {{4, 5, 7}, {1, 4, 5, 7}, 2, ML_LAYOUT_AUTO, -1, ML_LAYOUT_CNHW, false, true},
        {{4, 5, 7}, {1, 4, 5, 7}, 2, ML_LAYOUT_HWC, -1, ML_LAYOUT_CNHW, false, true},
        {{4, 5, 7}, {3, 4, 5, 7}, 3, ML_LAYOUT_AUTO, 1, ML_LAYOUT_CNHW, false, false},
        {{4, 5, 7}, {3, 4, 5, 7}, 0, ML_LAYOUT_AUTO, 1, ML_LAYOUT_CNHW, false, false},
        {{4, 5, 7}, {4, 3, 5, 7}, 3, ML_LAYOUT_AUTO, 1, ML_LAYOUT_CHW, false, false},
        {{9, 5, 7}, {4, 3, 5, 7}, 0, ML_LAYOUT_AUTO, 1, ML_LAYOUT_CHW, false, false},
        {{3, 5, 7}, {3, 3, 5, 7}, 3, ML_LAYOUT_AUTO, 1, ML_LAYOUT_CHW, true, false},
        {{4, 5, 7}, {4, 3, 5, 7}, 3, ML_LAYOUT_CNHW, 1, ML_LAYOUT_CNHW, false, false},
    };
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        ml_array_header t = shape(false, 3, cases[i].t), p = shape(false, 4, cases[i].p);
        const bool has_index = cases[i].index >= 0;
        const ml_side truth = {.name = "T", .array = &t, .has_index = has_index, .index = 1};
        const ml_side prediction = {
            .name = "P", .array = &p, .n_channels = cases[i].n_channels, .has_index = has_index, .index = 1};
        ml_error error = ML_ERROR_INIT;
        ml_array_roles fit = {.n_images = 0};
        ml_status status = ml_array_roles_find(&truth, &prediction, ML_TRUTH_AUTO, cases[i].said, &error, &fit);
        EXPECT(!status, "case %zu: %s", i, error.text);
        EXPECT(fit.prediction.layout == cases[i].layout && fit.is_volume_too == cases[i].is_volume_too &&
                   fit.is_onehot_too == cases[i].is_onehot_too && !fit.is_onehot,
               "case %zu: %s, volume too %d, one-hot too %d", i, ml_layout_names[fit.prediction.layout], fit.is_volume_too,
               fit.is_onehot_too);
        EXPECT(!fit.is_volume_too || (fit.volume.layout == ML_LAYOUT_CNHW && fit.volume.n_channels == cases[i].p[0]),
               "case %zu: the volume", i);
        ml_error_clear(&error);
    }
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, volumes_have_their_order_by_what_fits_or_leave_it_to_the_values);
    tcase_add_test(tests, strides_lead_to_the_elements_in_both_orders);
    tcase_add_test(tests, axes_of_length_1_are_left_out_where_they_fit_nowhere);
    tcase_add_test(tests, truth_and_prediction_fit_in_one_way_or_the_error_says_which_option_decides);
    tcase_add_test(tests, an_index_chooses_an_image_of_a_batch_and_says_that_it_is_one);
    tcase_add_test(tests, locations_are_taken_apart_only_where_the_file_is_there);
}

int main(void) { return unit_main("array_roles", add_tests); }
