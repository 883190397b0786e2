/* Writes pieces of files that follow from the program's tables:
 *
 *     tables NAME      writes the piece of that name
 *     tables           writes the names of all pieces, one a line
 *
 * It is no part of the installed program: tools/tables.sh runs it. */
#include "tables/tables.h"

#include "io/destination.h"

#include <string.h>

static const ml_piece *const pieces[] = {ml_bash_pieces,    ml_zsh_pieces,    ml_fish_pieces,      ml_schema_pieces,
                                         ml_measure_pieces, ml_manual_pieces, ml_dictionary_pieces};

static const ml_piece *find(const char *name)
{
    for (size_t p = 0; p < ML_COUNT(pieces); p++)
        for (const ml_piece *piece = pieces[p]; piece->name; piece++)
            if (strcmp(piece->name, name) == 0)
                return piece;
    return NULL;
}

static ml_status write_names(ml_out *out)
{
    for (size_t p = 0; p < ML_COUNT(pieces); p++)
        for (const ml_piece *piece = pieces[p]; piece->name; piece++)
            ml_out_printf(out, "%s\n", piece->name);
    return ML_OK;
}

static ml_status run(int argc, char **argv, ml_error *error)
{
    const ml_piece *piece = argc == 2 ? find(argv[1]) : NULL;
    if (argc > 2 || (argc == 2 && !piece))
        return ml_fail(error, ML_E_USAGE, "tables: the name of a piece is wanted, or nothing: then the names are written");
    ml_out out;
    ml_status status = ml_out_open(NULL, error, &out);
    if (status)
        return status;
    status = piece ? piece->write(&out, error) : write_names(&out);
    if (!status)
        status = ml_out_commit(&out, error);
    ml_out_close(&out);
    return status;
}

int main(int argc, char **argv)
{
    ml_error error = ML_ERROR_INIT;
    ml_guard_standard_files();
    ml_status status = run(argc, argv, &error);
    if (error.text[0])
        ml_say(error.text);
    return (int)status;
}
