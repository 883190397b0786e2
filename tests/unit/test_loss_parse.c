/* core/loss_parse: what -L understands, the keys, the shared sums and the error messages. */
#include "unit.h"

#include "core/loss.h"

#include <stdio.h>

static ml_losses parse(const char *specs, const double *smooth)
{
    ml_error error = ML_ERROR_INIT;
    ml_losses losses = {0};
    EXPECT(ml_losses_parse(specs, smooth, &error, &losses) == ML_OK, "%s: %s", specs ? specs : "(default)", error.text);
    return losses;
}

/* The keys, separated by blanks. */
static void join_keys(const ml_losses *losses, char text[1024])
{
    *text = '\0';
    for (size_t l = 0; l < losses->n; l++) {
        EXPECT(strlen(text) + strlen(losses->items[l].key) < 1000, "too long");
        strcat(strcat(text, l ? " " : ""), losses->items[l].key);
    }
}

static void expect_keys(const char *specs, const double *smooth, const char *wanted)
{
    char keys[1024];
    ml_losses losses = parse(specs, smooth);
    join_keys(&losses, keys);
    EXPECT(strcmp(keys, wanted) == 0, "%s: '%s' instead of '%s'", specs ? specs : "(default)", keys, wanted);
    ml_losses_clear(&losses);
}

START_TEST(keys_name_what_differs_from_the_defaults_in_table_order)
{
    expect_keys("cce", NULL, "cce");
    expect_keys("tversky:fp=0.1", NULL, "tversky:fp=0.1");
    expect_keys("tversky:fn=0.9:fp=0.1", NULL, "tversky:fp=0.1:fn=0.9");
    expect_keys("tversky:smooth=1:fn=0.9:fp=0.3", NULL, "tversky:fn=0.9:smooth=1");
    expect_keys("tversky:fp=0.3:fn=0.7:smooth=1e-7", NULL, "tversky");
    expect_keys("focal:gamma=2:alpha=0.25", NULL, "focal");
    expect_keys("focal:gamma=5,focal", NULL, "focal:gamma=5 focal");
    expect_keys("focal_tversky:exponent=1.3333333333333333", NULL, "focal_tversky:exponent=1.3333333333333333");
    expect_keys("dice:smooth=0", NULL, "dice:smooth=0");
    expect_keys("dice:smooth=1,jaccard,brier", NULL, "dice:smooth=1 jaccard brier");
}
END_TEST

START_TEST(blanks_around_commas_do_not_matter)
{
    expect_keys(" cce , dice,  brier", NULL, "cce dice brier");
    expect_keys("dice ,tversky:fp=0.1 , focal:alpha=0.1/0.2", NULL, "dice tversky:fp=0.1 focal:alpha=0.1/0.2");
}
END_TEST

START_TEST(keys_have_the_shortest_numbers)
{
    expect_keys("tversky:fp=0.100", NULL, "tversky:fp=0.1");
    expect_keys("tversky:fp=1e-1", NULL, "tversky:fp=0.1");
    expect_keys("tversky:fp=.5", NULL, "tversky:fp=0.5");
    expect_keys("tversky:fp=1.0", NULL, "tversky:fp=1");
    expect_keys("dice:smooth=0.00001", NULL, "dice:smooth=1e-05");
    expect_keys("focal:gamma=-0", NULL, "focal:gamma=0");
    expect_keys("tversky:fp=+2", NULL, "tversky:fp=2");
}
END_TEST

START_TEST(alpha_may_be_a_list_with_one_number_per_class)
{
    ml_error error = ML_ERROR_INIT;
    ml_losses losses = parse("focal:alpha=0.1/0.20/7e-1:gamma=3,focal:alpha=0.5", NULL);
    ck_assert_str_eq(losses.items[0].key, "focal:alpha=0.1/0.2/0.7:gamma=3");
    ck_assert_uint_eq(losses.items[0].n_alpha, 3);
    ck_assert(unit_same(losses.items[0].alpha[0], 0.1) && unit_same(losses.items[0].alpha[2], 0.7));
    ck_assert_str_eq(losses.items[1].key, "focal:alpha=0.5");
    ck_assert(losses.items[1].alpha == NULL);
    ck_assert_int_eq(ml_losses_check(&losses, 3, &error), ML_OK);
    ck_assert_int_eq(ml_losses_check(&losses, 4, &error), ML_E_USAGE);
    ck_assert(strstr(error.text, "focal:alpha=0.1/0.2/0.7:gamma=3") && strstr(error.text, "3") && strstr(error.text, "4"));
    ml_losses_clear(&losses);
    expect_keys("focal:alpha=0.25/0.25", NULL, "focal:alpha=0.25/0.25"); /* a list is never the default */
}
END_TEST

START_TEST(smooth_changes_the_default_of_the_region_losses)
{
    const double one = 1, zero = 0;
    expect_keys("dice,jaccard,tversky,focal_tversky,cce,focal", &one, "dice jaccard tversky focal_tversky cce focal");
    expect_keys("dice:smooth=1", &one, "dice");
    expect_keys("dice:smooth=1e-7", &one, "dice:smooth=1e-07");
    expect_keys("tversky:smooth=0:fp=0.1", &zero, "tversky:fp=0.1");
    ml_losses losses = parse("dice,tversky", &one);
    ck_assert(unit_same(losses.items[0].params[0], 1) && unit_same(losses.items[1].params[2], 1));
    ck_assert(losses.has_smooth && unit_same(losses.smooth, 1));
    ml_losses_clear(&losses);
    losses = parse("focal,focal_tversky", &one); /* and of no other parameter */
    ck_assert(unit_same(losses.items[0].params[0], 0.25) && unit_same(losses.items[0].params[1], 2));
    ck_assert(unit_same(losses.items[1].params[0], 0.3) && unit_same(losses.items[1].params[2], 0.75));
    ml_losses_clear(&losses);
    losses = parse("dice", NULL);
    ck_assert(!losses.has_smooth);
    ml_losses_clear(&losses);
}
END_TEST

START_TEST(the_default_and_all_are_the_rows_of_the_table)
{
    expect_keys(NULL, NULL, "cce wcce focal dice jaccard tversky focal_tversky");
    char rows[1024] = "";
    for (size_t k = 0; k < ml_n_loss_kinds; k++)
        strcat(strcat(rows, k ? " " : ""), ml_loss_kinds[k].name);
    expect_keys("all", NULL, rows);
    strcat(rows, " tversky:fp=0.1");
    expect_keys("all,tversky:fp=0.1", NULL, rows);
}
END_TEST

/* The sums of a list of losses as "key,key: index index ..." */
static void expect_sums(const char *specs, const char *wanted)
{
    char text[1024] = "";
    ml_losses losses = parse(specs, NULL);
    for (size_t s = 0; s < losses.n_sums; s++)
        strcat(strcat(text, s ? "," : ""), losses.sums[s].key);
    strcat(text, ":");
    for (size_t l = 0; l < losses.n; l++)
        if (losses.items[l].kind->pixels)
            snprintf(text + strlen(text), sizeof text - strlen(text), " %zu", losses.items[l].sum);
    EXPECT(strcmp(text, wanted) == 0, "%s: '%s' instead of '%s'", specs, text, wanted);
    ml_losses_clear(&losses);
}

START_TEST(losses_share_a_sum_where_only_weights_differ)
{
    expect_sums("cce,wcce", "cce: 0 0");
    expect_sums("wcce", "cce: 0");
    expect_sums("focal,focal:alpha=0.5", "cce,focal: 1 1");
    expect_sums("focal,focal:alpha=0.1/0.9", "cce,focal: 1 1");
    expect_sums("focal,focal:gamma=3", "cce,focal,focal:gamma=3: 1 2");
    expect_sums("focal:gamma=3:alpha=1,brier,focal:gamma=3,cce", "cce,focal:gamma=3,brier: 1 2 1 0");
    expect_sums("focal:gamma=0.50", "cce,focal:gamma=0.5: 1");
}
END_TEST

START_TEST(the_sum_of_cce_is_always_kept_and_first)
{
    expect_sums("dice", "cce:");
    expect_sums("brier,dice", "cce,brier: 1");
}
END_TEST

START_TEST(a_loss_asked_for_twice_is_refused)
{
    static const char *const bad[] = {"cce,cce",
                                      "all,cce",
                                      "cce,all",
                                      "all,all",
                                      "focal,focal:gamma=2",
                                      "tversky:fp=0.1,tversky:fp=.10",
                                      "focal:alpha=0.1/0.2,focal:alpha=.1/.2"};
    for (size_t i = 0; i < ML_COUNT(bad); i++) {
        ml_error error = ML_ERROR_INIT;
        ml_losses losses = {0};
        EXPECT(ml_losses_parse(bad[i], NULL, &error, &losses) == ML_E_USAGE, "%s is accepted", bad[i]);
        EXPECT(strstr(error.text, "--loss") && strstr(error.text, "twice"), "%s: %s", bad[i], error.text);
        EXPECT(losses.n == 0 && !losses.items && !losses.sums, "%s: something is held", bad[i]);
    }
}
END_TEST

START_TEST(wrong_specs_are_refused_and_the_place_is_named)
{
    static const struct {
        const char *specs, *place;
    } bad[] = {
        {"", "''"},
        {"nonsense", "'nonsense'"},
        {"CCE", "'CCE'"},
        {"cce,", "''"},
        {",cce", "''"},
        {"cce,,dice", "''"},
        {"cce dice", "'cce dice'"},
        {"al", "'al'"},
        {"all:gamma=1", "'all'"},
        {"cce:gamma=2", "cce has no parameter 'gamma'"},
        {"dice:", "dice has no parameter ''"},
        {"dice:smooth=1:", "dice has no parameter ''"},
        {"dice::smooth=1", "dice has no parameter ''"},
        {"dice:=1", "dice has no parameter ''"},
        {"tversky:alpha=0.3",
         "tversky has no parameter 'alpha'; it has fp (weight of false positives), fn (weight of false negatives), smooth"},
        {"tversky:f=0.3", "'f'"},
        {"tversky:fpx=0.3", "'fpx'"},
        {"tversky:fp", "fp needs a value"},
        {"tversky:fp=", "fp=:"},
        {"tversky:fp=0.1:fp=0.1", "tversky: fp is given twice"},
        {"tversky:fp=x", "fp=x"},
        {"tversky:fp=-0.1", "fp=-0.1"},
        {"tversky:fp=nan", "fp=nan"},
        {"tversky:fp=inf", "fp=inf"},
        {"tversky:fp=1e999", "fp=1e999"},
        {"tversky:fp=0x1", "fp=0x1"},
        {"tversky:fp= 1", "fp= 1"},
        {"tversky:fp=0.1/0.2", "fp=0.1/0.2"},
        {"tversky:fp=1=2", "fp=1=2"},
        {"focal:gamma=1/2", "gamma=1/2"},
        {"focal:gamma=-1", "gamma=-1"},
        {"focal:alpha=0.1/", "alpha=0.1/"},
        {"focal:alpha=/0.1", "alpha=/0.1"},
        {"focal:alpha=0.1//0.2", "alpha=0.1//0.2"},
        {"focal:alpha=0.1/-0.2", "alpha=0.1/-0.2"},
        {"focal:alpha=0.1/0.2:alpha=0.1", "alpha is given twice"},
        {"focal_tversky:exponent=0", "exponent=0"},
        {"focal_tversky:exponent=-1", "exponent=-1"},
        {"cce,dice,focal:gamma=,jaccard", "gamma=:"},
    };
    for (size_t i = 0; i < ML_COUNT(bad); i++) {
        ml_error error = ML_ERROR_INIT;
        ml_losses losses = {0};
        EXPECT(ml_losses_parse(bad[i].specs, NULL, &error, &losses) == ML_E_USAGE, "'%s' is accepted", bad[i].specs);
        EXPECT(error.status == ML_E_USAGE, "'%s': status %d", bad[i].specs, (int)error.status);
        EXPECT(strstr(error.text, "--loss"), "'%s': %s", bad[i].specs, error.text);
        EXPECT(strstr(error.text, bad[i].place), "'%s': %s", bad[i].specs, error.text);
        EXPECT(losses.n == 0 && !losses.items && !losses.sums, "'%s': something is held", bad[i].specs);
    }
}
END_TEST

START_TEST(an_unknown_loss_is_answered_with_the_list_and_the_nearest)
{
    ml_error error = ML_ERROR_INIT;
    ml_losses losses;
    ck_assert_int_eq(ml_losses_parse("cross_entropy", NULL, &error, &losses), ML_E_USAGE);
    for (size_t k = 0; k < ml_n_loss_kinds; k++)
        EXPECT(strstr(error.text, ml_loss_kinds[k].name), "%s is not offered: %s", ml_loss_kinds[k].name, error.text);
    ck_assert(strstr(error.text, "did you mean cce?")); /* another name of it */
    ck_assert_int_eq(ml_losses_parse("IoU", NULL, &error, &losses), ML_E_USAGE);
    ck_assert(strstr(error.text, "did you mean jaccard?"));
    ck_assert_int_eq(ml_losses_parse("hinge", NULL, &error, &losses), ML_E_USAGE);
    ck_assert(!strstr(error.text, "did you mean"));
    ck_assert_int_eq(ml_losses_parse("focal_tverski", NULL, &error, &losses), ML_E_USAGE);
    ck_assert(strstr(error.text, "did you mean focal_tversky?"));
}
END_TEST

START_TEST(bounds_that_are_allowed_are_accepted)
{
    expect_keys("tversky:fp=0:fn=0", NULL, "tversky:fp=0:fn=0");
    expect_keys("focal:gamma=0:alpha=0", NULL, "focal:alpha=0:gamma=0");
    expect_keys("focal_tversky:exponent=5e-324", NULL, "focal_tversky:exponent=5e-324");
    expect_keys("tversky:fp=1e300", NULL, "tversky:fp=1e+300");
}
END_TEST

START_TEST(random_specs_are_read_or_refused_but_never_harm)
{
    static const char letters[] = "cefoalgmvrsktyicdj:=/,.0129-+ \xff";
    static const char *const words[] = {"cce", "focal", "tversky", "dice", "alpha", "gamma", "fp", "all", "0.5", "1e-7"};
    uint64_t state = 42;
    for (size_t round = unit_rounds(200000); round-- > 0;) {
        char specs[64] = "";
        ml_error error = ML_ERROR_INIT;
        ml_losses losses = {0};
        for (size_t pieces = unit_below(&state, 8); pieces-- > 0;)
            if (unit_below(&state, 2))
                strncat(specs, letters + unit_below(&state, sizeof letters - 1), 1);
            else
                strcat(specs, words[unit_below(&state, ML_COUNT(words))]);
        ml_status status = ml_losses_parse(specs, NULL, &error, &losses);
        EXPECT(status == ML_OK || (status == ML_E_USAGE && *error.text), "'%s': %d", specs, (int)status);
        if (status == ML_OK)
            ml_losses_clear(&losses);
    }
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, keys_name_what_differs_from_the_defaults_in_table_order);
    tcase_add_test(tests, blanks_around_commas_do_not_matter);
    tcase_add_test(tests, keys_have_the_shortest_numbers);
    tcase_add_test(tests, alpha_may_be_a_list_with_one_number_per_class);
    tcase_add_test(tests, smooth_changes_the_default_of_the_region_losses);
    tcase_add_test(tests, the_default_and_all_are_the_rows_of_the_table);
    tcase_add_test(tests, losses_share_a_sum_where_only_weights_differ);
    tcase_add_test(tests, the_sum_of_cce_is_always_kept_and_first);
    tcase_add_test(tests, a_loss_asked_for_twice_is_refused);
    tcase_add_test(tests, wrong_specs_are_refused_and_the_place_is_named);
    tcase_add_test(tests, an_unknown_loss_is_answered_with_the_list_and_the_nearest);
    tcase_add_test(tests, bounds_that_are_allowed_are_accepted);
    tcase_add_test(tests, random_specs_are_read_or_refused_but_never_harm);
}

int main(void) { return unit_main("loss_parse", add_tests); }
