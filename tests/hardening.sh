#!/bin/sh
# The program is hardened as configure says it is, and by default it is: PIE, full RELRO, bound at its start, a stack that is
# guarded and not executable, checked copies where code is optimised, and objects marked for CET where the processor has it. A part
# that configure left out is a fault, unless the user's own flags say otherwise.
#
# Environment, set by make check: HARDENING (names of parts, or none), USER_FLAGS (CC, CPPFLAGS, CFLAGS, LDFLAGS).
set -eu
skip() {
    echo "SKIP: hardening: $*"
    exit 77
}
[ -n "$HARDENING" ] || skip "built with --disable-hardening"
command -v readelf >/dev/null || skip "no readelf"
readelf -h maskloss >/dev/null 2>&1 || skip "the program is no ELF file"
folder=$(mktemp -d "${TMPDIR:-/tmp}/maskloss-hardening.XXXXXX")
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
readelf -W -h -l -d maskloss >"$folder/program"
readelf -W -s maskloss >"$folder/symbols" # those of libraries too, where the program is static
readelf -W -n libmaskloss.a >"$folder/notes"

status=0
fault() {
    echo "hardening: $*" >&2
    status=1
}
has() { case " $HARDENING " in *" $1 "*) ;; *) return 1 ;; esac; }
# Whether the user's flags have one of the words, after which a part may be missing.
asked() {
    for word; do
        case " $USER_FLAGS " in *"$word"*) return 0 ;; esac
    done
    return 1
}
# part NAME WORD... FILE PATTERN: what shows that the part is there; WORD: flags by which a user takes it away
part() {
    name=$1
    shift
    words=
    while [ $# -gt 2 ]; do
        words="$words $1"
        shift
    done
    # shellcheck disable=SC2086 # a list of words
    ! asked $words || return 0
    has "$name" || fault "configure left out $name"
    grep -Eq -e "$2" "$folder/$1" || fault "no $name: $1 has no $2"
}

part PIE -no-pie -nopie -fno-pi -static program '^ *Type: +DYN'
part RELRO relro -static program '^ *GNU_RELRO'
part BIND_NOW -z,lazy -static program '\((FLAGS|FLAGS_1|BIND_NOW)\).*NOW'
part stack-protector stack-protector symbols '__stack_chk_(fail|guard)'
grep -Eq '^ *GNU_STACK.* RW +' "$folder/program" || fault "the stack is executable"

said=
if has FORTIFY; then
    # musl has no checked copies: what it is asked for does nothing.
    if printf '#include <stdio.h>\n__GLIBC__\n' | ${USER_CC:-cc} -E -P - 2>/dev/null | tail -n 1 | grep -qx '[0-9]*'; then
        grep -Eq '__(vsnprintf|snprintf|memcpy|memmove|read|pread(64)?)_chk' "$folder/symbols" || fault "no checked copies of FORTIFY"
    else
        said="$said; not glibc, so no checked copies"
    fi
else
    said="$said; no FORTIFY (not optimised, a sanitizer, or a level of the user's own)"
fi
if has CET; then
    # The notes of objects; the program has one only where the C library's start files have it too.
    n_objects=$(ar t libmaskloss.a | wc -l)
    n_marked=$(grep -c 'x86 feature: IBT, SHSTK' "$folder/notes") || [ $? -eq 1 ]
    [ "$n_marked" -eq "$n_objects" ] || asked -fcf-protection || fault "$n_marked of $n_objects objects are marked for CET"
fi
[ $status -ne 0 ] || echo "hardening:$HARDENING$said"
exit $status
