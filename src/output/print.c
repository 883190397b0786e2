/* Values alone; see print.h. */
#include "output/print.h"

#include "output/text.h"

void ml_print_values(ml_out *out, const ml_printed *printed)
{
    for (size_t i = 0; i < printed->n; i++) {
        if (printed->items[i].name)
            ml_text_message(out, printed->items[i].name);
        else
            ml_text_number(out, printed->items[i].number);
        ml_out_text(out, "\n");
    }
}
