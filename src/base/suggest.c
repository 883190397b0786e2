/* Nearest names; see suggest.h. */
#include "base/suggest.h"

#include <string.h>

enum { MAX_BYTES = 255 };

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

static size_t least(size_t a, size_t b, size_t c)
{
    size_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

/* Levenshtein's distance: insertions, deletions and replacements of a byte. */
static size_t distance(const char *a, size_t n, const char *b, size_t m)
{
    size_t row[MAX_BYTES + 1];
    for (size_t j = 0; j <= m; j++)
        row[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t above = row[j];
            row[j] = least(above + 1, row[j - 1] + 1, diagonal + (lower(a[i - 1]) != lower(b[j - 1])));
            diagonal = above;
        }
    }
    return row[m];
}

/* Whether the shorter of two names, of at least three letters, is how the longer one begins. */
static bool goes_on(const char *a, size_t n, const char *b, size_t m)
{
    size_t shorter = n < m ? n : m;
    return shorter >= 3 && distance(a, shorter, b, shorter) == 0;
}

void ml_suggest(ml_suggestion *suggestion, const char *name)
{
    size_t m = strlen(name);
    if (suggestion->n > MAX_BYTES || m > MAX_BYTES)
        return;
    bool ends = m > suggestion->n && name[m - suggestion->n - 1] == '.' &&
                memcmp(name + m - suggestion->n, suggestion->word, suggestion->n) == 0;
    size_t d = ends ? 0 : distance(suggestion->word, suggestion->n, name, m);
    bool near = 3 * d <= suggestion->n || goes_on(suggestion->word, suggestion->n, name, m);
    if ((suggestion->distant || near) && (!suggestion->best || d < suggestion->distance)) {
        suggestion->best = name;
        suggestion->distance = d;
    }
}
