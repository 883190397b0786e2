/* The HTML report's last section: the version, and what the figures depend on besides the files. */
#include "output/report/html_parts.h"
#include "stream/agreement.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_LOSSES = 100, LOSS_COLUMNS = 60 };

/* Settings of the JSON report that are shown where they were given, but for those that stand elsewhere on the page. */
static const char *const keys[] = {"activation", "ignore",        "average",   "absent",  "empty",
                                   "epsilon",    "weights",       "threshold", "no_data", "missing_truth",
                                   "truth_code", "prediction_as", "samples"};

static void write_losses(ml_html *html, const ml_losses *losses)
{
    ml_html_element(html, "dt", "losses");
    ml_html_begin(html, "dd");
    for (size_t l = 0; l < losses->n && l < MAX_LOSSES; l++) {
        ml_html_text(html, l ? ", " : "");
        ml_html_label(html, LOSS_COLUMNS, losses->items[l].key);
    }
    if (losses->n > MAX_LOSSES)
        ml_html_printf(html, ", and %zu more", losses->n - MAX_LOSSES);
    ml_html_end(html);
}

void ml_html_report_settings(ml_page *page, const ml_settings *settings)
{
    ml_html *html = &page->html;
    ml_page_section(page, "settings", "Version and settings");
    ml_html_begin_class(html, "dl", "settings");
    ml_html_element(html, "dt", "version");
    ml_html_element(html, "dd", "maskloss " ML_VERSION);
    for (size_t i = 0; i < ML_COUNT(keys); i++) {
        char *text = ml_setting_text(keys[i], settings);
        if (!text)
            html->out->status = ML_E_SYSTEM;
        if (text && strcmp(text, "nothing") != 0 && strcmp(text, "[]") != 0) {
            size_t n = strlen(text), quote = n > 1 && *text == '"' && text[n - 1] == '"';
            ml_html_element(html, "dt", keys[i]);
            text[n - quote] = '\0';
            ml_html_element(html, "dd", text + quote);
        }
        free(text);
    }
    write_losses(html, settings->losses);
    ml_html_end(html);
    ml_page_section_end(page);
}
