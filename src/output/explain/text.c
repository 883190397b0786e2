/* One pixel explained for reading: what it is and what became of it, in words; then its classes, what it costs, what it adds,
 * and its gradients. Names of classes are cut, and sentences go on below, so that lines fit 80 columns; names of files are not
 * cut. */
#include "output/explain/explanation.h"
#include "output/explain/text_cells.h"

#include "base/text.h"
#include "output/text.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    HEAD_COLUMNS = 12, /* of the words before what is said of the pixel as a whole */
    SAID_COLUMNS = 32, /* of names in sentences, at most */
};

/* A line of the head, and where it has come to. */
typedef struct head_line {
    ml_out *out;
    size_t column;
} head_line;

/* Part of a sentence, which is not broken: it is collected, and then put on the line. */
static ml_out part(void) { return (ml_out){.path = "memory", .fd = -1}; }

/* What a line of the head is about. */
static head_line head(ml_out *out, const char *word)
{
    ml_text_style(out, ML_STYLE_DIM);
    ml_text_label(out, HEAD_COLUMNS, word);
    ml_text_style(out, ML_STYLE_PLAIN);
    return (head_line){.out = out, .column = HEAD_COLUMNS};
}

/* Makes room for something of so many columns, behind a blank or on a line below. */
static void make_room(head_line *line, size_t columns)
{
    if (line->column > HEAD_COLUMNS && line->column + 1 + columns > ml_text_line_columns(line->out)) {
        ml_out_text(line->out, "\n");
        ml_out_pad(line->out, line->column = HEAD_COLUMNS);
    } else if (line->column > HEAD_COLUMNS) {
        ml_out_text(line->out, " ");
        line->column++;
    }
    line->column += columns;
}

/* Closes the part. */
static void put(head_line *line, ml_out *made)
{
    make_room(line, ml_text_columns_of(made->memory, made->n));
    ml_out_take(line->out, made);
    ml_out_close(made);
}

/* The words of a text; one that is longer than a line is cut into several. */
static void put_words(head_line *line, const char *text)
{
    const size_t room = ml_text_line_columns(line->out) - HEAD_COLUMNS;
    while (*text) {
        const size_t n = strcspn(text, " ");
        size_t taken = 0, next = 0;
        while (taken < n && (next += ml_utf8_length(text + taken, n - taken)) > taken && ml_text_columns_of(text, next) <= room)
            taken = next;
        make_room(line, ml_text_columns_of(text, taken));
        ml_out_bytes(line->out, text, taken);
        text += taken;
        text += *text == ' ';
    }
}

/* The name of a class, or that it is none; what is called by its index is said to be a class. */
static void say_class(ml_out *out, const ml_explained *x, uint16_t c)
{
    char number[32];
    if (c >= x->settings->classes->n) {
        ml_out_text(out, c == ML_IGNORED ? "ignored" : "no class");
        return;
    }
    snprintf(number, sizeof number, "%u", (unsigned)c);
    ml_out_text(out, strcmp(x->settings->classes->items[c].name, number) == 0 ? "class " : "");
    ml_cells_class(out, x, SAID_COLUMNS, c);
}

/* What is stored as a label, and what that means. */
static void put_label(head_line *line, const ml_explained *x, const ml_stored_label *label, uint16_t class)
{
    ml_out made = part();
    if (label->kind == ML_STORED_COLOR)
        ml_out_printf(&made, "[%.0f, %.0f, %.0f]", label->color[0], label->color[1], label->color[2]);
    else if (label->kind == ML_STORED_NUMBER && isnan(label->label))
        ml_out_text(&made, "NaN");
    else if (label->kind == ML_STORED_NUMBER)
        ml_text_number(&made, label->label);
    if (label->kind != ML_STORED_NOTHING)
        put(line, &made);
    if (label->kind == ML_STORED_NUMBER && label->has_sample) {
        ml_out_text(&made, "(stored as ");
        ml_text_number(&made, label->sample);
        ml_out_text(&made, ")");
        put(line, &made);
    }
    ml_out_text(&made, label->kind == ML_STORED_NOTHING ? "" : "-> ");
    say_class(&made, x, class);
    put(line, &made);
}

/* The class that is nearest to the decision. */
static size_t find_rival(const ml_explained *x)
{
    size_t rival = x->decision == 0;
    for (size_t c = 0; c < x->settings->classes->n; c++)
        if (c != x->decision && x->p[c] > x->p[rival])
            rival = c;
    return rival;
}

static void write_decision(const ml_explained *x, ml_out *out)
{
    head_line line = head(out, "decision");
    ml_out made = part();
    if (x->is_hard) {
        put_label(&line, x, &x->hard, x->decision);
        ml_out_text(out, "\n");
        return;
    }
    say_class(&made, x, x->decision);
    ml_out_text(&made, ",");
    put(&line, &made);
    if (!(x->margin > 0 || x->margin < 0))
        ml_out_text(&made, "tied with ");
    else
        ml_out_printf(&made, "%.6g %s ", fabs(x->margin), x->margin < 0 ? "behind" : "ahead of");
    say_class(&made, x, (uint16_t)find_rival(x));
    put(&line, &made);
    if (x->settings->has_threshold) {
        ml_out_printf(&made, "(threshold %.6g)", x->settings->threshold);
        put(&line, &made);
    }
    ml_out_text(out, "\n");
}

/* Why it is ignored or bad. */
static void put_reason(head_line *line, const char *reason)
{
    char *text = ml_message_text(reason);
    if (text)
        put_words(line, text);
    else
        ml_out_fail(line->out, ENOMEM);
    free(text);
}

/* What it is, and what it is called. */
static void put_outcome(head_line *line, const ml_explained *x)
{
    ml_out made = part();
    say_class(&made, x, x->y);
    ml_out_text(&made, x->state == ML_PIXEL_FORGIVEN ? ", which is masked," : "");
    put(line, &made);
    ml_out_text(&made, x->state == ML_PIXEL_RIGHT ? "is called what it is" : "is called ");
    if (x->state != ML_PIXEL_RIGHT)
        say_class(&made, x, x->decision);
    ml_out_text(&made, x->state == ML_PIXEL_MISSED ? ", which is masked" : "");
    put(line, &made);
}

/* What is to be said of it in the end. */
static void write_state(const ml_explained *x, ml_out *out)
{
    const bool is_fine = x->state == ML_PIXEL_RIGHT || x->state == ML_PIXEL_FORGIVEN;
    const char *name = ml_pixel_state_names[x->state];
    head_line line = head(out, "state");
    ml_text_style(out, x->state == ML_PIXEL_IGNORED ? ML_STYLE_PLAIN : is_fine ? ML_STYLE_GOOD : ML_STYLE_BAD);
    ml_out_text(out, name);
    ml_text_style(out, ML_STYLE_PLAIN);
    ml_out_text(out, ":");
    line.column += strlen(name) + 1;
    if (x->reason)
        put_reason(&line, x->reason);
    else
        put_outcome(&line, x);
    ml_out_text(out, "\n");
}

static void write_head(const ml_explained *x, ml_out *out)
{
    head(out, "truth");
    ml_text_name(out, x->truth);
    ml_out_text(out, "\n");
    head(out, "prediction");
    ml_text_name(out, x->prediction);
    ml_out_text(out, "\n");
    head(out, "pixel");
    ml_out_printf(out, "row %zu, column %zu, of %zu rows and %zu columns\n", x->row, x->column, x->height, x->width);
    head_line line = head(out, x->label.kind == ML_STORED_COLOR     ? "colour"
                               : x->label.kind == ML_STORED_NOTHING ? "class"
                                                                    : "label");
    put_label(&line, x, &x->label, x->y);
    ml_out_text(out, "\n");
    if (!x->reason)
        write_decision(x, out);
    write_state(x, out);
}

/* How p follows from what is stored. */
static void write_formula(const ml_explained *x, ml_out *out)
{
    const bool is_sigmoid = x->settings->activation == ML_ACTIVATION_SIGMOID;
    ml_out_text(out, "\n");
    head(out, "p");
    if (x->is_hard)
        ml_out_text(out, "1 for the decision: the prediction is a label");
    else if (x->stored_one > 0)
        ml_out_printf(out, "of class 1 is the one value, divided by %.6g", x->stored_one);
    else if (x->is_binary)
        ml_out_printf(out, "of class 1 is the one value%s", is_sigmoid ? "'s sigmoid" : "");
    else if (x->settings->activation == ML_ACTIVATION_SOFTMAX)
        ml_out_text(out, "is the softmax of what is stored");
    else
        ml_out_printf(out, "is %s, divided by the sum: %.6g", is_sigmoid ? "the sigmoid" : "what is stored", x->sum);
    ml_out_text(out, "\n");
}

/* The channels that a class is the sum of. */
static void write_channels(const ml_explained *x, size_t c, ml_out *out)
{
    for (size_t k = 0; k < x->n_stored; k++)
        if (ml_explained_class_of(x, k) == c) {
            char text[32];
            snprintf(text, sizeof text, "  channel %zu", k);
            ml_cells_name(out, text);
            ml_cells_number(out, x->stored[k]);
            ml_out_text(out, "\n");
        }
}

/* What is special about a class. */
static void write_marks(const ml_explained *x, size_t c, ml_out *out)
{
    const char *const marks[] = {c == x->y ? "truth" : NULL, c == x->decision ? "decision" : NULL,
                                 x->settings->masked[c] ? "masked" : NULL};
    const char *between = "  ";
    for (size_t i = 0; i < ML_COUNT(marks); i++)
        if (marks[i]) {
            ml_out_text(out, between);
            ml_out_text(out, marks[i]);
            between = ", ";
        }
}

static void write_class(const ml_explained *x, size_t c, ml_out *out)
{
    size_t first;
    const size_t n_stored = ml_explained_n_stored(x, c, &first);
    ml_cells_name_class(out, x, c);
    if (n_stored == 1)
        ml_cells_number(out, x->stored[first]);
    else
        ml_out_pad(out, x->is_hard ? 0 : ML_CELLS_NUMBER);
    ml_cells_number(out, x->p[c]);
    write_marks(x, c, out);
    ml_out_text(out, "\n");
    if (n_stored > 1)
        write_channels(x, c, out);
}

static void write_classes(const ml_explained *x, ml_out *out)
{
    ml_cells_heading(out, ML_CELLS_NAME, "classes");
    if (!x->is_hard)
        ml_cells_title(out, ML_CELLS_NUMBER, "stored");
    ml_cells_title(out, ML_CELLS_NUMBER, "p");
    ml_out_text(out, "\n");
    for (size_t i = 0; i < x->n_shown; i++)
        write_class(x, x->shown[i], out);
    ml_cells_others(out, x->settings->classes->n - x->n_shown);
}

void ml_explanation_text(const ml_explained *explained, ml_out *out)
{
    write_head(explained, out);
    if (explained->reason)
        return;
    write_formula(explained, out);
    write_classes(explained, out);
    ml_explanation_text_losses(explained, out);
    ml_explanation_text_adds(explained, out);
    ml_explanation_text_gradients(explained, out);
}
