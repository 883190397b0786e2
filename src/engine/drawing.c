/* The maps of a job; see drawing.h. */
#include "engine/drawing.h"

#include "base/memory.h"
#include "engine/map_names.h"
#include "io/writing.h"
#include "observe/maps/peaks.h"

#include <stdlib.h>
#include <string.h>

/* Whether there is a page, and few enough images on it for pictures. */
static bool shows_pictures(const ml_report_choice *choice)
{
    size_t n = choice->n_worst ? choice->n_worst : choice->form->n_worst;
    return choice->form->shows_pictures && !choice->summary && !choice->all_images && n <= ML_MAX_IMAGES_WITH_PICTURES;
}

/* What is wrong with the options for maps, without looking at them closely. */
static ml_status check_choice(const ml_job *job, ml_error *error)
{
    const ml_map_choice *choice = &job->maps;
    if (choice->kinds && !choice->directory)
        return ml_fail(error, ML_E_USAGE, "--kinds: is of maps; say --maps=DIR, where they are written");
    if (choice->has_scale && !choice->directory && !shows_pictures(&job->report))
        return ml_fail(error, ML_E_USAGE, "--map-scale: is of maps; say --maps=DIR, where they are written");
    return ML_OK;
}

/* Puts the maps of the second behind those of the first, which takes them over. */
static ml_status join_maps(ml_maps *maps, ml_maps *more, ml_error *error)
{
    ml_map *all = ml_alloc(maps->n + more->n, sizeof *all);
    if (!all)
        return ml_fail_memory(error, "the kinds of maps");
    for (size_t m = 0; m < maps->n + more->n; m++)
        all[m] = m < maps->n ? maps->items[m] : more->items[m - maps->n];
    free(maps->items);
    free(more->items);
    *maps = (ml_maps){maps->n + more->n, all};
    *more = (ml_maps){.n = 0};
    return ML_OK;
}

static ml_status parse_kinds(const ml_job *job, ml_error *error, ml_drawing *drawing)
{
    const ml_map_choice *choice = drawing->choice;
    const double *smooth = job->scoring.has_smooth ? &job->scoring.smooth : NULL;
    const char *of_pages = job->pairs.photos.where ? ML_MAPS_OF_PAGES_WITH_PHOTOS : ML_MAPS_OF_PAGES;
    ml_maps pictures = {0};
    ml_status status = ML_OK;
    if (choice->directory)
        status = ml_maps_parse(choice->kinds ? choice->kinds : ML_MAPS_DEFAULT, drawing->settings, smooth, false, error,
                               &drawing->maps);
    if (!status && !job->pairs.photos.where && ml_maps_need_photo(&drawing->maps))
        status = ml_fail(error, ML_E_USAGE, "--kinds: overlay is drawn over photos; say --photos=DIR, where they are");
    drawing->n_files = drawing->maps.n;
    if (!status && shows_pictures(&job->report))
        status = ml_maps_parse(of_pages, drawing->settings, smooth, true, error, &pictures);
    if (!status)
        status = join_maps(&drawing->maps, &pictures, error);
    ml_maps_clear(&pictures);
    return status;
}

/* Where the output lies below the directory of maps; NULL: nowhere, or without memory. */
static char *place_of_output(const char *output, const char *directory)
{
    char *folder = ml_directory_of(output), *real_folder = folder ? realpath(folder, NULL) : NULL;
    char *real_directory = realpath(directory, NULL), *place = NULL;
    const char *slash = strrchr(output, '/'), *name = slash ? slash + 1 : output;
    size_t n = real_directory ? strlen(real_directory) : 0;
    if (real_folder && real_directory && strncmp(real_folder, real_directory, n) == 0 &&
        (real_folder[n] == '/' || real_folder[n] == '\0' || n == 1))
        place = ml_format("%s/%s", real_folder + n, name);
    free(folder);
    free(real_folder);
    free(real_directory);
    return place;
}

/* That the output, which may not be there yet, is not called like a map. */
static ml_status check_output(const ml_job *job, const ml_maps *files, ml_error *error)
{
    char *place = job->report.output ? place_of_output(job->report.output, job->maps.directory) : NULL;
    ml_status status = ML_OK;
    for (size_t m = 0; m < files->n && place && !status; m++) {
        char *name;
        status = ml_map_file_name("x", &files->items[m], error, &name);
        if (status)
            break;
        size_t n = strlen(name) - 1, n_place = strlen(place);
        if (n_place > n && strcmp(place + n_place - n, name + 1) == 0)
            status = ml_fail(error, ML_E_USAGE, "--output: %s could be one of the maps; give it another name or place",
                             job->report.output);
        free(name);
    }
    free(place);
    return status;
}

ml_status ml_drawing_open(const ml_job *job, const ml_pairs *pairs, const ml_settings *settings, const ml_kept_files *kept,
                          ml_error *error, ml_drawing *drawing)
{
    *drawing = (ml_drawing){.choice = &job->maps, .settings = settings, .limits = &job->input.limits, .kept = kept};
    drawing->files_at_end = job->report.n_worst > 0;
    ml_status status = check_choice(job, error);
    if (!status)
        status = parse_kinds(job, error, drawing);
    const ml_maps files = {drawing->n_files, drawing->maps.items};
    if (!status)
        status = ml_map_names_check(pairs, &files, error);
    if (!status && drawing->n_files > 0)
        status = check_output(job, &files, error);
    if (!status && drawing->n_files > 0)
        status = ml_beneath_open(drawing->choice->directory, error, &drawing->directory);
    if (status) {
        ml_drawing_clear(drawing);
        return status;
    }
    drawing->scales =
        (ml_observer){.params = &drawing->maps, .needs_p_true = true, .needs_sq_error = ml_maps_take_sq_error(&drawing->maps)};
    if (ml_maps_have_scale(&drawing->maps) && !drawing->choice->has_scale)
        drawing->scales.kind = &ml_peaks;
    return ML_OK;
}

ml_status ml_drawing_finish(const ml_drawing *drawing, ml_error *error)
{
    return drawing->directory ? ml_beneath_sync(drawing->directory, error) : ML_OK;
}

void ml_drawing_clear(ml_drawing *drawing)
{
    ml_maps_clear(&drawing->maps);
    ml_beneath_close(drawing->directory);
    *drawing = (ml_drawing){.n_files = 0};
}

void ml_drawn_clear(ml_drawn *drawn)
{
    for (size_t f = 0; f < drawn->n_files; f++)
        ml_new_file_destroy(drawn->files[f]);
    free(drawn->files);
    free(drawn->kinds);
    ml_thumbnail_set_clear(&drawn->thumbnails);
    *drawn = (ml_drawn){.n_files = 0};
}

static ml_status move_file(const ml_drawing *drawing, ml_new_file *file, const char *name, ml_error *error)
{
    uint64_t device, number;
    if (ml_beneath_find(drawing->directory, name, &device, &number) && ml_kept_files_have(drawing->kept, device, number))
        return ml_fail(error, ML_E_USAGE,
                       "--maps: %s/%s is read or written by this evaluation; write maps to another directory",
                       drawing->choice->directory, name);
    return ml_new_file_move(file, name, error);
}

ml_status ml_drawn_move(const ml_drawing *drawing, ml_drawn *drawn, const char *id, ml_error *error)
{
    ml_status status = ML_OK;
    for (size_t f = 0; f < drawn->n_files && !status; f++) {
        char *name;
        status = ml_map_file_name(id, drawn->kinds[f], error, &name);
        if (status)
            break;
        status = move_file(drawing, drawn->files[f], name, error);
        free(name);
    }
    return status;
}
