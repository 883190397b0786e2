#!/bin/sh
# The man pages are lint-clean, and name every option, every value of those that choose, every loss, every key that inspect prints,
# and every class set.
set -eu
if ! command -v "${MANDOC:-mandoc}" >/dev/null; then
    echo "SKIP: man: no mandoc"
    exit 77
fi
MANDOC=${MANDOC:-mandoc}
"$MANDOC" -Tlint -W warning "$srcdir"/man/*.[1-9]
for command in $("$MASKLOSS" --help | sed -n 's/^  maskloss \([a-z]*\) \[OPTION.*/\1/p' | sort -u); do
    page=$("$MANDOC" -Tascii "$srcdir/man/maskloss-$command.1" | sed 's/.\x08//g')
    for option in $("$MASKLOSS" help "$command" | sed -n 's/^.*--\([a-z-]*\).*$/\1/p' | sort -u); do
        case $page in
        *"--$option"*) ;;
        *) echo "maskloss-$command.1 does not name --$option" && exit 1 ;;
        esac
    done
done
# What an option can be given, in its own paragraph: skip, one, zero and keep of --absent=skip|one|zero|keep.
for command in $("$MASKLOSS" --help | sed -n 's/^  maskloss \([a-z]*\) \[OPTION.*/\1/p' | sort -u); do
    "$MASKLOSS" help "$command" | sed -n 's/^.*--\([a-z-]*\)=\([^ ]*[|][^ ]*\).*$/\1 \2/p' | while read -r option values; do
        paragraph=$(awk -v option="$option" '
/^\.(It|Sh|Ss)/ && inside && (/ Fl / || !/^\.It/) { exit }
/^\.It / && $0 " " ~ " Fl Fl " option " " { inside = 1 }
inside' "$srcdir/man/maskloss-$command.1" | tr -s ' \n.,:;()' ' ')
        for value in $(echo "$values" | tr '|' ' '); do
            case " $paragraph " in
            *" $value "*) continue ;;
            esac
            case $value in
            *[A-Z]*) ;; # what stands for a value
            *) echo "maskloss-$command.1 does not say what --$option=$value is" && exit 1 ;;
            esac
        done
    done || exit 1
done
for page in "$srcdir"/man/*.[1-9]; do
    for name in $(sed -n 's/^\.Xr \(maskloss[a-z-]*\) \([0-9]\).*/\1.\2/p' "$page" | sort -u); do
        test -e "$srcdir/man/$name" || { echo "${page##*/} refers to $name, which is not there" && exit 1; }
    done
done
page=$("$MANDOC" -Tascii "$srcdir/man/maskloss-eval.1" | sed 's/.\x08//g')
for loss in $("$MASKLOSS" eval --list-losses | sed -n 's/^\([a-z_]\{1,\}\)  *\*\{0,1\} .*/\1/p'); do
    case $page in
    *"$loss"*) ;;
    *) echo "maskloss-eval.1 does not name $loss" && exit 1 ;;
    esac
done
# Names the page of a command, and of the keys in its output the pattern of those that the page has to name.
check_keys() {
    page=$("$MANDOC" -Tascii "$srcdir/man/maskloss-$1.1" | sed 's/.\x08//g')
    for key in $(grep -oh "$2" "$srcdir/tests/cli/$1"*.out | tr -d '": ' | sort -u); do
        case $page in
        *"$key"*) ;;
        *) echo "maskloss-$1.1 does not name $key" && exit 1 ;;
        esac
    done
}
check_keys inspect '"[a-z_]*": '
check_keys explain '^    "[a-z_]*": ' # what the pixel has
page=$("$MANDOC" -Tascii "$srcdir/man/maskloss-formats.7" | sed 's/.\x08//g' | tr '\n' ' ')
for set in "$srcdir"/data/classes/*.json; do
    case $page in
    *" $(basename "$set" .json) "*) ;;
    *) echo "maskloss-formats.7 does not name $(basename "$set" .json)" && exit 1 ;;
    esac
done
