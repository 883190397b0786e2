/* Fields of TSV; see tsv.h. */
#include "output/tsv.h"

#include "base/text.h"

#include <string.h>

void ml_tsv_field(ml_out *out, const char *text)
{
    const char *plain = text; /* what goes out as it is, from here on */
    for (size_t n = strlen(text); n > 0;) {
        size_t length = ml_utf8_length(text, n), taken = length ? length : 1;
        if (length == 0 || ml_utf8_is_control(text, length) || *text == '"' || *text == '\\') {
            ml_out_bytes(out, plain, (size_t)(text - plain));
            for (size_t i = 0; i < taken && *text != '\\'; i++)
                ml_out_printf(out, "\\x%02X", (unsigned char)text[i]);
            ml_out_text(out, *text == '\\' ? "\\\\" : "");
            plain = text + taken;
        }
        text += taken;
        n -= taken;
    }
    ml_out_bytes(out, plain, (size_t)(text - plain));
}
