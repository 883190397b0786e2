/* tables/choices: what the placeholder of an option says about its value. */
#include "unit.h"

#include "cli/option_rows.h"
#include "core/loss.h"
#include "input/shipped_sets.h"
#include "tables/choices.h"

static ml_choices read_choices(const char *placeholder)
{
    ml_error error = ML_ERROR_INIT;
    ml_choices choices;
    const ml_option_value value = {placeholder, NULL};
    ml_status status = ml_choices_read(&value, &error, &choices);
    EXPECT(status == ML_OK, "%s: %s", placeholder, error.text);
    return choices;
}

static bool has_word(const ml_choices *choices, const char *word)
{
    for (size_t w = 0; w < choices->n_words; w++)
        if (choices->words[w].n == strlen(word) && memcmp(choices->words[w].text, word, strlen(word)) == 0)
            return true;
    return false;
}

START_TEST(small_letters_are_values_themselves)
{
    ml_choices choices = read_choices("auto|hwc|chw-x");
    ck_assert_uint_eq(choices.n_words, 3);
    ck_assert(has_word(&choices, "auto") && has_word(&choices, "hwc") && has_word(&choices, "chw-x"));
    ck_assert(!choices.list && !choices.files && !choices.directories);
}
END_TEST

START_TEST(capitals_that_say_nothing_give_nothing)
{
    static const char *const placeholders[] = {"", "N", "K/N", "X", "LIST", "EXPR", "PATH", "FILES", "FIL", "[,FILE]", "|"};
    for (size_t p = 0; p < ML_COUNT(placeholders); p++) {
        ml_choices choices = read_choices(placeholders[p]);
        EXPECT(!choices.n_words && !choices.list && !choices.files && !choices.directories, "%s", placeholders[p]);
    }
}
END_TEST

START_TEST(files_and_directories_are_told_apart_and_may_stand_beside_words)
{
    ml_choices choices = read_choices("FILE");
    ck_assert(choices.files && !choices.directories && choices.ending == NULL && choices.n_words == 0);
    choices = read_choices("DIR");
    ck_assert(!choices.files && choices.directories);
    choices = read_choices("LIST|FILE|inverse|median");
    ck_assert(choices.files && choices.n_words == 2 && has_word(&choices, "inverse") && has_word(&choices, "median"));
}
END_TEST

START_TEST(names_are_the_shipped_class_sets_or_files_in_json)
{
    ml_choices choices = read_choices("NAME|FILE");
    ck_assert_uint_eq(choices.n_words, ml_n_shipped_sets);
    for (size_t s = 0; s < ml_n_shipped_sets; s++)
        ck_assert(has_word(&choices, ml_shipped_sets[s].name));
    ck_assert(choices.files);
    ck_assert_str_eq(choices.ending, "json");
}
END_TEST

START_TEST(losses_and_views_come_one_by_one_or_as_lists)
{
    ml_choices choices = read_choices("SPEC[,SPEC]...");
    ck_assert_uint_eq(choices.n_words, ml_n_loss_kinds + 1);
    for (size_t k = 0; k < ml_n_loss_kinds; k++)
        ck_assert(has_word(&choices, ml_loss_kinds[k].name));
    ck_assert(has_word(&choices, "all"));
    ck_assert(choices.list);
    choices = read_choices("VIEW[,VIEW]...");
    ck_assert(choices.list && choices.n_words == 3 && has_word(&choices, "excluded"));
    ck_assert(!read_choices("VIEW").list);
}
END_TEST

START_TEST(too_many_words_are_an_error)
{
    char placeholder[2 * ML_MAX_CHOICES + 2];
    ml_error error = ML_ERROR_INIT;
    ml_choices choices;
    const ml_option_value value = {placeholder, NULL};
    for (size_t i = 0; i <= ML_MAX_CHOICES; i++)
        memcpy(placeholder + 2 * i, "a|", 2);
    placeholder[2 * ML_MAX_CHOICES + 1] = '\0';
    ck_assert_int_eq(ml_choices_read(&value, &error, &choices), ML_E_SYSTEM);
    ck_assert_ptr_nonnull(strstr(error.text, "65 words"));
    placeholder[2 * ML_MAX_CHOICES - 1] = '\0';
    ck_assert_uint_eq(read_choices(placeholder).n_words, ML_MAX_CHOICES);
}
END_TEST

START_TEST(every_row_has_a_value_that_can_be_read_and_is_shown_whole)
{
    for (size_t r = 0; r < ml_n_option_rows; r++) {
        const ml_option_row *row = &ml_option_rows[r];
        char room[ML_OPTION_VALUE_SIZE];
        const char *text = ml_option_value_text(row, room);
        ml_error error = ML_ERROR_INIT;
        ml_choices choices;
        EXPECT(ml_choices_read(&row->value, &error, &choices) == ML_OK, "%s", error.text);
        EXPECT((*text != '\0') == ml_option_takes_value(row), "%s: '%s'", row->name ? row->name : "heading", text);
        size_t n = 0;
        for (const char *at = text; row->value.names && *at; at += *at == '|') {
            size_t length = strcspn(at, "|");
            EXPECT(n < choices.n_words && choices.words[n].n == length && memcmp(choices.words[n].text, at, length) == 0,
                   "%s: '%s'", row->name, text);
            at += length;
            n++;
        }
        EXPECT(!row->value.names || !row->value.names(n), "%s: '%s'", row->name ? row->name : "heading", text);
    }
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, small_letters_are_values_themselves);
    tcase_add_test(tests, capitals_that_say_nothing_give_nothing);
    tcase_add_test(tests, files_and_directories_are_told_apart_and_may_stand_beside_words);
    tcase_add_test(tests, names_are_the_shipped_class_sets_or_files_in_json);
    tcase_add_test(tests, losses_and_views_come_one_by_one_or_as_lists);
    tcase_add_test(tests, too_many_words_are_an_error);
    tcase_add_test(tests, every_row_has_a_value_that_can_be_read_and_is_shown_whole);
}

int main(void) { return unit_main("choices", add_tests); }
