/* Tests of -M: what is read, how it is called, and what is refused. */
#include "measure/measures.h"

#include "core/part.h"
#include "unit.h"

START_TEST(keys_name_what_differs_from_the_defaults)
{
    static const char *const keys[] = {"band", "band:width=2", "band:width=17"};
    ml_measures measures;
    ml_error error = {0};
    ck_assert_msg(ml_measures_parse("band:width=1, band:width=2,band:width=1.7e1", &error, &measures) == ML_OK, "%s",
                  error.text);
    ck_assert_uint_eq(measures.n, ML_COUNT(keys));
    for (size_t k = 0; k < measures.n; k++)
        ck_assert_str_eq(measures.items[k].key, keys[k]);
    ml_measures_clear(&measures);
}
END_TEST

START_TEST(parts_are_in_a_group_of_the_measure)
{
    ml_measures measures, copy;
    ml_error error = {0};
    ck_assert(ml_measures_parse("all,band:width=2,objects:worst=3", &error, &measures) == ML_OK);
    ck_assert(ml_measures_copy(&measures, &error, &copy) == ML_OK);
    ml_measures_clear(&measures);
    size_t at = 0;
    for (size_t k = 0; k < copy.n; k++)
        for (size_t i = 0; i < copy.items[k].kind->n_parts; i++) {
            ml_part part = {.name = NULL};
            copy.items[k].kind->make_part(&copy.items[k], i, &part);
            if (!part.name)
                continue; /* it is not asked for */
            ck_assert_str_eq(copy.parts[at].group, copy.items[k].key);
            ck_assert_str_eq(copy.parts[at++].name, part.name);
        }
    ck_assert_uint_eq(copy.n_parts, at);
    ck_assert_uint_eq(copy.n, ml_n_measure_kinds + 2);
    ck_assert(copy.parts[at - 1].kind == ML_PART_LIST && copy.parts[at - 1].n_rows == 3);
    ml_measures_clear(&copy);
}
END_TEST

START_TEST(none_are_asked_for_without_a_text)
{
    ml_measures measures;
    ml_error error = {0};
    ck_assert(ml_measures_parse(NULL, &error, &measures) == ML_OK);
    ck_assert_uint_eq(measures.n, 0);
    ml_measures_clear(&measures);
}
END_TEST

START_TEST(mistakes_are_named)
{
    static const struct {
        const char *text, *said;
    } rows[] = {
        {"", "unknown measure ''"},
        {"bant", "did you mean band?"},
        {"band,,", "unknown measure ''"},
        {"band,all", "band is asked for twice"},
        {"band:width=2,band:width=2.0", "band:width=2 is asked for twice"},
        {"band:wide=2", "band has no parameter 'wide'; it has width ("},
        {"band:width", "width needs a value: band:width=1"},
        {"band:", "band has no parameter ''"},
        {"band:width=", "width=: a whole number >= 1"},
        {"band:width=0", "width=0: a whole number >= 1"},
        {"band:width=-1", "width=-1: a whole number >= 1"},
        {"band:width=1.5", "width=1.5: a whole number >= 1"},
        {"band:width=1e10", "and <= 1073741824 is wanted"},
        {"band:width=nan", "width=nan: a whole number >= 1"},
        {"band:width=1:width=1", "band: width is given twice"},
        {"object", "did you mean objects?"},
        {"objects:min=0", "min=0: a whole number >= 1"},
        {"objects,objects:min=1", "objects is asked for twice"},
        {"objects:worst=-1", "worst=-1: a whole number >= 0"},
        {"objects:worst=0,objects", "objects is asked for twice"},
    };
    for (size_t r = 0; r < ML_COUNT(rows); r++) {
        ml_measures measures;
        ml_error error = {0};
        ck_assert_msg(ml_measures_parse(rows[r].text, &error, &measures) == ML_E_USAGE, "%s", rows[r].text);
        ck_assert_msg(strstr(error.text, rows[r].said) != NULL, "%s: %s", rows[r].text, error.text);
    }
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, keys_name_what_differs_from_the_defaults);
    tcase_add_test(tests, parts_are_in_a_group_of_the_measure);
    tcase_add_test(tests, none_are_asked_for_without_a_text);
    tcase_add_test(tests, mistakes_are_named);
}

int main(void) { return unit_main("measures", add_tests); }
