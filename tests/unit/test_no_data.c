/* label/no_data: values are compared as the type of the array stores them. */
#include "unit.h"

#include "label/no_data.h"

#include <math.h>

static bool has(const ml_no_data *said, ml_sample_type type, double value)
{
    ml_error error = ML_ERROR_INIT;
    ml_stored_no_data stored;
    ck_assert_int_eq(ml_stored_no_data_init(said, type, &error, &stored), ML_OK);
    bool found = ml_stored_no_data_has(&stored, value);
    ml_stored_no_data_clear(&stored);
    return found;
}

START_TEST(values_are_rounded_to_the_type)
{
    const double values[] = {-9999, 0.1, 1e30, 65519, 6e-8};
    const ml_no_data said = {.n = ML_COUNT(values), .values = values};
    ck_assert(has(&said, ML_SAMPLE_F64, -9999) && has(&said, ML_SAMPLE_F32, -9999) && !has(&said, ML_SAMPLE_F16, -9999));
    ck_assert(has(&said, ML_SAMPLE_F16, -10000) && !has(&said, ML_SAMPLE_F32, -10000));
    ck_assert(has(&said, ML_SAMPLE_F64, 0.1) && has(&said, ML_SAMPLE_F32, (double)0.1f) && !has(&said, ML_SAMPLE_F32, 0.1));
    ck_assert(has(&said, ML_SAMPLE_F16, 0.0999755859375));
    ck_assert(has(&said, ML_SAMPLE_F16, (double)INFINITY) && !has(&said, ML_SAMPLE_F16, 1e30));
    ck_assert(has(&said, ML_SAMPLE_F16, 65504) && has(&said, ML_SAMPLE_F16, 0x1p-24));
    ck_assert(has(&said, ML_SAMPLE_U8, 65519) && !has(&said, ML_SAMPLE_U8, 7));
}
END_TEST

START_TEST(nan_is_a_value_of_its_own)
{
    const double values[] = {(double)NAN, 3};
    const ml_no_data with = {.n = 2, .values = values}, without = {.n = 1, .values = values + 1};
    ck_assert(has(&with, ML_SAMPLE_F32, (double)NAN) && has(&with, ML_SAMPLE_F32, 3) && !has(&with, ML_SAMPLE_F32, 4));
    ck_assert(!has(&without, ML_SAMPLE_F32, (double)NAN) && has(&without, ML_SAMPLE_F32, 3));
    ck_assert(!has(NULL, ML_SAMPLE_F32, (double)NAN) && !has(NULL, ML_SAMPLE_F32, 0));
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, values_are_rounded_to_the_type);
    tcase_add_test(tests, nan_is_a_value_of_its_own);
}

int main(void) { return unit_main("no_data", add_tests); }
