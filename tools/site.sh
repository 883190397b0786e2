#!/bin/sh
# Writes the project's pages as HTML: the manual pages, README and the other Markdown pages, and an index of them all.
#
#     tools/site.sh SOURCES FOLDER VERSION      `make html` calls it; FOLDER is made anew
#
# Which pages there are is seen from the folders, what they are called from the pages; nothing is listed here. FOLDER has the
# places of the sources, so that links hold in both. Environment: MANDOC, CMARK (mandoc and cmark-gfm, where not in PATH).
set -eu
sources=$(cd "$1" && pwd)
site=$2
version=$3
mandoc=${MANDOC:-mandoc}
cmark=${CMARK:-cmark-gfm}

for tool in "$mandoc" "$cmark"; do
    command -v "$tool" >/dev/null || {
        echo "site.sh: no $tool, which the pages are made with (Debian: mandoc, cmark-gfm)" >&2
        exit 1
    }
done

# The text as HTML.
escaped() { printf '%s\n' "$1" | sed -e 's/&/\&amp;/g' -e 's/</\&lt;/g' -e 's/>/\&gt;/g'; }

# A page around the body that comes in: page FILE TITLE, where FILE is below the site.
page() {
    case $1 in
    */*) up=../ ;;
    *) up= ;;
    esac
    {
        cat <<END
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$(escaped "$2")</title>
<link rel="stylesheet" href="${up}site.css">
</head>
<body>
<nav><a href="${up}index.html">maskloss</a> <a href="${up}README.html">Read me</a> <a href="${up}man/maskloss.1.html">Manual</a>
<a href="${up}CONTRIBUTING.html">Contributing</a></nav>
<main>
END
        cat
        echo '</main>'
        echo '</body>'
        echo '</html>'
    } >"$site/$1"
}

# The first heading of a Markdown page, of either form.
title() {
    awk '/^# / { print substr($0, 3); exit } /^==*$/ { print last; exit } { last = $0 }' "$1" | sed 's/`//g'
}

# Turns what cmark-gfm writes into a body: headings get the anchors that forges give them, links lead to pages of the site, and
# maskloss-eval(1) to the manual page. $1 leads to the site's top.
linked() {
    awk -v up="$1" '
        function anchor(text) {
            gsub(/<[^>]*>|&[a-z]+;/, "", text)
            text = tolower(text)
            gsub(/[^a-z0-9 _-]/, "", text)
            gsub(/ /, "-", text)
            return text
        }
        function pages(text, done, link) {
            while (match(text, /href="[^":]*"/)) {
                link = substr(text, RSTART, RLENGTH - 1)
                done = done substr(text, 1, RSTART - 1)
                text = substr(text, RSTART + RLENGTH - 1)
                sub(/\.md$/, ".html", link)
                sub(/\.md#/, ".html#", link)
                sub(/NEWS$/, "NEWS.html", link)
                done = done link
            }
            return done text
        }
        function manuals(text, done, name) {
            while (match(text, /maskloss(-[a-z]+)?\([1-9]\)/)) {
                name = substr(text, RSTART, RLENGTH)
                done = done substr(text, 1, RSTART - 1)
                text = substr(text, RSTART + RLENGTH)
                done = done "<a href=\"" up "man/" substr(name, 1, length(name) - 3) "." substr(name, length(name) - 1, 1) ".html\">" name "</a>"
            }
            return done text
        }
        /<pre>/ { verbatim = 1 }
        /^<h[1-6]>/ { $0 = substr($0, 1, 3) " id=\"" anchor(substr($0, 5)) "\"" substr($0, 4) }
        !verbatim { $0 = pages(manuals($0)) }
        { print }
        /<\/pre>/ { verbatim = 0 }'
}

rm -rf "$site"
mkdir -p "$site/doc" "$site/man"
site=$(cd "$site" && pwd)
cp "$sources/tools/site.css" "$sources/COPYING" "$site"
cp "$sources"/doc/*.svg "$sources"/doc/*.png "$site/doc"

cd "$sources"
for file in *.md NEWS doc/*.md; do
    case $file in
    */*) up=../ ;;
    *) up= ;;
    esac
    "$cmark" -e table --table-prefer-style-attributes "$file" | linked "$up" | page "${file%.md}.html" "$(title "$file")"
done

# mandoc links to a page of ours if its file is there.
for file in man/*.[1-9]; do
    : >"$site/$file.html"
done
for file in man/*.[1-9]; do
    name=${file#man/}
    (cd "$site/man" && "$mandoc" -Thtml -O "fragment,toc,man=%N.%S.html;https://manpages.debian.org/%N.%S" "$sources/$file") |
        page "$file.html" "${name%.*}(${name##*.})"
done

# Items of the index: pages of the manual with what they say of themselves, and pages by their title.
described() {
    for file in "$@"; do
        name=${file#man/}
        printf '<dt><a href="%s.html">%s(%s)</a></dt>\n<dd>%s</dd>\n' "$file" "${name%.*}" "${name##*.}" \
            "$(escaped "$(sed -n 's/^\.Nd //p' "$file")")"
    done
}
titled() { printf '<li><a href="%s">%s</a></li>\n' "$1" "$(escaped "$2")"; }
{
    printf '<h1>maskloss %s</h1>\n' "$(escaped "$version")"
    printf '<p>%s</p>\n' "$(escaped "$(sed -n '4,/^$/p' README.md)")"
    printf '<ul>\n%s\n%s\n</ul>\n' "$(titled README.html "Read me")" "$(titled NEWS.html "News")"
    printf '<h2>Commands</h2>\n<dl>\n%s\n</dl>\n' "$(described man/maskloss.1 man/maskloss-*.1)"
    printf '<h2>Files and subjects</h2>\n<dl>\n%s\n</dl>\n' "$(described man/*.[2-9])"
    printf '<h2>More pages</h2>\n<ul>\n'
    for file in doc/*.md *.md; do
        [ "$file" = README.md ] || titled "${file%.md}.html" "$(title "$file")"
    done
    titled COPYING "Licence"
    printf '</ul>\n'
} | page index.html maskloss
