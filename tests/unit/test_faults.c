/* base/faults: what is wrong with single images. */
#include "unit.h"

#include "base/faults.h"

static void add(ml_faults *faults, const char *id, const char *message, size_t number)
{
    ml_error error = ML_ERROR_INIT;
    EXPECT(ml_faults_add(faults, id, message, number, &error) == ML_OK, "%s", error.text);
}

START_TEST(texts_are_copied)
{
    ml_error error = ML_ERROR_INIT;
    ml_faults faults = {0};
    char id[] = "a";
    ml_fail(&error, ML_E_INPUT, "a.npy: is empty");
    ck_assert_int_eq(ml_faults_add(&faults, id, error.text, 7, &error), ML_OK);
    id[0] = 'b';
    ml_error_clear(&error);
    ck_assert(error.status == ML_OK && !*error.text);
    ck_assert_uint_eq(faults.n, 1);
    ck_assert_str_eq(faults.items[0].id, "a");
    ck_assert_str_eq(faults.items[0].message, "a.npy: is empty");
    ck_assert_uint_eq(faults.items[0].number, 7);
    ml_faults_clear(&faults);
    ck_assert(faults.n == 0 && !faults.items);
    ml_faults_clear(&faults); /* twice does no harm */
}
END_TEST

START_TEST(they_are_sorted_bytewise_by_id_then_by_message)
{
    static const char *const ids[] = {"",      "[2]",   "B",  "[",         "]",   "a",         "a",   "a[0]", "a[9]", "a[10]",
                                      "a[10]", "a-[1]", "a.", "a.b[2][1]", "a/b", "a[1]b[99]", "a[]", "ab",   "\xff"};
    static const char *const messages[] = {"x", "x", "x", "x", "x", "a", "b", "x", "x", "a",
                                           "b", "x", "x", "x", "x", "x", "x", "x", "x"};
    uint64_t state = 1;
    for (size_t round = 0; round < 100; round++) {
        size_t order[ML_COUNT(ids)];
        ml_faults faults = {0};
        for (size_t i = 0; i < ML_COUNT(ids); i++)
            order[i] = i;
        unit_shuffle(order, ML_COUNT(ids), sizeof *order, &state);
        for (size_t i = 0; i < ML_COUNT(ids); i++)
            add(&faults, ids[order[i]], messages[order[i]], order[i]);
        ml_faults_sort(&faults);
        for (size_t i = 0; i < ML_COUNT(ids); i++)
            EXPECT(faults.items[i].number == i, "%zu stands where %zu should", faults.items[i].number, i);
        ml_faults_clear(&faults);
    }
}
END_TEST

START_TEST(none_and_many_are_sorted_too)
{
    ml_faults faults = {0};
    ml_faults_sort(&faults);
    ck_assert(faults.n == 0 && !faults.items);
    for (size_t i = 0; i < 1000; i++)
        add(&faults, i % 2 ? "b" : "a", "m", i);
    ml_faults_sort(&faults);
    for (size_t i = 0; i < 1000; i++)
        EXPECT(strcmp(faults.items[i].id, i < 500 ? "a" : "b") == 0, "%zu: %s", i, faults.items[i].id);
    ml_faults_clear(&faults);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, texts_are_copied);
    tcase_add_test(tests, they_are_sorted_bytewise_by_id_then_by_message);
    tcase_add_test(tests, none_and_many_are_sorted_too);
}

int main(void) { return unit_main("faults", add_tests); }
