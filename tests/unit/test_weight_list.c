/* input/weight_list: class weights from a list or a file. */
#include "tree.h"
#include "unit.h"

#include "input/weight_list.h"

static const struct {
    const char *text;
    bool good;
    double weights[3];
} lists[] = {
    {"1,2,3", true, {1, 2, 3}},
    {"1 2 3", true, {1, 2, 3}},
    {" 1 ,\t2\n,3\r\n", true, {1, 2, 3}},
    {"0 0.5 1e3", true, {0, 0.5, 1e3}},
    {"1,2 3", true, {1, 2, 3}},
    {"1,,2,3", false, {0}},
    {",1,2,3", false, {0}},
    {"1,2,3,", false, {0}},
    {"1,2,-3", false, {0}},
    {"1,2,nan", false, {0}},
    {"1;2;3", false, {0}},
    {"1,2", false, {0}},
    {"1,2,3,4", false, {0}},
    {"one, two, three", false, {0}},
    {"", false, {0}},
};

static void expect_weights(const double weights[3], size_t i)
{
    for (size_t c = 0; c < 3; c++)
        EXPECT(unit_same(weights[c], lists[i].weights[c]), "\"%s\": weight %zu is %g", lists[i].text, c, weights[c]);
}

START_TEST(a_list_is_numbers_between_blanks_or_commas)
{
    for (size_t i = 0; i < ML_COUNT(lists); i++) {
        ml_error error = ML_ERROR_INIT;
        double weights[3];
        ml_status status = ml_weight_list_read(lists[i].text, 3, &error, weights);
        EXPECT((status == ML_OK) == lists[i].good, "\"%s\": %s", lists[i].text, error.text);
        if (status)
            EXPECT(strncmp(error.text, "--weights: ", 11) == 0 || strstr(error.text, ": No such file"), "\"%s\": %s",
                   lists[i].text, error.text);
        else
            expect_weights(weights, i);
    }
}
END_TEST

START_TEST(a_file_holds_the_same)
{
    char path[TREE_PATH_SIZE];
    tree_path("weights.txt", path);
    for (size_t i = 0; i < ML_COUNT(lists); i++) {
        ml_error error = ML_ERROR_INIT;
        double weights[3];
        tree_write(path, lists[i].text);
        ml_status status = ml_weight_list_read(path, 3, &error, weights);
        EXPECT((status == ML_OK) == lists[i].good, "\"%s\": %s", lists[i].text, error.text);
        if (!status)
            expect_weights(weights, i);
    }
}
END_TEST

START_TEST(a_file_of_anything_is_not_read_to_its_end)
{
    enum { MANY = (1 << 20) + 1 };
    char path[TREE_PATH_SIZE], *text = malloc(MANY + 1);
    ml_error error = ML_ERROR_INIT;
    double weights[3];
    ck_assert(text != NULL);
    memset(text, ' ', MANY);
    memcpy(text, "1 2 3", 5);
    text[MANY] = '\0';
    tree_write(tree_path("large.txt", path), text);
    ck_assert_int_eq(ml_weight_list_read(path, 3, &error, weights), ML_E_INPUT);
    EXPECT(strstr(error.text, "large.txt: not a list of weights"), "%s", error.text);
    free(text);
}
END_TEST

static void add_tests(TCase *tests)
{
    tree_use(tests);
    tcase_add_test(tests, a_list_is_numbers_between_blanks_or_commas);
    tcase_add_test(tests, a_file_holds_the_same);
    tcase_add_test(tests, a_file_of_anything_is_not_read_to_its_end);
}

int main(void) { return unit_main("weight_list", add_tests); }
