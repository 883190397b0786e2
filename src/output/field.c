/* Fields of TSV; see field.h. */
#include "output/field.h"

#include "base/text.h"

#include <string.h>

void ml_tsv_field(ml_out *out, const char *text)
{
    for (size_t n = strlen(text); n > 0;) {
        size_t length = ml_utf8_length(text, n), taken = length ? length : 1;
        unsigned char byte = (unsigned char)*text;
        if (length == 0 || byte < 0x20 || byte == 0x7f || byte == '"')
            ml_out_printf(out, "\\x%02X", byte);
        else if (byte == '\\')
            ml_out_text(out, "\\\\");
        else
            ml_out_bytes(out, text, length);
        text += taken;
        n -= taken;
    }
}
