/* Lists, numbers and names on the command line, and names in messages.
 *
 * Covers: src/base/number_parse.c src/base/number.c src/base/text.c */
#include "fuzz.h"

#include "base/number.h"
#include "base/text.h"
#include "core/classes.h"

const fuzz_target ml_fuzz = {.name = "text"};

/* A number that is read must be the one that is printed for it. */
static void read_numbers(const char *text, size_t n)
{
    char printed[ML_NUMBER_TEXT_SIZE];
    double number, again;
    uint64_t integer;
    if (ml_number_parse(text, n, &number)) {
        ml_number_text(number, printed);
        FUZZ_CHECK(ml_number_parse(printed, strlen(printed), &again) && again == number);
    }
    if (ml_integer_parse(text, n, 1000, &integer))
        FUZZ_CHECK(integer <= 1000);
}

static void read_list(const char *list)
{
    bool members[3];
    ml_error error = ML_ERROR_INIT;
    ml_classes classes;
    if (ml_classes_init_plain(3, &error, &classes))
        return;
    ml_status status = ml_classes_parse_list(&classes, "--list", list, &error, members);
    fuzz_check_error(status, &error);
    ml_classes_clear(&classes);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    char *text = fuzz_string(bytes, n);
    if (!text)
        return 0;
    char *name = ml_name_text(text), *message = ml_message_text(text);
    FUZZ_CHECK(name && ml_utf8_valid(name, strlen(name)) && message && ml_utf8_valid(message, strlen(message)));
    FUZZ_CHECK(!strchr(message, '\n') && !strchr(message, '\033'));
    FUZZ_CHECK(ml_text_columns(name) <= strlen(name));
    free(name);
    free(message);
    const char *rest = text, *item;
    size_t length;
    while (ml_list_next(&rest, &item, &length))
        read_numbers(item, length);
    read_numbers(text, n);
    read_list(text);
    free(text);
    return 0;
}
