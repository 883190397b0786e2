/* Gates; see gate.h. */
#include "core/gate.h"

#include "base/memory.h"
#include "base/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const ml_gate_side_names[ML_N_GATE_SIDES] = {"", "delta", "rel", "low", "high"};

/* Those of two characters first, because the others begin like them. */
const char *const ml_gate_op_names[ML_N_GATE_OPS] = {"<=", ">=", "==", "!=", "<", ">"};

static const char blanks[] = " \t";

/* "delta:" before a path. */
static void read_side(ml_path_cursor *cursor, unsigned sides, ml_gate *gate)
{
    for (int side = ML_GATE_VALUE + 1; side < ML_N_GATE_SIDES; side++) {
        size_t n = strlen(ml_gate_side_names[side]);
        if ((sides >> side & 1) && strncmp(cursor->at, ml_gate_side_names[side], n) == 0 && cursor->at[n] == ':') {
            gate->side = (ml_gate_side)side;
            cursor->at += n + 1;
            return;
        }
    }
}

static ml_status read_op(ml_path_cursor *cursor, ml_error *error, ml_gate *gate)
{
    cursor->at += strspn(cursor->at, blanks);
    for (int op = 0; op < ML_N_GATE_OPS; op++) {
        size_t n = strlen(ml_gate_op_names[op]);
        if (strncmp(cursor->at, ml_gate_op_names[op], n) == 0) {
            gate->op = (ml_gate_op)op;
            cursor->at += n;
            return ML_OK;
        }
    }
    return ml_path_wrong(cursor, "one of < <= > >= == !=, or [\"name\"] where a name has other characters,", error);
}

static ml_status read_bound(ml_path_cursor *cursor, ml_error *error, ml_gate *gate)
{
    cursor->at += strspn(cursor->at, blanks);
    size_t n = strcspn(cursor->at, blanks);
    if (!ml_number_parse(cursor->at, n, &gate->bound))
        return ml_path_wrong(cursor, "a finite decimal number", error);
    cursor->at += n + strspn(cursor->at + n, blanks);
    return *cursor->at ? ml_path_wrong(cursor, "the end", error) : ML_OK;
}

static void gate_clear(ml_gate *gate)
{
    ml_path_clear(&gate->path);
    free(gate->text);
}

/* What stands behind the path. */
static ml_status read_rest(ml_path_cursor *cursor, ml_error *error, ml_gate *gate)
{
    if (gate->op == ML_GATE_PRINTS)
        return *cursor->at ? ml_path_wrong(cursor, "a dot, [\"name\"] or the end", error) : ML_OK;
    ml_status status = read_op(cursor, error, gate);
    return status ? status : read_bound(cursor, error, gate);
}

/* `op`: ML_GATE_PRINTS, or any that is to be read. */
static ml_status parse(const char *option, const char *text, unsigned sides, ml_gate_op op, ml_error *error, ml_gate *gate)
{
    size_t n = strlen(text += strspn(text, blanks));
    while (n > 0 && strchr(blanks, text[n - 1]))
        n--;
    ml_gate made = {.option = option, .text = ml_strndup(text, n), .op = op};
    if (!made.text)
        return ml_fail_memory(error, "a gate");
    ml_path_cursor cursor = {option, made.text, made.text};
    read_side(&cursor, sides, &made);
    ml_status status = ml_path_read(&cursor, error, &made.path);
    if (!status)
        status = read_rest(&cursor, error, &made);
    if (status)
        gate_clear(&made);
    else
        *gate = made;
    return status;
}

static ml_status add(ml_gates *gates, const char *option, const char *text, unsigned sides, ml_gate_op op, ml_error *error)
{
    ml_gate gate;
    ml_status status = parse(option, text, sides, op, error, &gate);
    if (status)
        return status;
    ml_gate *longer = realloc(gates->items, (gates->n + 1) * sizeof *longer);
    if (!longer) {
        gate_clear(&gate);
        return ml_fail_memory(error, "a gate");
    }
    gates->items = longer;
    gates->items[gates->n++] = gate;
    return ML_OK;
}

ml_status ml_gates_add(ml_gates *gates, const char *option, const char *text, unsigned sides, ml_error *error)
{
    return add(gates, option, text, sides, ML_GATE_LE, error);
}

ml_status ml_gates_add_print(ml_gates *gates, const char *option, const char *text, unsigned sides, ml_error *error)
{
    return add(gates, option, text, sides, ML_GATE_PRINTS, error);
}

void ml_gates_clear(ml_gates *gates)
{
    for (size_t g = 0; g < gates->n; g++)
        gate_clear(&gates->items[g]);
    free(gates->items);
    *gates = (ml_gates){0};
}

bool ml_gate_holds(const ml_gate *gate, double x)
{
    double bound = gate->bound;
    if (gate->op == ML_GATE_PRINTS)
        return true;
    if (isnan(x))
        return false;
    switch (gate->op) {
    case ML_GATE_LE: return x <= bound;
    case ML_GATE_GE: return x >= bound;
    case ML_GATE_EQ: return !(x < bound) && !(x > bound); /* -Wfloat-equal asks for this form */
    case ML_GATE_NE: return x < bound || x > bound;
    case ML_GATE_LT: return x < bound;
    case ML_GATE_GT: return x > bound;
    default: return false;
    }
}

ml_status ml_verdicts_init(const ml_gates *gates, double (*find)(const ml_gate *gate, const void *context), const void *context,
                           ml_error *error, ml_verdicts *verdicts)
{
    ml_verdicts made = {gates->n, 0, ml_alloc(gates->n, sizeof *made.items)};
    if (!made.items)
        return ml_fail_memory(error, "the gates");
    for (size_t g = 0; g < gates->n; g++) {
        const ml_gate *gate = &gates->items[g];
        double value = find(gate, context);
        made.items[g] = (ml_verdict){gate, value, ml_gate_holds(gate, value)};
        made.n_failed += !made.items[g].holds;
    }
    *verdicts = made;
    return ML_OK;
}

void ml_verdicts_clear(ml_verdicts *verdicts)
{
    free(verdicts->items);
    *verdicts = (ml_verdicts){0};
}
