/* core/loss: the table of losses, row by row, and the values of their formulas. */
#include "unit.h"

#include "core/loss.h"

#include <math.h>
#include <stdio.h>

static ml_losses parse(const char *specs)
{
    ml_error error = ML_ERROR_INIT;
    ml_losses losses = {0};
    EXPECT(ml_losses_parse(specs, NULL, &error, &losses) == ML_OK, "%s: %s", specs, error.text);
    return losses;
}

static bool is_name(const char *text) { return *text && strspn(text, "abcdefghijklmnopqrstuvwxyz_") == strlen(text); }

START_TEST(every_row_has_a_unique_name_a_formula_and_a_source)
{
    ck_assert(ml_n_loss_kinds >= 8);
    for (size_t k = 0; k < ml_n_loss_kinds; k++) {
        const ml_loss_kind *kind = &ml_loss_kinds[k];
        EXPECT(is_name(kind->name), "row %zu: the name '%s'", k, kind->name);
        EXPECT(strcmp(kind->name, "all") != 0, "row %zu has the name of all", k);
        EXPECT(kind->formula && *kind->formula, "%s has no formula", kind->name);
        EXPECT(kind->source && *kind->source, "%s has no source", kind->name);
        for (size_t other = 0; other < k; other++)
            EXPECT(strcmp(kind->name, ml_loss_kinds[other].name) != 0, "%s stands there twice", kind->name);
    }
}
END_TEST

START_TEST(every_row_is_of_one_sort)
{
    for (size_t k = 0; k < ml_n_loss_kinds; k++) {
        const ml_loss_kind *kind = &ml_loss_kinds[k];
        EXPECT((kind->pixels != NULL) + (kind->region != NULL) + (kind->part != NULL) == 1, "%s is of no sort, or of two",
               kind->name);
        EXPECT(!kind->pixels == !kind->sum_name, "%s: a pointwise loss, and no other, has a sum", kind->name);
        EXPECT(kind->pixels || (!kind->factor && !kind->weighted_mean), "%s is a region loss with weights", kind->name);
        EXPECT(kind->pixel_param < (int)ml_loss_n_params(kind), "%s has no parameter %d", kind->name, kind->pixel_param);
    }
    ck_assert_str_eq(ml_loss_kinds[0].name, "cce"); /* the record's first sum */
}
END_TEST

START_TEST(every_parameter_has_a_unique_name_and_a_sound_default)
{
    for (size_t k = 0; k < ml_n_loss_kinds; k++) {
        const ml_loss_kind *kind = &ml_loss_kinds[k];
        for (size_t p = 0; p < ml_loss_n_params(kind); p++) {
            const ml_loss_param *param = &kind->params[p];
            EXPECT(is_name(param->name), "%s: the parameter '%s'", kind->name, param->name);
            EXPECT(param->fallback >= 0 && isfinite(param->fallback), "%s: %s = %g", kind->name, param->name, param->fallback);
            EXPECT(param->fallback > 0 || !param->positive, "%s: %s = %g", kind->name, param->name, param->fallback);
            EXPECT(!param->per_class || (kind->pixels && kind->pixel_param != (int)p), "%s: %s is per class", kind->name,
                   param->name);
            EXPECT(!param->from_smooth == (strcmp(param->name, "smooth") != 0), "%s: %s follows --smooth", kind->name,
                   param->name);
            for (size_t other = 0; other < p; other++)
                EXPECT(strcmp(param->name, kind->params[other].name) != 0, "%s: %s twice", kind->name, param->name);
        }
    }
}
END_TEST

START_TEST(the_default_parameters_give_the_bare_name_as_key)
{
    for (size_t k = 0; k < ml_n_loss_kinds; k++) {
        ml_losses losses = parse(ml_loss_kinds[k].name);
        ck_assert_uint_eq(losses.n, 1);
        ck_assert(losses.items[0].kind == &ml_loss_kinds[k]);
        ck_assert_str_eq(losses.items[0].key, ml_loss_kinds[k].name);
        ck_assert(losses.items[0].alpha == NULL);
        for (size_t p = 0; p < ml_loss_n_params(&ml_loss_kinds[k]); p++)
            EXPECT(unit_same(losses.items[0].params[p], ml_loss_kinds[k].params[p].fallback), "%s: %s", ml_loss_kinds[k].name,
                   ml_loss_kinds[k].params[p].name);
        ml_losses_clear(&losses);
    }
}
END_TEST

START_TEST(defaults_are_those_of_the_specification)
{
    static const struct {
        const char *loss, *param;
        double fallback;
    } defaults[] = {
        {"focal", "alpha", 0.25},
        {"focal", "gamma", 2},
        {"dice", "smooth", 1e-7},
        {"jaccard", "smooth", 1e-7},
        {"tversky", "fp", 0.3},
        {"tversky", "fn", 0.7},
        {"tversky", "smooth", 1e-7},
        {"focal_tversky", "fp", 0.3},
        {"focal_tversky", "fn", 0.7},
        {"focal_tversky", "exponent", 0.75},
        {"focal_tversky", "smooth", 1e-7},
    };
    size_t n = 0;
    for (size_t k = 0; k < ml_n_loss_kinds; k++)
        for (size_t p = 0; p < ml_loss_n_params(&ml_loss_kinds[k]); p++)
            for (size_t i = 0; i < ML_COUNT(defaults); i++) {
                const ml_loss_param *param = &ml_loss_kinds[k].params[p];
                if (strcmp(ml_loss_kinds[k].name, defaults[i].loss) != 0 || strcmp(param->name, defaults[i].param) != 0)
                    continue;
                EXPECT(unit_same(param->fallback, defaults[i].fallback), "%s: %s=%g", defaults[i].loss, param->name,
                       param->fallback);
                n++;
            }
    ck_assert_uint_eq(n, ML_COUNT(defaults));
}
END_TEST

START_TEST(every_function_is_finite_at_its_ends)
{
    const double eps = 1e-7, pt[] = {eps, 0.5, 1 - eps}, sq_error[] = {2, 0.5, 0};
    const double amounts[] = {0, 1e-300, 1, 1e6, 0x1p40};
    const double neg_log[] = {-log(pt[0]), -log(pt[1]), -log(pt[2])};
    const ml_pixel_terms terms = {3, pt, neg_log, sq_error, ml_kernels[0].kernel};
    for (size_t k = 0; k < ml_n_loss_kinds; k++) {
        const ml_loss_kind *kind = &ml_loss_kinds[k];
        double out[3] = {NAN, NAN, NAN}, params[ML_MAX_LOSS_PARAMS];
        if (kind->pixels)
            kind->pixels(&terms, kind->pixel_param < 0 ? 0 : kind->params[kind->pixel_param].fallback, out);
        for (size_t i = 0; i < 3 && kind->pixels; i++)
            EXPECT(isfinite(out[i]) && out[i] >= 0, "%s at pt = %g is %g", kind->name, pt[i], out[i]);
        EXPECT(!kind->pixels || (out[0] > out[1] && out[1] > out[2]), "%s does not fall with pt", kind->name);
        for (size_t p = 0; p < ML_MAX_LOSS_PARAMS; p++)
            params[p] = kind->params[p].fallback;
        for (size_t a = 0; a < ML_COUNT(amounts) * 25 && kind->region; a++) {
            double tp = amounts[a % 5], fp = amounts[a / 5 % 5], fn = amounts[a / 25];
            double loss = kind->region(tp, fp, fn, params);
            EXPECT(loss >= 0 && loss <= 1, "%s(%g, %g, %g) is %g", kind->name, tp, fp, fn, loss);
        }
    }
}
END_TEST

/* The value of a pointwise loss at one pixel. */
static double at(const char *name, double param, double pt, double sq_error)
{
    double neg_log = -log(pt), out = NAN;
    const ml_pixel_terms terms = {1, &pt, &neg_log, &sq_error, ml_kernels[0].kernel};
    for (size_t k = 0; k < ml_n_loss_kinds; k++)
        if (strcmp(ml_loss_kinds[k].name, name) == 0)
            ml_loss_kinds[k].pixels(&terms, param, &out);
    return out;
}

START_TEST(pointwise_losses_have_the_values_of_their_formulas)
{
    for (double pt = 0.001; pt < 1; pt += 0.001) {
        EXPECT(unit_near(at("cce", 0, pt, 0.3), -log(pt), 1e-15), "cce at %g", pt);
        EXPECT(unit_near(at("wcce", 0, pt, 0.3), -log(pt), 1e-15), "wcce without its weight at %g", pt);
        EXPECT(unit_near(at("focal", 2, pt, 0.3), -pow(1 - pt, 2) * log(pt), 1e-12), "focal at %g", pt);
        EXPECT(unit_near(at("focal", 0, pt, 0.3), -log(pt), 1e-12), "focal with gamma 0 at %g", pt);
        EXPECT(unit_near(at("focal", 0.5, pt, 0.3), -pow(1 - pt, 0.5) * log(pt), 1e-12), "focal with gamma 0.5 at %g", pt);
        EXPECT(unit_near(at("focal", 5, pt, 0.3), -pow(1 - pt, 5) * log(pt), 1e-12), "focal with gamma 5 at %g", pt);
        EXPECT(unit_same(at("brier", 0, pt, 0.3), 0.3), "brier at %g", pt);
    }
}
END_TEST

START_TEST(no_pixel_has_more_than_the_most)
{
    static const double epsilons[] = {1e-300, 1e-15, 1e-7, 0.1, 0.49}, params[] = {0, 1e-9, 0.5, 2, 3.7, 100, 1e9, 1e300};
    uint64_t state = 42;
    for (size_t k = 0; k < ml_n_loss_kinds; k++)
        for (size_t e = 0; e < ML_COUNT(epsilons) && ml_loss_kinds[k].pixels; e++)
            for (size_t p = 0; p < ML_COUNT(params); p++) {
                const ml_loss_sum sum = {.kind = &ml_loss_kinds[k], .param = params[p]};
                double low = epsilons[e], high = 1 - low, most = ml_loss_at_most(&sum, low);
                EXPECT(isfinite(most) && most > 0, "%s at most %g", sum.kind->name, most);
                for (int i = 0; i < 2000; i++) {
                    double pt = i == 0   ? low
                                : i == 1 ? high
                                : i % 2  ? low + (high - low) * unit_fraction(&state)
                                         : exp(log(low) * unit_fraction(&state));
                    double sq_error = i < 2 ? 2 - 2 * i : 2 * unit_fraction(&state);
                    double value = at(sum.kind->name, sum.param, pt < low ? low : pt > high ? high : pt, sq_error);
                    EXPECT(value >= 0 && value <= most, "%s of %g at pt = %g is %g, more than %g", sum.kind->name, sum.param,
                           pt, value, most);
                }
            }
}
END_TEST

START_TEST(the_most_is_that_of_a_certain_error)
{
    static const struct {
        const char *specs;
        double most;
    } cases[] = {
        {"cce", 16.118095650958319}, {"brier", 2}, {"focal:gamma=2", 16.11809242734}, {"focal:gamma=0", 16.1180956509}};
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        ml_losses losses = parse(cases[i].specs);
        double most = ml_loss_at_most(&losses.sums[losses.items[0].sum], 1e-7);
        EXPECT(most >= cases[i].most && most <= cases[i].most * (1 + 2e-6), "%s: %.17g", cases[i].specs, most);
        ml_losses_clear(&losses);
    }
}
END_TEST

START_TEST(factors_are_weights_alphas_or_1)
{
    const double weights[] = {1, 2, 4};
    ml_losses losses = parse("cce,wcce,focal,focal:alpha=0.1/0.2/0.7,brier");
    const double wanted[5][3] = {{1, 1, 1}, {1, 2, 4}, {0.25, 0.25, 0.25}, {0.1, 0.2, 0.7}, {1, 1, 1}};
    for (size_t l = 0; l < losses.n; l++)
        for (size_t c = 0; c < 3; c++) {
            const ml_loss *loss = &losses.items[l];
            double factor = loss->kind->factor ? loss->kind->factor(loss, weights, c) : 1;
            EXPECT(unit_same(factor, wanted[l][c]), "%s: class %zu has %g", loss->key, c, factor);
        }
    ml_losses_clear(&losses);
}
END_TEST

/* The value of a region loss as asked for by a spec. */
static double region(const char *spec, double tp, double fp, double fn)
{
    ml_losses losses = parse(spec);
    double loss = losses.items[0].kind->region(tp, fp, fn, losses.items[0].params);
    ml_losses_clear(&losses);
    return loss;
}

START_TEST(region_losses_have_the_values_of_their_formulas)
{
    uint64_t state = 41;
    for (int i = 0; i < 3000; i++) {
        double tp = unit_fraction(&state) * 1e6, fp = unit_fraction(&state) * 1e5, fn = unit_fraction(&state) * 1e6;
        double s = 1e-7, t = (0.3 * fp + 0.7 * fn) / (tp + 0.3 * fp + 0.7 * fn + s);
        EXPECT(unit_near(region("dice", tp, fp, fn), 1 - (2 * tp + 2 * s) / (2 * tp + fp + fn + 2 * s), 1e-12), "dice");
        EXPECT(unit_near(region("jaccard", tp, fp, fn), 1 - (tp + s) / (tp + fp + fn + s), 1e-12), "jaccard");
        EXPECT(unit_near(region("tversky", tp, fp, fn), t, 1e-12), "tversky");
        EXPECT(unit_near(region("focal_tversky", tp, fp, fn), pow(t, 0.75), 1e-12), "focal_tversky");
        EXPECT(unit_near(region("tversky:fp=1:fn=1", tp, fp, fn), region("jaccard", tp, fp, fn), 0), "tversky as jaccard");
        EXPECT(unit_near(region("tversky:fp=0.5:fn=0.5", tp, fp, fn), region("dice", tp, fp, fn), 0), "tversky as dice");
        EXPECT(unit_near(region("focal_tversky:exponent=1", tp, fp, fn), t, 1e-15), "focal_tversky as tversky");
    }
}
END_TEST

START_TEST(false_positives_and_false_negatives_are_not_exchanged)
{
    ck_assert(unit_near(region("tversky:smooth=0", 1, 2, 0), 0.6 / 1.6, 1e-15));
    ck_assert(unit_near(region("tversky:smooth=0", 1, 0, 2), 1.4 / 2.4, 1e-15));
    ck_assert(unit_near(region("tversky:fp=0:smooth=0", 1, 5, 0), 0, 0));
    ck_assert(unit_near(region("tversky:fn=0:smooth=0", 1, 0, 5), 0, 0));
    ck_assert(unit_near(region("focal_tversky:fp=1:fn=0:exponent=2:smooth=1", 1, 2, 9), 0.25, 1e-15));
    ck_assert(unit_near(region("dice:smooth=2", 1, 1, 1), 0.25, 0));
    ck_assert(unit_near(region("jaccard:smooth=2", 1, 1, 1), 0.4, 1e-15));
}
END_TEST

START_TEST(huge_weights_do_not_make_a_region_loss_undefined)
{
    ck_assert(unit_near(region("tversky:fp=1e308:fn=1e308", 1, 5, 5), 1, 1e-15));
    ck_assert(unit_near(region("tversky:fp=1e308:fn=0:smooth=1e308", 1, 5, 5), 5.0 / 6, 1e-15));
    ck_assert(unit_near(region("focal_tversky:fp=1e308:fn=0:smooth=1e308:exponent=1", 1, 5, 5), 5.0 / 6, 1e-15));
    ck_assert(unit_same(region("tversky:fp=1e308:fn=1e308", 7, 0, 0), 0));
}
END_TEST

START_TEST(a_perfect_region_has_loss_0_and_an_empty_one_none)
{
    static const char *const specs[] = {"dice", "jaccard", "tversky", "focal_tversky"};
    for (size_t i = 0; i < ML_COUNT(specs); i++) {
        char plain[64];
        EXPECT(unit_same(region(specs[i], 12345.678, 0, 0), 0), "%s of a perfect region", specs[i]);
        EXPECT(unit_same(region(specs[i], 0, 0, 0), 0), "%s of an empty region", specs[i]); /* smooth / smooth */
        snprintf(plain, sizeof plain, "%s:smooth=0", specs[i]);
        EXPECT(isnan(region(plain, 0, 0, 0)), "%s of an empty region", plain);
        EXPECT(unit_same(region(plain, 0, 3, 0), 1), "%s of a region that is not there", plain);
        EXPECT(unit_same(region(plain, 0, 0, 3), 1), "%s of a missed region", plain);
    }
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, every_row_has_a_unique_name_a_formula_and_a_source);
    tcase_add_test(tests, every_row_is_of_one_sort);
    tcase_add_test(tests, every_parameter_has_a_unique_name_and_a_sound_default);
    tcase_add_test(tests, the_default_parameters_give_the_bare_name_as_key);
    tcase_add_test(tests, defaults_are_those_of_the_specification);
    tcase_add_test(tests, every_function_is_finite_at_its_ends);
    tcase_add_test(tests, pointwise_losses_have_the_values_of_their_formulas);
    tcase_add_test(tests, no_pixel_has_more_than_the_most);
    tcase_add_test(tests, the_most_is_that_of_a_certain_error);
    tcase_add_test(tests, factors_are_weights_alphas_or_1);
    tcase_add_test(tests, region_losses_have_the_values_of_their_formulas);
    tcase_add_test(tests, false_positives_and_false_negatives_are_not_exchanged);
    tcase_add_test(tests, huge_weights_do_not_make_a_region_loss_undefined);
    tcase_add_test(tests, a_perfect_region_has_loss_0_and_an_empty_one_none);
}

int main(void) { return unit_main("loss", add_tests); }
