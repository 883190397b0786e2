/* What an option takes, as text; see option.h. */
#include "cli/option.h"

#include <string.h>

const char *ml_option_value_text(const ml_option_row *row, char text[ML_OPTION_VALUE_SIZE])
{
    size_t used = 0;
    if (row->value.placeholder)
        return row->value.placeholder;
    *text = '\0';
    for (size_t i = 0; row->value.names && row->value.names(i); i++) {
        size_t n = strlen(row->value.names(i));
        if (used + n + 2 > ML_OPTION_VALUE_SIZE)
            break; /* tests/unit/test_choices.c sees to it that there is room */
        if (i > 0)
            text[used++] = '|';
        memcpy(text + used, row->value.names(i), n + 1);
        used += n;
    }
    return text;
}
