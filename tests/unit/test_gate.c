/* core/gate: the grammar of gates, places of errors, and when they hold. */
#include "unit.h"

#include "core/gate.h"

#include <math.h>

START_TEST(gates_are_read_with_and_without_blanks_and_sides)
{
    static const struct {
        const char *text, *kept, *path;
        ml_gate_side side;
        ml_gate_op op;
        double bound;
    } cases[] = {
        {"masked.metrics.miou>=0.7", "masked.metrics.miou>=0.7", "masked.metrics.miou", ML_GATE_VALUE, ML_GATE_GE, 0.7},
        {"  raw.losses.cce.mean  <\t1e-3 ", "raw.losses.cce.mean  <\t1e-3", "raw.losses.cce.mean", ML_GATE_VALUE, ML_GATE_LT,
         1e-3},
        {"a[\"b<=1\"]<=0.2", "a[\"b<=1\"]<=0.2", "a[\"b<=1\"]", ML_GATE_VALUE, ML_GATE_LE, 0.2},
        {"pixels.bad==0", "pixels.bad==0", "pixels.bad", ML_GATE_VALUE, ML_GATE_EQ, 0},
        {"a-b_1>-.5", "a-b_1>-.5", "a-b_1", ML_GATE_VALUE, ML_GATE_GT, -0.5},
        {"a!=-1", "a!=-1", "a", ML_GATE_VALUE, ML_GATE_NE, -1},
        {"delta:masked.metrics.miou>=-0.005", "delta:masked.metrics.miou>=-0.005", "masked.metrics.miou", ML_GATE_DELTA,
         ML_GATE_GE, -0.005},
        {"rel:a.b<1", "rel:a.b<1", "a.b", ML_GATE_REL, ML_GATE_LT, 1},
        {"low:a.b>0", "low:a.b>0", "a.b", ML_GATE_LOW, ML_GATE_GT, 0},
        {"high:image_mean.raw.losses.cce.mean<=0", "high:image_mean.raw.losses.cce.mean<=0", "image_mean.raw.losses.cce.mean",
         ML_GATE_HIGH, ML_GATE_LE, 0},
        {"delta<=0", "delta<=0", "delta", ML_GATE_VALUE, ML_GATE_LE, 0},
    };
    ml_gates gates = {0};
    ml_error error = ML_ERROR_INIT;
    for (size_t i = 0; i < ML_COUNT(cases); i++)
        EXPECT(ml_gates_add(&gates, "gate", cases[i].text, ML_GATES_OF_COMPARISONS, &error) == ML_OK, "%s: %s", cases[i].text,
               error.text);
    ck_assert_uint_eq(gates.n, ML_COUNT(cases));
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        const ml_gate *gate = &gates.items[i];
        char *path = ml_path_text((const char *const *)gate->path.keys, gate->path.n);
        EXPECT(path && strcmp(path, cases[i].path) == 0, "%s: path %s", cases[i].text, path ? path : "(none)");
        EXPECT(strcmp(gate->text, cases[i].kept) == 0, "%s: kept as %s", cases[i].text, gate->text);
        EXPECT(gate->side == cases[i].side && gate->op == cases[i].op, "%s: side %d, op %d", cases[i].text, (int)gate->side,
               (int)gate->op);
        EXPECT(unit_same(gate->bound, cases[i].bound), "%s: bound %g", cases[i].text, gate->bound);
        free(path);
    }
    ml_gates_clear(&gates);
}
END_TEST

START_TEST(wrong_gates_name_the_character)
{
    enum { NONE = ML_GATES_OF_VALUES, ALL = ML_GATES_OF_COMPARISONS };
    static const struct {
        const char *text, *message;
        unsigned sides;
    } cases[] = {
        {"", "--gate: '': at character 1: a path", ALL},
        {">=1", "at character 1: a path", ALL},
        {"a.>=1", "at character 3: a name", ALL},
        {"a b>=1", "at character 3: one of <", ALL},
        {"a=1", "at character 2: one of <", ALL},
        {"a", "at character 2: one of <", ALL},
        {"a>=", "at character 4: a finite decimal number", ALL},
        {"a>=nan", "at character 4: a finite decimal number", ALL},
        {"a>=inf", "at character 4: a finite decimal number", ALL},
        {"a>=1e999", "at character 4: a finite decimal number", ALL},
        {"a>=0x1", "at character 4: a finite decimal number", ALL},
        {"a>=1,5", "at character 4: a finite decimal number", ALL},
        {"a>=1 2", "at character 6: the end", ALL},
        {"a>==1", "at character 4: a finite decimal number", ALL},
        {"mean:a>=1", "at character 5: one of <", ALL},
        {"delta:a>=1", "at character 6: one of <", NONE},
        {"delta:a>=1", "at character 6: one of <", ML_GATES_OF_SETS},
        {"rel:a>=1", "at character 4: one of <", ML_GATES_OF_SETS},
        {"low:a>=1", "at character 4: one of <", NONE},
        {"delta:delta:a>=1", "at character 12: one of <", ALL},
        {"delta:>=1", "at character 7: a path", ALL},
    };
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        ml_error error = ML_ERROR_INIT;
        ml_gates gates = {0};
        EXPECT(ml_gates_add(&gates, "gate", cases[i].text, cases[i].sides, &error) == ML_E_USAGE, "%s is read", cases[i].text);
        EXPECT(strstr(error.text, cases[i].message), "%s: %s", cases[i].text, error.text);
        EXPECT(gates.n == 0, "%s: added in spite of the error", cases[i].text);
        ml_gates_clear(&gates);
    }
}
END_TEST

START_TEST(gates_hold_within_their_bounds_and_never_for_null)
{
    static const bool wanted[ML_N_GATE_OPS][3] = {
        /* value below, at, above the bound */
        [ML_GATE_LE] = {true, true, false}, [ML_GATE_GE] = {false, true, true},  [ML_GATE_EQ] = {false, true, false},
        [ML_GATE_NE] = {true, false, true}, [ML_GATE_LT] = {true, false, false}, [ML_GATE_GT] = {false, false, true}};
    for (size_t op = 0; op < ML_N_GATE_OPS; op++) {
        const ml_gate gate = {.op = (ml_gate_op)op, .bound = 0.5};
        for (int i = 0; i < 3; i++)
            EXPECT(ml_gate_holds(&gate, 0.25 + 0.25 * i) == wanted[op][i], "op %zu, place %d", op, i);
        EXPECT(!ml_gate_holds(&gate, (double)NAN), "op %zu holds for null", op);
    }
    const ml_gate zero = {.op = ML_GATE_EQ, .bound = 0};
    ck_assert(ml_gate_holds(&zero, -0.0));
}
END_TEST

static double as_bounded(const ml_gate *gate, const void *context)
{
    const double *shift = context;
    return gate->bound + *shift;
}

START_TEST(all_gates_are_judged_and_the_failed_ones_counted)
{
    const double shift = 0.25;
    ml_gates gates = {0};
    ml_verdicts verdicts;
    ml_error error = ML_ERROR_INIT;
    static const char *const texts[] = {"a<=1", "a>=1", "a==1", "a>1"};
    for (size_t i = 0; i < ML_COUNT(texts); i++)
        ck_assert_int_eq(ml_gates_add(&gates, "gate", texts[i], ML_GATES_OF_VALUES, &error), ML_OK);
    ck_assert_int_eq(ml_verdicts_init(&gates, as_bounded, &shift, &error, &verdicts), ML_OK);
    ck_assert(verdicts.n == 4 && verdicts.n_failed == 2);
    for (size_t i = 0; i < 4; i++)
        EXPECT(verdicts.items[i].holds == (i % 2 == 1) && unit_same(verdicts.items[i].value, 1.25) &&
                   verdicts.items[i].gate == &gates.items[i],
               "verdict %zu", i);
    ml_verdicts_clear(&verdicts);
    ml_gates_clear(&gates);
}
END_TEST

START_TEST(what_is_printed_is_a_path_alone)
{
    static const struct {
        const char *text, *kept;
        ml_gate_side side;
    } cases[] = {
        {"masked.metrics.miou", "masked.metrics.miou", ML_GATE_VALUE},
        {" a[\"b=1\"].c ", "a[\"b=1\"].c", ML_GATE_VALUE},
        {"delta:a.b", "delta:a.b", ML_GATE_DELTA},
    };
    static const char *const wrong[] = {"", "a>=1", "a b", "a.", "delta:"};
    ml_gates prints = {0};
    ml_error error = ML_ERROR_INIT;
    for (size_t i = 0; i < ML_COUNT(cases); i++)
        EXPECT(ml_gates_add_print(&prints, "print", cases[i].text, ML_GATES_OF_COMPARISONS, &error) == ML_OK, "%s", error.text);
    for (size_t i = 0; i < ML_COUNT(wrong); i++)
        EXPECT(ml_gates_add_print(&prints, "print", wrong[i], ML_GATES_OF_COMPARISONS, &error) == ML_E_USAGE, "%s is read",
               wrong[i]);
    ck_assert_uint_eq(prints.n, ML_COUNT(cases));
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        const ml_gate *print = &prints.items[i];
        EXPECT(strcmp(print->text, cases[i].kept) == 0, "%s: kept as %s", cases[i].text, print->text);
        ck_assert(print->op == ML_GATE_PRINTS && print->side == cases[i].side && strcmp(print->option, "print") == 0);
        ck_assert(ml_gate_holds(print, 0) && ml_gate_holds(print, (double)NAN));
    }
    ml_gates_clear(&prints);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, what_is_printed_is_a_path_alone);
    tcase_add_test(tests, gates_are_read_with_and_without_blanks_and_sides);
    tcase_add_test(tests, wrong_gates_name_the_character);
    tcase_add_test(tests, gates_hold_within_their_bounds_and_never_for_null);
    tcase_add_test(tests, all_gates_are_judged_and_the_failed_ones_counted);
}

int main(void) { return unit_main("gate", add_tests); }
