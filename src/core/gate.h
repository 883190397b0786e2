/* A gate: a bound on one figure of the result, "PATH OP NUMBER", with or without blanks around OP, which is one of < <= > >= ==
 * and !=. PATH leads through the members of the JSON report's `aggregate` (path.h). */
#ifndef ML_CORE_GATE_H
#define ML_CORE_GATE_H

#include "core/path.h"

typedef enum ml_gate_op {
    ML_GATE_LE,
    ML_GATE_GE,
    ML_GATE_EQ,
    ML_GATE_NE,
    ML_GATE_LT,
    ML_GATE_GT,
    ML_N_GATE_OPS,
    ML_GATE_PRINTS = ML_N_GATE_OPS /* none: the figure is only to be printed, and the gate always holds */
} ml_gate_op;
extern const char *const ml_gate_op_names[ML_N_GATE_OPS];

/* What of a figure is bounded: its value or, written "low:PATH", something else. Of a set an end of the figure's interval; of a
 * comparison what became of it, and an end of that one's interval. */
typedef enum ml_gate_side {
    ML_GATE_VALUE, /* of the candidate */
    ML_GATE_DELTA, /* candidate - baseline */
    ML_GATE_REL,   /* delta / |baseline| */
    ML_GATE_LOW,   /* ends of the interval */
    ML_GATE_HIGH,
    ML_N_GATE_SIDES
} ml_gate_side;
extern const char *const ml_gate_side_names[ML_N_GATE_SIDES];

/* The sides that gates may be about, as bits. */
enum {
    ML_GATES_OF_VALUES = 0,
    ML_GATES_OF_SETS = 1 << ML_GATE_LOW | 1 << ML_GATE_HIGH,
    ML_GATES_OF_COMPARISONS = ML_GATES_OF_SETS | 1 << ML_GATE_DELTA | 1 << ML_GATE_REL,
};

/* The text is owned. */
typedef struct ml_gate {
    const char *option; /* that it was given to, for messages; borrowed */
    char *text;         /* as it was given, without blanks around it */
    ml_gate_side side;
    ml_path path;
    ml_gate_op op;
    double bound;
} ml_gate;

/* A zeroed ml_gates is empty. */
typedef struct ml_gates {
    size_t n;
    ml_gate *items;
} ml_gates;

/* Reads a gate and adds it; a usage error says at which character it is wrong. `sides`: with the names of which sides, and
 * a colon, the path may begin (ML_GATES_OF_...). On failure nothing is added. */
ml_status ml_gates_add(ml_gates *gates, const char *option, const char *text, unsigned sides, ml_error *error) ML_MUST_USE;

/* The same of a figure that is to be printed: a gate's path, and nothing behind it. */
ml_status ml_gates_add_print(ml_gates *gates, const char *option, const char *text, unsigned sides,
                             ml_error *error) ML_MUST_USE;
void ml_gates_clear(ml_gates *gates);

/* What became of a gate. */
typedef struct ml_verdict {
    const ml_gate *gate; /* borrowed */
    double value;        /* NaN: null */
    bool holds;
} ml_verdict;

typedef struct ml_verdicts {
    size_t n, n_failed;
    ml_verdict *items;
} ml_verdicts;

/* Judges each gate by the value that `find` has for it. On failure nothing is held. */
ml_status ml_verdicts_init(const ml_gates *gates, double (*find)(const ml_gate *gate, const void *context), const void *context,
                           ml_error *error, ml_verdicts *verdicts) ML_MUST_USE;
void ml_verdicts_clear(ml_verdicts *verdicts);

/* Whether the gate holds for a value; never for NaN, which stands for null. */
bool ml_gate_holds(const ml_gate *gate, double value);

#endif
