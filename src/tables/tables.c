/* Text that more than one shell gets; see tables.h. */
#include "tables/tables.h"

#include <string.h>

void ml_write_clause(ml_out *out, const char *help, const char *special, const char *quote)
{
    for (; *help && strncmp(help, "; ", 2) != 0; help++) {
        if (*help == '\'') {
            ml_out_text(out, quote);
            continue;
        }
        if (strchr(special, *help))
            ml_out_text(out, "\\");
        ml_out_bytes(out, help, 1);
    }
}

void ml_write_words(ml_out *out, const ml_choices *choices)
{
    for (size_t w = 0; w < choices->n_words; w++) {
        ml_out_text(out, w ? " " : "");
        ml_out_bytes(out, choices->words[w].text, choices->words[w].n);
    }
}
