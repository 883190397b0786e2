/* Pairs what a list says; see ml_pairs_read in pairs.h. */
#include "base/memory.h"
#include "base/text.h"
#include "input/pairs/file.h"
#include "input/pairs/file_name.h"
#include "input/pairs/pairs.h"
#include "input/pairs/partner.h"
#include "input/pairs/truth_planes.h"
#include "io/file_mark.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_RECORD_BYTES = 65536, N_FIELDS = 3 };

/* A list being read. */
typedef struct list_reader {
    FILE *file;
    const char *name; /* for messages */
    bool null_ended;
    size_t number; /* of the current record, from 1 */
    size_t n;      /* its length */
    char record[MAX_RECORD_BYTES];
} list_reader;

/* What became of a record. */
typedef struct entry {
    size_t number; /* of its record */
    char *id;
    ml_pair pair;   /* empty if one of the next two is there */
    char *missing;  /* path of the file that does not exist */
    char *fault;    /* with keep_going: what is wrong */
    char *files[2]; /* as listed, if one of these two is there */
} entry;

typedef struct entries {
    size_t n, capacity, n_missing, n_pairs;
    entry *items;
} entries;

static void clear_entries(entries *all)
{
    for (size_t i = 0; i < all->n; i++) {
        free(all->items[i].id);
        ml_pair_clear(&all->items[i].pair);
        free(all->items[i].missing);
        free(all->items[i].fault);
        free(all->items[i].files[0]);
        free(all->items[i].files[1]);
    }
    free(all->items);
    *all = (entries){0};
}

/* Begins an error about a record: "FILE: line 3: ". */
static void at_record(const list_reader *list, size_t number, ml_status status, ml_error *error)
{
    ml_fail(error, status, "%s: %s %zu: ", list->name, list->null_ended ? "record" : "line", number);
}

static ml_status fail_record(const list_reader *list, const char *reason, ml_error *error)
{
    at_record(list, list->number, ML_E_INPUT, error);
    ml_error_add(error, "%s", reason);
    return error->status;
}

/* The next byte; a signal is no end of the file. */
static int next_byte(FILE *file)
{
    int c;
    for (;;) {
        errno = 0;
        if ((c = getc(file)) != EOF || !ferror(file) || errno != EINTR)
            return c;
        clearerr(file);
    }
}

/* Makes the next record current, without what ends it; *more is false when there is none left. */
static ml_status next_record(list_reader *list, ml_error *error, bool *more)
{
    int c, end = list->null_ended ? '\0' : '\n';
    list->n = 0;
    list->number++;
    while ((c = next_byte(list->file)) != EOF && c != end) {
        if (c == '\0')
            return fail_record(list, "holds a NUL byte; is this a list for --null?", error);
        if (list->n == MAX_RECORD_BYTES - 1)
            return fail_record(list, "is longer than 65535 bytes", error);
        list->record[list->n++] = (char)c;
    }
    if (c == EOF && ferror(list->file))
        return ml_fail_call(error, list->name);
    *more = c == end || list->n > 0;
    list->record[list->n] = '\0';
    return ML_OK;
}

/* Splits the current record at its TABs; without a third field that is NULL. */
static ml_status split(list_reader *list, ml_error *error, char *fields[N_FIELDS])
{
    static const char wanted[] = "TRUTH, TAB, PREDICTION, and perhaps TAB, ID";
    size_t n = 0;
    if (list->n == 0) {
        fail_record(list, "is empty; wanted: ", error);
        ml_error_add(error, "%s", wanted);
        return error->status;
    }
    if (!list->null_ended && list->record[list->n - 1] == '\r')
        return fail_record(list, "ends in CR LF; lines end in LF alone (tr -d '\\r' makes them so)", error);
    fields[N_FIELDS - 1] = NULL;
    for (char *at = list->record; at; n++) {
        char *tab = strchr(at, '\t');
        if (tab)
            *tab = '\0';
        if (n < N_FIELDS)
            fields[n] = at;
        at = tab ? tab + 1 : NULL;
    }
    at_record(list, list->number, ML_E_INPUT, error);
    for (size_t f = 0; f < N_FIELDS && f < n; f++)
        if (!*fields[f]) {
            ml_error_add(error, "field %zu is empty; wanted: %s", f + 1, wanted);
            return error->status;
        }
    if (n < N_FIELDS - 1 || n > N_FIELDS) {
        ml_error_add(error, "has %zu field%s; wanted: %s", n, n == 1 ? "" : "s", wanted);
        if (list->null_ended && memchr(list->record, '\n', list->n))
            ml_error_add(error, "; with --null, records end in NUL, not in newline");
        return error->status;
    }
    ml_error_clear(error);
    return ML_OK;
}

/* What is wrong with the current record's files is its fault, or the error of the list. */
static ml_status wrong_files(const list_reader *list, const ml_pairing *pairing, ml_error *error, entry *e)
{
    if (error->status != ML_E_INPUT)
        return error->status;
    if (pairing->keep_going) {
        if (!(e->fault = ml_strdup(error->text)))
            return ml_fail_memory(error, "the list of errors");
        ml_error_clear(error);
        return ML_OK;
    }
    ml_error reason = *error;
    return fail_record(list, reason.text, error);
}

static ml_status read_entry(list_reader *list, const ml_pairing *pairing, ml_folder last[2], ml_error *error, entry *e)
{
    const ml_pairing plain = {.classes = pairing->classes,
                              .truth_planes = pairing->truth_planes,
                              .missing_truth = pairing->missing_truth}; /* neither suffixes nor keys have a part in this */
    char *fields[N_FIELDS];
    const char *missing = NULL;
    ml_status status = split(list, error, fields);
    if (status)
        return status;
    e->number = list->number;
    if (!fields[2] && pairing->truth_planes)
        status = ml_key_of_planes(fields[0], false, error, &e->id);
    else if (!fields[2])
        status = ml_key_of_file(fields[0], false, NULL, NULL, error, &e->id);
    else if (!(e->id = ml_strdup(fields[2])))
        status = ml_fail_memory(error, "the list of pairs");
    if (status)
        return status;
    status = ml_pair_files(fields[0], fields[1], false, &plain, last, error, &missing, &e->pair);
    if (status)
        status = wrong_files(list, pairing, error, e);
    if (!status && missing && !(e->missing = ml_strdup(missing)))
        status = ml_fail_memory(error, "the list of pairs");
    for (int side = 0; side < 2 && !status && (e->missing || e->fault); side++)
        if (!(e->files[side] = ml_strdup(fields[side])))
            status = ml_fail_memory(error, "the list of pairs");
    return status;
}

static ml_status read_entries(list_reader *list, const ml_pairing *pairing, ml_error *error, entries *all)
{
    ml_folder last[2] = {{0}};
    bool more = true;
    ml_status status = next_record(list, error, &more);
    while (!status && more) {
        if (!ml_grow(&all->items, &all->capacity, all->n, sizeof *all->items)) {
            status = ml_fail_memory(error, "the list of pairs");
            break;
        }
        entry *e = &all->items[all->n++];
        *e = (entry){0};
        status = read_entry(list, pairing, last, error, e);
        all->n_missing += e->missing != NULL;
        all->n_pairs += e->pair.prediction != NULL;
        if (!status)
            status = next_record(list, error, &more);
    }
    ml_folder_clear(&last[0]);
    ml_folder_clear(&last[1]);
    return status;
}

static int compare(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    int order = ml_id_compare(x->id, y->id);
    return order ? order : (x->number > y->number) - (x->number < y->number);
}

/* Puts the entries in order of their ids, of which no two may be alike. */
static ml_status sort(const list_reader *list, entries *all, ml_error *error)
{
    if (all->n == 0)
        return ml_fail(error, ML_E_INPUT, "%s: is empty; it lists no pair", list->name);
    qsort(all->items, all->n, sizeof *all->items, compare);
    for (size_t i = 1; i < all->n; i++) {
        const entry *a = &all->items[i - 1], *b = &all->items[i];
        if (strcmp(a->id, b->id) != 0)
            continue;
        at_record(list, b->number, ML_E_INPUT, error);
        ml_error_add(error, "has the id \"%s\" of %s %zu; a third field gives a pair another id", b->id,
                     list->null_ended ? "record" : "line", a->number);
        return error->status;
    }
    return ML_OK;
}

/* Files that do not exist are an error, unless the others may do without them. */
static ml_status check_missing(const list_reader *list, const entries *all, const ml_pairing *pairing, ml_error *error)
{
    size_t n = 0;
    if (all->n_missing == 0 || (all->n_pairs > 0 && (pairing->partial || pairing->keep_going)))
        return ML_OK;
    ml_fail(error, ML_E_INPUT, "%s: of %zu of %zu pairs a file does not exist:", list->name, all->n_missing, all->n);
    for (size_t i = 0; i < all->n && n < ML_MAX_LISTED; i++)
        if (all->items[i].missing)
            ml_error_add(error, "%s %s (%s %zu)", n++ ? "," : "", all->items[i].missing, list->null_ended ? "record" : "line",
                         all->items[i].number);
    if (all->n_missing > n)
        ml_error_add(error, ", and %zu more", all->n_missing - n);
    if (all->n_pairs > 0)
        ml_error_add(error, " (--partial evaluates the others)");
    return error->status;
}

/* Makes entry k a pair, which takes over what it holds, or notes what is wrong with it. */
static ml_status add_entry(entry *e, size_t k, const ml_pairing *pairing, ml_error *error, ml_pairs *pairs)
{
    ml_status status = ML_OK;
    if (e->fault) {
        status = ml_faults_add(&pairs->faults, e->id, e->fault, k, error);
    } else if (e->missing && pairing->partial) {
        pairs->n_missing++;
    } else if (e->missing) {
        char *message = ml_format("%s: %s", e->missing, strerror(ENOENT));
        status =
            message ? ml_faults_add(&pairs->faults, e->id, message, k, error) : ml_fail_memory(error, "the list of errors");
        free(message);
    } else {
        free(e->pair.id);
        e->pair.id = e->id;
        e->pair.number = k;
        pairs->items[pairs->n++] = e->pair;
        e->id = NULL;
        e->pair = (ml_pair){0};
    }
    for (int side = 0; side < 2 && e->files[side]; side++) {
        pairs->left_out[pairs->n_left_out++] = e->files[side];
        e->files[side] = NULL;
    }
    return status;
}

static ml_status make_pairs(entries *all, const ml_pairing *pairing, ml_error *error, ml_pairs *pairs)
{
    ml_pairs made = {.n_expected = all->n};
    ml_status status = ML_OK;
    made.items = ml_alloc(all->n_pairs, sizeof *made.items);
    made.left_out = ml_alloc(all->n, sizeof(char *[2]));
    if (!made.items || !made.left_out)
        status = ml_fail_memory(error, "the list of pairs");
    for (size_t k = 0; k < all->n && !status; k++)
        status = add_entry(&all->items[k], k, pairing, error, &made);
    if (!status && !pairing->keep_going)
        status = ml_pairs_check_class_0(&made, error);
    if (!status && made.n == 0)
        status = ml_fail(error, ML_E_INPUT, "%s", made.faults.items[0].message);
    if (status)
        ml_pairs_clear(&made);
    else
        *pairs = made;
    return status;
}

/* Reads the list's entries. A file must be the same at the end as at the beginning. */
static ml_status read_list(list_reader *list, const char *path, const ml_pairing *pairing, ml_error *error, entries *all)
{
    struct stat info;
    bool standard = strcmp(path, "-") == 0;
    list->name = standard ? "standard input" : path;
    list->file = standard ? stdin : fopen(path, "rb");
    if (!list->file)
        return ml_fail_call(error, path);
    bool is_regular = !standard && fstat(fileno(list->file), &info) == 0 && S_ISREG(info.st_mode);
    const ml_file_mark mark = is_regular ? ml_file_mark_of(&info) : (ml_file_mark){0};
    ml_status status = read_entries(list, pairing, error, all);
    if (!status && is_regular)
        status = ml_file_mark_check(&mark, fileno(list->file), path, list->name, error);
    if (!standard)
        fclose(list->file);
    return status;
}

ml_status ml_pairs_read(const char *path, bool null_ended, const ml_pairing *pairing, ml_error *error, ml_pairs *pairs)
{
    entries all = {0};
    list_reader *list = ml_alloc(1, sizeof *list);
    if (!list)
        return ml_fail_memory(error, "the list of pairs");
    list->null_ended = null_ended;
    ml_status status = read_list(list, path, pairing, error, &all);
    if (!status)
        status = sort(list, &all, error);
    if (!status)
        status = check_missing(list, &all, pairing, error);
    if (!status)
        status = make_pairs(&all, pairing, error, pairs);
    free(list);
    clear_entries(&all);
    return status;
}
