/* Fields of TSV; see tsv.h. */
#include "output/tsv.h"

#include "base/text.h"

#include <string.h>

void ml_tsv_field(ml_out *out, const char *text)
{
    const char *plain = text; /* what goes out as it is, from here on */
    for (size_t n = strlen(text); n > 0;) {
        size_t length = ml_utf8_length(text, n), taken = length ? length : 1;
        unsigned char byte = (unsigned char)*text;
        if (length == 0 || byte < 0x20 || byte == 0x7f || byte == '"' || byte == '\\') {
            ml_out_bytes(out, plain, (size_t)(text - plain));
            if (byte == '\\')
                ml_out_text(out, "\\\\");
            else
                ml_out_printf(out, "\\x%02X", byte);
            plain = text + taken;
        }
        text += taken;
        n -= taken;
    }
    ml_out_bytes(out, plain, (size_t)(text - plain));
}
