/* JUnit's XML; see junit.h. The attributes are those that the schema of Jenkins' xUnit plugin (junit-10.xsd) demands, and the
 * times and classes that other readers look for. */
#include "output/junit.h"

#include "base/text.h"
#include "output/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Text of any bytes (NULL: there was no memory for it), without what XML 1.0 does not allow even as a reference: those bytes
 * become \xHH. */
static void text(ml_out *out, const char *bytes)
{
    char *safe = bytes ? ml_message_text(bytes) : NULL;
    if (!safe)
        ml_out_fail(out, ENOMEM);
    for (const char *at = safe; at && *at; at++) {
        const char *reference = *at == '&' ? "&amp;" : *at == '<' ? "&lt;" : *at == '>' ? "&gt;" : *at == '"' ? "&quot;" : NULL;
        if (reference)
            ml_out_text(out, reference);
        else if (strncmp(at, "\xef\xbf\xbe", 3) == 0 || strncmp(at, "\xef\xbf\xbf", 3) == 0) { /* U+FFFE, U+FFFF */
            ml_out_printf(out, "\\xEF\\xBF\\x%02X", (unsigned char)at[2]);
            at += 2;
        } else {
            ml_out_bytes(out, at, 1);
        }
    }
    free(safe);
}

/* The same of the name of a file. */
static void name(ml_out *out, const char *bytes)
{
    char *shown = ml_name_text(bytes);
    text(out, shown);
    free(shown);
}

/* "masked.metrics.miou is 0.65, not >=0.7" */
static void write_failure(ml_out *out, const ml_verdict *verdict)
{
    const ml_gate *gate = verdict->gate;
    char *path = ml_path_text((const char *const *)gate->path.keys, gate->path.n);
    if (gate->side != ML_GATE_VALUE) {
        text(out, ml_gate_side_names[gate->side]);
        ml_out_text(out, ":");
    }
    text(out, path);
    free(path);
    ml_out_text(out, " is ");
    ml_text_number(out, verdict->value);
    ml_out_text(out, ", not ");
    text(out, ml_gate_op_names[gate->op]);
    ml_text_number(out, gate->bound);
}

static void begin_case(ml_out *out, const char *title)
{
    ml_out_text(out, "    <testcase classname=\"maskloss\" name=\"");
    text(out, title);
    ml_out_text(out, "\" time=\"0\"");
}

static void write_evaluation(ml_out *out, const char *failure)
{
    begin_case(out, "evaluation");
    if (!failure) {
        ml_out_text(out, "/>\n");
        return;
    }
    ml_out_text(out, ">\n      <failure type=\"error\" message=\"");
    text(out, failure);
    ml_out_text(out, "\">"); /* again as content: some readers show the one, some the other */
    text(out, failure);
    ml_out_text(out, "</failure>\n    </testcase>\n");
}

/* What is missing and was accepted to be. */
static void write_coverage(ml_out *out, const ml_junit_suite *suite)
{
    begin_case(out, "coverage");
    ml_out_text(out, ">\n      <skipped message=\"missing: ");
    if (suite->n_missing > 0)
        ml_text_count(out, suite->n_missing, "image");
    if (suite->n_missing > 0 && suite->n_missing_shards > 0)
        ml_out_text(out, " and ");
    if (suite->n_missing_shards > 0)
        ml_text_count(out, suite->n_missing_shards, "shard");
    ml_out_text(out, "\"/>\n    </testcase>\n");
}

static void write_gate(ml_out *out, const ml_verdict *verdict)
{
    begin_case(out, verdict->gate->text);
    ml_out_text(out, ">\n");
    if (!verdict->holds) {
        ml_out_text(out, "      <failure type=\"gate\" message=\"");
        write_failure(out, verdict);
        ml_out_text(out, "\">");
        write_failure(out, verdict);
        ml_out_text(out, "</failure>\n");
    }
    ml_out_text(out, "      <system-out>");
    ml_text_number(out, verdict->value);
    ml_out_text(out, "</system-out>\n    </testcase>\n");
}

static void write_faults(ml_out *out, const ml_faults *faults)
{
    ml_out_text(out, "    <system-err>");
    for (size_t i = 0; i < faults->n; i++) {
        name(out, faults->items[i].id);
        ml_out_text(out, ": ");
        text(out, faults->items[i].message);
        ml_out_text(out, "\n");
    }
    ml_out_text(out, "</system-err>\n");
}

void ml_junit_write(ml_out *out, const ml_junit_suite *suite)
{
    const ml_verdicts *verdicts = suite->verdicts;
    const size_t n_gates = verdicts ? verdicts->n : 0, n_failed = verdicts ? verdicts->n_failed : 0;
    const bool fails = suite->failure != NULL, skips = suite->n_missing > 0 || suite->n_missing_shards > 0;
    ml_out_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    ml_out_printf(out,
                  "  <testsuite name=\"maskloss\" tests=\"%zu\" failures=\"%zu\" errors=\"0\" skipped=\"%d\" time=\"0\">\n",
                  1 + skips + n_gates, fails + n_failed, skips);
    write_evaluation(out, suite->failure);
    if (skips)
        write_coverage(out, suite);
    for (size_t g = 0; g < n_gates; g++)
        write_gate(out, &verdicts->items[g]);
    if (suite->faults && suite->faults->n > 0)
        write_faults(out, suite->faults);
    ml_out_text(out, "  </testsuite>\n</testsuites>\n");
}

void ml_junit_write_failure(ml_out *out, const char *reason)
{
    const ml_junit_suite suite = {.failure = reason};
    ml_junit_write(out, &suite);
}
