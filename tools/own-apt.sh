# shellcheck shell=sh
# For scripts: an apt of its own, below a folder, without a word to this system's. To be sourced.
#
#     own_apt_begin FOLDER deb|deb-src [ARCHITECTURE]     knows the packages of this system's release, for another architecture or as
#                                                         sources
#     own_apt ARGUMENT...                                 apt-get with these
#
# What it fetches is unpacked somewhere to be tested with, and not installed: the release alone will do, without its security updates.

own_apt_begin() {
    own_apt_folder=$1 own_apt_arch=${3:-$(dpkg --print-architecture)}
    mkdir -p "$1/lists/partial" "$1/cache/archives/partial" "$1/parts"
    : >"$1/status"
    for list in /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources; do
        [ -f "$list" ] || continue
        case $list in
        *.list) grep -v -e -security "$list" ;;
        *) awk -v RS= -v ORS='\n\n' '!/-security/' "$list" ;; # paragraphs
        esac | sed "s/^deb /$2 /; s/^Types: *deb\$/Types: $2/" >"$1/parts/debian.${list##*.}"
    done
    own_apt update
}

own_apt() {
    apt-get -o APT::Architecture="$own_apt_arch" -o APT::Architectures="$own_apt_arch" -o Dir::Etc::sourcelist=/dev/null \
        -o Dir::Etc::sourceparts="$own_apt_folder/parts" -o Dir::State="$own_apt_folder" -o Dir::State::status="$own_apt_folder/status" \
        -o Dir::Cache="$own_apt_folder/cache" -o APT::Sandbox::User=root -qq "$@"
}
