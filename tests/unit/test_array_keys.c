/* format/array_keys: which array of an archive is meant, and what is said where that cannot be told. */
#include "unit.h"

#include "format/array_keys.h"

#include <stdio.h>

/* The keys of `names`, between blanks. */
static ml_array_keys made(const char *names)
{
    ml_array_keys keys = {0};
    ml_error error = ML_ERROR_INIT;
    size_t capacity = 0;
    for (const char *at = names; *at; at += *at == ' ') {
        size_t n = strcspn(at, " ");
        ck_assert_int_eq(ml_array_keys_add(&keys, &capacity, at, n, keys.n, &error), ML_OK);
        at += n;
    }
    ck_assert_int_eq(ml_array_keys_sort(&keys, &error), ML_OK);
    return keys;
}

START_TEST(an_array_is_chosen_by_its_key_or_a_usual_one)
{
    static const struct {
        const char *names, *key, *chosen, *error;
    } cases[] = {
        {"only", NULL, "only", NULL},
        {"b a", "a", "a", NULL},
        {"softmax b probabilities", NULL, "probabilities", NULL},
        {"arr_1 arr_0", NULL, "arr_0", NULL},
        {"a b", NULL, NULL, "x.npz: holds 2 arrays, a, b; say which with --array=KEY"},
        {"first second", "secnd", NULL, "x.npz: holds no array called secnd; it holds first, second; did you mean second?"},
        {"a b", "quite-another", NULL, "x.npz: holds no array called quite-another; it holds a, b"},
        {"k0 k1 k2 k3 k4 k5 k6 k7 k8 k9", NULL, NULL,
         "x.npz: holds 10 arrays, k0, k1, k2, k3, k4, k5, k6, k7, k8, k9; say which with --array=KEY"},
        {"k0 k1 k2 k3 k4 k5 k6 k7 k8 k9 k10 k11", NULL, NULL,
         "x.npz: holds 12 arrays, k0, k1, k2, k3, k4, k5, k6, k7, k8, k9 and 2 more; say which with --array=KEY"},
    };
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        ml_array_keys keys = made(cases[k].names);
        const ml_array_key *chosen = NULL;
        ml_error error = ML_ERROR_INIT;
        ml_status status = ml_array_keys_choose("x.npz", &keys, cases[k].key, &error, &chosen);
        EXPECT(status == (cases[k].error ? ML_E_INPUT : ML_OK), "case %zu: %s", k, error.text);
        EXPECT(!cases[k].error || strcmp(error.text, cases[k].error) == 0, "%s", error.text);
        EXPECT(cases[k].chosen ? strcmp(chosen->key, cases[k].chosen) == 0 : !chosen, "case %zu", k);
        ml_array_keys_clear(&keys);
    }
}
END_TEST

static void add_tests(TCase *tests) { tcase_add_test(tests, an_array_is_chosen_by_its_key_or_a_usual_one); }

int main(void) { return unit_main("array_keys", add_tests); }
