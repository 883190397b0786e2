/* core/printed, output/print: values alone, a line each. */
#include "written.h"

#include "output/print.h"

#include <math.h>

static double number_of(const ml_gate *gate, const void *context)
{
    ML_UNUSED(context);
    return strcmp(gate->text, "a") == 0 ? 0.1 : strcmp(gate->text, "b") == 0 ? 12345678 : (double)NAN;
}

static const char *name_of(const ml_gate *gate, const void *context) { return strcmp(gate->text, "d") == 0 ? context : NULL; }

START_TEST(values_stand_alone_in_the_order_asked)
{
    static const char *const asked[] = {"b", "a", "c", "d", "a"};
    ml_gates prints = {0};
    ml_printed printed = {0};
    ml_error error = ML_ERROR_INIT;
    ml_out out;
    for (size_t i = 0; i < ML_COUNT(asked); i++)
        ck_assert_int_eq(ml_gates_add_print(&prints, "print", asked[i], ML_GATES_OF_VALUES, &error), ML_OK);
    ck_assert_int_eq(ml_printed_init(&prints, number_of, name_of, "traffic\nlight", &error, &printed), ML_OK);
    written_begin(&out);
    ml_print_values(&out, &printed);
    char *got = written_take(&out);
    ck_assert_str_eq(got, "12345678\n0.1\nnull\ntraffic\\x0Alight\n0.1\n");
    free(got);
    ml_printed_clear(&printed);
    ml_gates_clear(&prints);
}
END_TEST

static void add_tests(TCase *tests)
{
    tree_use(tests);
    tcase_add_test(tests, values_stand_alone_in_the_order_asked);
}

int main(void) { return unit_main("print", add_tests); }
