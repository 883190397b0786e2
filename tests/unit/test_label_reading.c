/* input/label_reading: the decision how stored samples become labels, from headers, samples that occur and class sets. */
#include "unit.h"

#include "label/label_reading.h"

/* A set of n classes; class c has the labels of row c, ended by 0 from the second on. */
static ml_classes make_classes(size_t n, uint16_t labels[][3], long ignored)
{
    ml_error error = ML_ERROR_INIT;
    ml_classes classes;
    ck_assert_int_eq(ml_classes_init_plain(n, &error, &classes), ML_OK);
    classes.is_plain = false;
    for (size_t c = 0; c < n; c++) {
        size_t n_labels = 1;
        while (n_labels < 3 && labels[c][n_labels])
            n_labels++;
        free(classes.items[c].labels);
        classes.items[c].labels = malloc(n_labels * sizeof *classes.items[c].labels);
        ck_assert(classes.items[c].labels != NULL);
        for (size_t i = 0; i < n_labels; i++)
            classes.items[c].labels[i] = (ml_label_range){labels[c][i], labels[c][i]};
        classes.items[c].n_labels = n_labels;
    }
    if (ignored >= 0)
        ck_assert_int_eq(ml_label_list_add(&classes.ignored, (uint16_t)ignored, &error), ML_OK);
    EXPECT(ml_classes_index(&classes, &error) == ML_OK, "%s", error.text);
    return classes;
}

static ml_raster_header make_header(ml_raster_kind kind, unsigned bits)
{
    return (ml_raster_header){.width = 1, .height = 1, .n_pixels = 1, .kind = kind, .n_channels = 1, .bits = bits};
}

/* A palette of three entries: gray 5, gray 0, and a third. */
static ml_raster_header make_palette(uint8_t red, uint8_t green, uint8_t blue)
{
    ml_raster_header header = make_header(ML_RASTER_PALETTE, 8);
    header.n_palette = 3;
    memset(header.palette[0], 5, 3);
    header.palette[2][0] = red;
    header.palette[2][1] = green;
    header.palette[2][2] = blue;
    return header;
}

START_TEST(a_palette_of_white_and_black_is_a_question_where_nothing_tells)
{
    ml_error error = ML_ERROR_INIT;
    ml_classes plain;
    uint16_t labels[2][3] = {{0}, {1}};
    ml_classes named = make_classes(2, labels, -1);
    ml_raster_header header = make_header(ML_RASTER_PALETTE, 1);
    ck_assert_int_eq(ml_classes_init_plain(2, &error, &plain), ML_OK);
    ck_assert_int_eq(ml_classes_index(&plain, &error), ML_OK);
    header.n_palette = 2;
    memset(header.palette[0], 255, 3);
    ml_label_file file = {.name = "file.png", .raster = &header, .classes = &plain};
    ml_label_reading reading = ml_label_reading_decide(&file, NULL);
    ck_assert(reading.fault == ML_LABELS_INVERTED && reading.is_inverted);
    ck_assert_int_eq(ml_label_reading_fail(&file, &reading, &error), ML_E_INPUT);
    EXPECT(strstr(error.text, "--samples=raw") && strstr(error.text, "--samples=scaled"), "%s", error.text);
    for (int k = 0; k < 5; k++) { /* said, indices, a class set, another order, another entry */
        ml_label_file other = file;
        ml_raster_header changed = header;
        other.raster = &changed;
        other.said = k == 0 ? ML_READING_RAW : ML_READING_AUTO;
        other.by_index = k == 1;
        other.classes = k == 2 ? &named : &plain;
        if (k == 3)
            memset(changed.palette, 0, 3);
        changed.n_palette += k == 4;
        reading = ml_label_reading_decide(&other, NULL);
        EXPECT(reading.fault == ML_LABELS_FINE, "case %d", k);
    }
    ml_classes_clear(&plain);
    ml_classes_clear(&named);
}
END_TEST

START_TEST(only_packed_grays_and_palettes_of_grays_leave_a_choice)
{
    const struct {
        ml_raster_header header;
        bool is_choice;
    } cases[] = {
        {make_header(ML_RASTER_GRAY, 1), true},   {make_header(ML_RASTER_GRAY, 2), true},
        {make_header(ML_RASTER_GRAY, 4), true},   {make_header(ML_RASTER_GRAY, 8), false},
        {make_header(ML_RASTER_GRAY, 16), false}, {make_palette(7, 7, 7), true},
        {make_palette(7, 7, 8), false},           {make_palette(7, 8, 7), false},
        {make_palette(8, 7, 7), false},           {make_header(ML_RASTER_PALETTE, 8), false}, /* without an entry */
        {make_header(ML_RASTER_RGB, 8), false},
    };
    for (size_t k = 0; k < ML_COUNT(cases); k++)
        for (ml_reading said = ML_READING_AUTO; said <= ML_READING_SCALED; said++) {
            const ml_label_file file = {.name = "x", .raster = &cases[k].header, .said = said};
            ml_label_reading reading = ml_label_reading_decide(&file, NULL);
            EXPECT(reading.is_choice == cases[k].is_choice, "case %zu", k);
            EXPECT(reading.is_said == (cases[k].is_choice && said != ML_READING_AUTO), "case %zu", k);
            EXPECT(reading.taken == (cases[k].is_choice ? said : ML_READING_RAW), "case %zu is read %s", k,
                   ml_reading_names[reading.taken]);
            EXPECT(!reading.fault && reading.by_color == (k == ML_COUNT(cases) - 1), "case %zu", k);
        }
}
END_TEST

START_TEST(samples_stand_for_labels_and_classes)
{
    ml_raster_header bit = make_header(ML_RASTER_GRAY, 1), nibble = make_header(ML_RASTER_GRAY, 4),
                     palette = make_palette(9, 9, 9);
    ml_array_header array = {.rank = 2};
    ml_label_file file = {.name = "x", .raster = &bit};
    ck_assert_int_eq(ml_label_of_sample(&file, ML_READING_RAW, 1), 1);
    ck_assert_int_eq(ml_label_of_sample(&file, ML_READING_AUTO, 1), 1);
    ck_assert_int_eq(ml_label_of_sample(&file, ML_READING_SCALED, 1), 255);
    file.raster = &nibble;
    for (size_t s = 0; s < 16; s++)
        ck_assert_int_eq(ml_label_of_sample(&file, ML_READING_SCALED, s), (long)(17 * s));
    file.raster = &palette;
    ck_assert_int_eq(ml_label_of_sample(&file, ML_READING_SCALED, 0), 5);
    ck_assert_int_eq(ml_label_of_sample(&file, ML_READING_SCALED, 2), 9);
    ck_assert_int_eq(ml_label_of_sample(&file, ML_READING_SCALED, 3), -1);
    file = (ml_label_file){.name = "x", .array = &array};
    ck_assert_int_eq(ml_label_of_sample(&file, ML_READING_RAW, 65535), 65535);

    ml_classes classes = make_classes(2, (uint16_t[][3]){{9}, {5, 300}}, 0);
    file = (ml_label_file){.name = "x", .raster = &palette, .classes = &classes};
    ck_assert_uint_eq(ml_class_of_sample(&file, ML_READING_SCALED, 0), 1);
    ck_assert_uint_eq(ml_class_of_sample(&file, ML_READING_SCALED, 1), ML_IGNORED);
    ck_assert_uint_eq(ml_class_of_sample(&file, ML_READING_SCALED, 3), ML_NONE);
    ck_assert_uint_eq(ml_class_of_sample(&file, ML_READING_RAW, 300), 1);
    ck_assert_uint_eq(ml_class_of_sample(&file, ML_READING_RAW, 1), ML_NONE);
    file.by_index = true;
    ck_assert_uint_eq(ml_class_of_sample(&file, ML_READING_RAW, 1), 1);
    ck_assert_uint_eq(ml_class_of_sample(&file, ML_READING_RAW, 300), ML_NONE);
    ml_classes_clear(&classes);
}
END_TEST

/* One bit a pixel: the readings are 0, 1 and 0, 255. */
START_TEST(the_samples_that_occur_and_the_class_set_decide)
{
    static const struct {
        uint16_t labels[2][3];
        long ignored;
        bool occurs[2]; /* 0 and 1 */
        ml_label_fault fault;
        ml_reading taken;
        bool raw, scaled; /* known */
        const char *reason;
    } cases[] = {
        {{{0}, {1}}, -1, {true, true}, ML_LABELS_FINE, ML_READING_RAW, true, false, "raw: only so"},
        {{{0}, {255}}, -1, {true, true}, ML_LABELS_FINE, ML_READING_SCALED, false, true, "scaled: only so"},
        {{{0}, {1, 255}}, -1, {true, true}, ML_LABELS_FINE, ML_READING_RAW, true, true, "mean the same"},
        {{{0}, {1}}, 255, {true, true}, ML_LABELS_IN_DOUBT, ML_READING_RAW, true, true, "both of known labels"},
        {{{0, 1}, {255}}, -1, {true, true}, ML_LABELS_IN_DOUBT, ML_READING_RAW, true, true, "both of known labels"},
        {{{0, 1}, {255}}, -1, {true, false}, ML_LABELS_FINE, ML_READING_RAW, true, true, "mean the same"},
        {{{0}, {7}}, -1, {true, true}, ML_LABELS_FINE, ML_READING_RAW, false, false, "in neither"},
        {{{3}, {255}}, -1, {false, true}, ML_LABELS_FINE, ML_READING_SCALED, false, true, "scaled: only so"},
        {{{3}, {255}}, -1, {true, true}, ML_LABELS_FINE, ML_READING_RAW, false, false, "in neither"},
    };
    const ml_raster_header header = make_header(ML_RASTER_GRAY, 1);
    for (size_t k = 0; k < ML_COUNT(cases); k++)
        for (ml_reading said = ML_READING_AUTO; said <= ML_READING_SCALED; said++) {
            uint16_t labels[2][3];
            bool occurs[ML_READING_SAMPLES] = {cases[k].occurs[0], cases[k].occurs[1]};
            memcpy(labels, cases[k].labels, sizeof labels);
            ml_classes classes = make_classes(2, labels, cases[k].ignored);
            ml_error error = ML_ERROR_INIT;
            const ml_label_file file = {.name = "file.png", .raster = &header, .said = said, .classes = &classes};
            ml_label_reading open = ml_label_reading_decide(&file, NULL), reading = ml_label_reading_decide(&file, occurs);
            ml_reading taken = said ? said : cases[k].taken;
            ml_label_fault fault = said ? ML_LABELS_FINE : cases[k].fault;
            ml_reading at_once = said               ? said
                                 : k == 2 || k == 6 ? ML_READING_RAW
                                                    : ML_READING_AUTO; /* whatever occurs, it is the same */
            EXPECT(open.taken == at_once && !open.fault, "case %zu is read %s without its samples", k,
                   ml_reading_names[open.taken]);
            EXPECT(reading.taken == taken && reading.fault == fault, "case %zu: %s, fault %d", k,
                   ml_reading_names[reading.taken], (int)reading.fault);
            EXPECT(reading.is_known[ML_READING_RAW] == cases[k].raw && reading.is_known[ML_READING_SCALED] == cases[k].scaled,
                   "case %zu: known", k);
            EXPECT(strstr(ml_label_reading_reason(&reading), said ? "as --samples says" : cases[k].reason), "case %zu: %s", k,
                   ml_label_reading_reason(&reading));
            EXPECT(strstr(ml_label_reading_text(&reading), fault ? "in doubt" : ml_reading_names[taken]), "case %zu: %s", k,
                   ml_label_reading_text(&reading));
            ck_assert_int_eq(ml_label_reading_fail(&file, &reading, &error), fault ? ML_E_INPUT : ML_OK);
            EXPECT(!fault || (strstr(error.text, "file.png: sample 1 ") && strstr(error.text, "--samples=raw")), "%s",
                   error.text);
            ml_classes_clear(&classes);
        }
}
END_TEST

/* Entries 0 to 2 of a palette, or gray values: what a class set of two classes makes of them by label and by colour. */
START_TEST(colours_are_a_reading_where_the_class_set_has_them)
{
    static const struct {
        ml_raster_kind kind;
        unsigned bits;
        uint8_t palette[3][3], colors[2][3];
        uint16_t labels[2][3];
        bool occurs[3];
        ml_label_fault fault;
        ml_reading taken;
        bool raw, scaled, color, is_choice; /* known */
    } cases[] = {
        /* a picture in class colours, whose entries come in another order */
        {ML_RASTER_PALETTE,
         8,
         {{9, 0, 0}, {0, 9, 0}},
         {{0, 9, 0}, {9, 0, 0}},
         {{0}, {1}},
         {true, true},
         ML_LABELS_IN_DOUBT,
         ML_READING_RAW,
         true,
         false,
         true,
         true},
        {ML_RASTER_PALETTE,
         8,
         {{9, 0, 0}, {0, 9, 0}},
         {{0, 9, 0}, {9, 0, 0}},
         {{7}, {8}},
         {true, true},
         ML_LABELS_FINE,
         ML_READING_COLOR,
         false,
         false,
         true,
         true},
        {ML_RASTER_PALETTE,
         8,
         {{9, 0, 0}, {0, 9, 0}},
         {{9, 0, 0}, {0, 9, 0}},
         {{0}, {1}},
         {true, true},
         ML_LABELS_FINE,
         ML_READING_RAW,
         true,
         false,
         true,
         false},
        {ML_RASTER_PALETTE,
         8,
         {{9, 0, 0}, {0, 9, 1}},
         {{9, 0, 0}, {0, 9, 0}},
         {{0}, {1}},
         {true, true},
         ML_LABELS_FINE,
         ML_READING_RAW,
         true,
         false,
         false,
         true},
        {ML_RASTER_PALETTE,
         8,
         {{9, 0, 0}, {0, 9, 1}},
         {{9, 0, 0}, {0, 9, 0}},
         {{7}, {8}},
         {true, true},
         ML_LABELS_FINE,
         ML_READING_RAW,
         false,
         false,
         false,
         true},
        /* three readings of a gray palette */
        {ML_RASTER_PALETTE,
         8,
         {{7, 7, 7}, {5, 5, 5}},
         {{5, 5, 5}, {7, 7, 7}},
         {{7}, {5}},
         {true, true},
         ML_LABELS_IN_DOUBT,
         ML_READING_SCALED,
         false,
         true,
         true,
         true},
        /* gray: only where nothing else knows all */
        {ML_RASTER_GRAY,
         8,
         {{0}},
         {{0, 0, 0}, {2, 2, 2}},
         {{0}, {1}},
         {true, true, false},
         ML_LABELS_FINE,
         ML_READING_RAW,
         true,
         false,
         false,
         false},
        {ML_RASTER_GRAY,
         8,
         {{0}},
         {{0, 0, 0}, {2, 2, 2}},
         {{0}, {1}},
         {true, false, true},
         ML_LABELS_FINE,
         ML_READING_COLOR,
         false,
         false,
         true,
         true},
        {ML_RASTER_GRAY,
         8,
         {{0}},
         {{0, 0, 0}, {2, 2, 2}},
         {{0}, {1}},
         {true, true, true},
         ML_LABELS_FINE,
         ML_READING_RAW,
         false,
         false,
         false,
         false},
        {ML_RASTER_GRAY,
         8,
         {{0}},
         {{1, 1, 1}, {0, 0, 0}},
         {{0}, {1}},
         {true, true, false},
         ML_LABELS_FINE,
         ML_READING_RAW,
         true,
         false,
         false,
         false},
        {ML_RASTER_GRAY,
         2,
         {{0}},
         {{0, 0, 0}, {170, 170, 170}},
         {{0}, {85}},
         {true, false, true},
         ML_LABELS_FINE,
         ML_READING_COLOR,
         false,
         false,
         true,
         true},
        {ML_RASTER_GRAY,
         16,
         {{0}},
         {{0, 0, 0}, {2, 2, 2}},
         {{0}, {1}},
         {true, false, true},
         ML_LABELS_FINE,
         ML_READING_RAW,
         false,
         false,
         false,
         false},
    };
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        uint16_t labels[2][3];
        ml_error error = ML_ERROR_INIT;
        bool occurs[ML_READING_SAMPLES] = {cases[k].occurs[0], cases[k].occurs[1], cases[k].occurs[2]};
        ml_raster_header header = make_header(cases[k].kind, cases[k].bits);
        header.n_palette = cases[k].kind == ML_RASTER_PALETTE ? 2 : 0;
        memcpy(header.palette, cases[k].palette, sizeof cases[k].palette);
        memcpy(labels, cases[k].labels, sizeof labels);
        ml_classes classes = make_classes(2, labels, -1);
        for (size_t c = 0; c < 2; c++) {
            classes.items[c].has_color = true;
            memcpy(classes.items[c].color, cases[k].colors[c], 3);
        }
        ck_assert_int_eq(ml_classes_index(&classes, &error), ML_OK);
        ml_label_file file = {.name = "file.png", .raster = &header, .classes = &classes};
        ml_label_reading reading = ml_label_reading_decide(&file, occurs);
        EXPECT(reading.taken == cases[k].taken && reading.fault == cases[k].fault, "case %zu: %s, fault %d", k,
               ml_reading_names[reading.taken], (int)reading.fault);
        EXPECT(reading.is_choice == cases[k].is_choice, "case %zu: a choice", k);
        EXPECT(!reading.is_choice || (reading.is_known[ML_READING_RAW] == cases[k].raw &&
                                      reading.is_known[ML_READING_SCALED] == cases[k].scaled &&
                                      reading.is_known[ML_READING_COLOR] == cases[k].color),
               "case %zu: known", k);
        ck_assert_int_eq(ml_label_reading_fail(&file, &reading, &error), cases[k].fault ? ML_E_INPUT : ML_OK);
        EXPECT(!cases[k].fault || strstr(error.text, "--samples=color (colours are classes)"), "%s", error.text);
        file.said = ML_READING_COLOR; /* gray is read as without */
        reading = ml_label_reading_decide(&file, occurs);
        EXPECT(reading.taken == (header.n_palette ? ML_READING_COLOR : cases[k].taken) && !reading.fault, "case %zu: %s", k,
               ml_reading_names[reading.taken]);
        ml_classes_clear(&classes);
    }
}
END_TEST

START_TEST(as_long_as_readings_agree_none_need_be_taken)
{
    uint16_t agreed[ML_READING_SAMPLES];
    const ml_raster_header nibble = make_header(ML_RASTER_GRAY, 4);
    ml_classes classes = make_classes(2, (uint16_t[][3]){{0, 1, 17}, {2, 51}}, -1);
    const ml_label_file file = {.name = "x", .raster = &nibble, .classes = &classes};
    ck_assert_int_eq(ml_label_reading_decide(&file, NULL).taken, ML_READING_AUTO);
    ml_label_reading_agreed(&file, agreed);
    ck_assert(agreed[0] == 0 && agreed[1] == 0 && agreed[2] == ML_NONE && agreed[3] == ML_NONE);
    ml_classes_clear(&classes);
}
END_TEST

START_TEST(codes_make_labels_of_samples)
{
    const ml_raster_header gray = make_header(ML_RASTER_GRAY, 2), wide = make_header(ML_RASTER_GRAY, 16),
                           palette = make_palette(30, 2, 1);
    const struct {
        const ml_raster_header *header;
        ml_label_code code;
        size_t sample;
        int64_t label;
    } cases[] = {
        {&gray, {ML_CODE_DIVIDED, 85}, 2, 2},
        {&gray, {.kind = ML_CODE_GREEN}, 1, 85},
        {&wide, {ML_CODE_DIVIDED, 256}, 513, 2},
        {&wide, {.kind = ML_CODE_RGB}, 65535, INT64_C(65535) * 65793},
        {&palette, {ML_CODE_DIVIDED, 2}, 2, 1},
        {&palette, {.kind = ML_CODE_RED}, 2, 30},
        {&palette, {.kind = ML_CODE_BLUE}, 2, 1},
        {&palette, {.kind = ML_CODE_ADE20K}, 2, 3 * 256 + 2},
        {&palette, {.kind = ML_CODE_RGB}, 2, 30 + 2 * 256 + 65536},
        {&palette, {.kind = ML_CODE_RED}, 3, -1},
    };
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        const ml_label_file file = {.name = "x", .raster = cases[k].header, .code = cases[k].code};
        EXPECT(ml_label_of_sample(&file, ML_READING_RAW, cases[k].sample) == cases[k].label, "case %zu: %lld", k,
               (long long)ml_label_of_sample(&file, ML_READING_RAW, cases[k].sample));
        ck_assert(!ml_label_reading_decide(&file, NULL).is_choice);
    }
}
END_TEST

START_TEST(without_classes_only_what_is_said_decides)
{
    const ml_raster_header header = make_header(ML_RASTER_GRAY, 4);
    const bool occurs[ML_READING_SAMPLES] = {true, true};
    const ml_label_file file = {.name = "x", .raster = &header};
    ml_label_reading reading = ml_label_reading_decide(&file, occurs);
    ck_assert(reading.taken == ML_READING_AUTO && !reading.fault);
    ck_assert(strstr(ml_label_reading_reason(&reading), "as the class set decides"));
}
END_TEST

START_TEST(what_cannot_be_labels_is_said_with_the_reason)
{
    const ml_raster_header alpha = make_header(ML_RASTER_GRAY_ALPHA, 8), rgb = make_header(ML_RASTER_RGB, 8),
                           palette = make_palette(1, 2, 3);
    const ml_array_header floats = {.is_float = true, .rank = 3, .shape = {4, 5, 6}}, integers = {.rank = 2};
    ml_classes classes = make_classes(2, (uint16_t[][3]){{0}, {1}}, -1);
    const struct {
        ml_label_file file;
        ml_label_fault fault;
        const char *text;
    } cases[] = {
        {{.name = "x", .raster = &alpha}, ML_LABELS_FINE, ""}, /* its pixels tell whether it is opaque */
        {{.name = "x", .raster = &rgb, .code = {ML_CODE_DIVIDED, 256}}, ML_LABELS_DIVIDED, "x: is RGB, and --truth-code=/256"},
        {{.name = "x", .raster = &rgb, .code = {.kind = ML_CODE_RGB}, .classes = &classes}, ML_LABELS_FINE, ""},
        {{.name = "x", .raster = &palette, .said = ML_READING_COLOR, .classes = &classes},
         ML_LABELS_COLORLESS,
         "x: --samples=color"},
        {{.name = "x", .raster = &rgb}, ML_LABELS_FINE, ""}, /* the class set may have colours */
        {{.name = "x", .raster = &rgb, .classes = &classes}, ML_LABELS_COLORLESS, "x: is RGB"},
        {{.name = "x", .array = &floats}, ML_LABELS_FINE, ""},
        {{.name = "x", .array = &integers}, ML_LABELS_FINE, ""},
    };
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        ml_error error = ML_ERROR_INIT;
        ml_label_reading reading = ml_label_reading_decide(&cases[k].file, NULL);
        EXPECT(reading.fault == cases[k].fault, "case %zu: %d", k, (int)reading.fault);
        ck_assert_int_eq(ml_label_reading_fail(&cases[k].file, &reading, &error), reading.fault ? ML_E_INPUT : ML_OK);
        EXPECT(strncmp(error.text, cases[k].text, strlen(cases[k].text)) == 0, "case %zu: %s", k, error.text);
    }
    ml_error error = ML_ERROR_INIT;
    classes.items[0].has_color = true;
    ck_assert_int_eq(ml_classes_index(&classes, &error), ML_OK);
    ck_assert_int_eq(ml_label_reading_decide(&cases[5].file, NULL).fault, ML_LABELS_FINE);
    ml_classes_clear(&classes);
}
END_TEST

START_TEST(the_largest_label_is_that_of_the_smaller_reading)
{
    static bool occurs[ML_N_SMALL_LABELS];
    static uint32_t zero[] = {0};
    const ml_label_list none = {0}, ignored = {.n = 1, .items = zero};
    const ml_raster_header bit = make_header(ML_RASTER_GRAY, 1), palette = make_palette(0, 0, 0);
    const ml_array_header array = {.rank = 2};
    const ml_label_file files[] = {{.name = "x", .raster = &bit},
                                   {.name = "x", .raster = &bit, .said = ML_READING_SCALED},
                                   {.name = "x", .raster = &palette},
                                   {.name = "x", .raster = &palette, .said = ML_READING_RAW},
                                   {.name = "x", .array = &array}};
    static const long largest[] = {1, 255, 0, 2, 2}, without_zero[] = {1, 255, -1, 2, 2};
    for (size_t k = 0; k < ML_COUNT(files); k++) {
        memset(occurs, 0, sizeof occurs);
        ck_assert_int_eq(ml_label_reading_largest(&files[k], occurs, &none), -1);
        occurs[1] = true;
        occurs[2] = k >= 2;
        EXPECT(ml_label_reading_largest(&files[k], occurs, &none) == largest[k], "case %zu: %ld", k,
               ml_label_reading_largest(&files[k], occurs, &none));
        EXPECT(ml_label_reading_largest(&files[k], occurs, &ignored) == without_zero[k], "case %zu: %ld", k,
               ml_label_reading_largest(&files[k], occurs, &ignored));
    }
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, a_palette_of_white_and_black_is_a_question_where_nothing_tells);
    tcase_add_test(tests, only_packed_grays_and_palettes_of_grays_leave_a_choice);
    tcase_add_test(tests, samples_stand_for_labels_and_classes);
    tcase_add_test(tests, the_samples_that_occur_and_the_class_set_decide);
    tcase_add_test(tests, colours_are_a_reading_where_the_class_set_has_them);
    tcase_add_test(tests, as_long_as_readings_agree_none_need_be_taken);
    tcase_add_test(tests, codes_make_labels_of_samples);
    tcase_add_test(tests, without_classes_only_what_is_said_decides);
    tcase_add_test(tests, what_cannot_be_labels_is_said_with_the_reason);
    tcase_add_test(tests, the_largest_label_is_that_of_the_smaller_reading);
}

int main(void) { return unit_main("label_reading", add_tests); }
