/* What the Markdown forms share; see markdown.h. */
#include "output/markdown.h"

#include "base/text.h"
#include "output/text.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool is_word(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

/* Whether the ASCII character at text[at] means nothing to Markdown, HTML or GitHub. "www." and "://" make links. */
static bool is_plain(const char *text, size_t at)
{
    char c = text[at], before = at > 0 ? text[at - 1] : '\0', after = text[at + 1];
    switch (c) {
    case '.': return at < 3 || (before != 'w' && before != 'W') || (text[at - 2] != 'w' && text[at - 2] != 'W');
    case ':': return after != '/';
    case '_': return is_word(before) && is_word(after);
    default: return is_word(c) || strchr(" ,-/=%()+;?", c);
    }
}

/* The character as it is, or such that it stands for itself alone. */
static void character(ml_out *out, const char *text, size_t at)
{
    char c = text[at];
    if (is_plain(text, at))
        ml_out_bytes(out, &c, 1);
    else if (c == '&' || c == '<' || c == '>')
        ml_out_text(out, c == '&' ? "&amp;" : c == '<' ? "&lt;" : "&gt;");
    else
        ml_out_printf(out, c == '@' ? "<!-- -->&#%d;" : "&#%d;", c); /* nothing before it: no mail address */
}

/* A character that may mean something is written as its number: that is the character itself in every place of a document, and
 * a bar written so does not end a cell. GitHub looks for mentions, numbers of issues, names of emoji and formulas in the HTML
 * that comes out, where no escape is left, but not inside <code>. */
static void code(ml_out *out, const char *text, size_t limit)
{
    char *safe = ml_message_text(text);
    size_t columns = 0, n = 0;
    if (!safe)
        ml_out_fail(out, ENOMEM);
    ml_out_text(out, "<code>");
    for (size_t at = 0; safe && safe[at]; at += n, columns++) {
        if (columns == limit) {
            ml_out_text(out, "..");
            break;
        }
        n = ml_utf8_length(safe + at, strlen(safe + at));
        if (n == 1)
            character(out, safe, at);
        else
            ml_out_bytes(out, safe + at, n);
    }
    ml_out_text(out, "</code>");
    free(safe);
}

void ml_markdown_text(ml_out *out, const char *text) { code(out, text, ML_MARKDOWN_NAME_COLUMNS); }

void ml_markdown_note(ml_out *out, const char *text)
{
    ml_out_text(out, "- Note: ");
    code(out, text, SIZE_MAX);
    ml_out_text(out, "\n");
}

void ml_markdown_name(ml_out *out, const char *name)
{
    char *shown = ml_name_text(name);
    ml_markdown_text(out, shown ? shown : "");
    if (!shown)
        ml_out_fail(out, ENOMEM);
    free(shown);
}

void ml_markdown_cell(ml_out *out, const char *text)
{
    ml_out_text(out, "| ");
    ml_markdown_text(out, text);
    ml_out_text(out, " ");
}

void ml_markdown_cell_number(ml_out *out, double x, bool is_difference)
{
    if (!isfinite(x))
        ml_out_text(out, "| - ");
    else if (fabs(x) < 100)
        ml_out_printf(out, is_difference ? "| %+.6f " : "| %.6f ", x);
    else
        ml_out_printf(out, is_difference ? "| %+.8g " : "| %.8g ", x);
}

void ml_markdown_cell_count(ml_out *out, uint64_t n) { ml_out_printf(out, "| %llu ", (unsigned long long)n); }

void ml_markdown_row_end(ml_out *out) { ml_out_text(out, "|\n"); }

void ml_markdown_rule(ml_out *out, size_t n_columns, size_t n_left)
{
    for (size_t i = 0; i < n_columns; i++)
        ml_out_text(out, i < n_left ? "|---" : "|---:");
    ml_out_text(out, "|\n");
}

bool ml_markdown_has_room(const ml_out *out, size_t start, size_t limit_bytes)
{
    enum { LONGEST_ROW_BYTES = 8 << 10 };
    return out->n - start + LONGEST_ROW_BYTES < limit_bytes;
}

void ml_markdown_left_out(ml_out *out, uint64_t n, const char *noun, const char *where)
{
    if (n == 0)
        return;
    ml_out_text(out, "\n");
    ml_text_count(out, n, noun);
    ml_out_printf(out, " more: %s\n", where);
}

void ml_markdown_gates(ml_out *out, const ml_verdicts *verdicts)
{
    size_t start = out->n;
    size_t g = 0;
    if (verdicts->n == 0)
        return;
    ml_out_text(out, "\n| gate | verdict | value |\n|---|---|---:|\n");
    for (; g < verdicts->n && ml_markdown_has_room(out, start, ML_MARKDOWN_GATES_BYTES); g++) {
        ml_markdown_cell(out, verdicts->items[g].gate->text);
        ml_out_text(out, verdicts->items[g].holds ? "| pass | " : "| **FAIL** | ");
        ml_text_number(out, verdicts->items[g].value);
        ml_out_text(out, " ");
        ml_markdown_row_end(out);
    }
    ml_markdown_left_out(out, verdicts->n - g, "gate", "see standard error, or --format=json.");
}
