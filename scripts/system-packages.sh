#!/usr/bin/env bash
# scripts/system-packages.sh [chromium] [postgresql] : install by apt what is missing of these; what is there is left alone.
source "$(dirname "$0")/common.sh"

has_fonts() { [ -n "$(find /usr/share/fonts /usr/local/share/fonts \( -name 'Liberation*' -o -iname 'Arial*' \) -print -quit 2>/dev/null)" ]; }

missing=()
for package in "$@"; do
    case "$package" in
        chromium)
            command -v chromium >/dev/null 2>&1 || missing+=(chromium)
            has_fonts || missing+=(fonts-liberation) # stands in for Arial, so that pictures look the same everywhere
            ;;
        postgresql) [ -n "$(postgres_programs)" ] || missing+=(postgresql) ;;
        *) say "Do not know how to look for $package"; exit 2 ;;
    esac
done
[ "${#missing[@]}" -eq 0 ] || apt_install "${missing[@]}" || true
