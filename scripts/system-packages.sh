#!/usr/bin/env bash
# scripts/system-packages.sh [chromium] [postgresql] [pango] [dovecot] : install by apt what is missing of these; what is there is left alone.
source "$(dirname "$0")/common.sh"

has_fonts() { [ -n "$(find /usr/share/fonts /usr/local/share/fonts \( -name 'Liberation*' -o -iname 'Arial*' \) -print -quit 2>/dev/null)" ]; }

has_pango() { ldconfig -p 2>/dev/null | grep -q libpangoft2-1.0 || [ -n "$(find /usr/lib /lib /usr/local/lib -name 'libpangoft2-1.0.so*' -print -quit 2>/dev/null)" ]; }

missing=()
for package in "$@"; do
    case "$package" in
        chromium)
            command -v chromium >/dev/null 2>&1 || missing+=(chromium)
            has_fonts || missing+=(fonts-liberation) # stands in for Arial, so that pictures look the same everywhere
            ;;
        pango) # what PDF is written with; without it Remit runs, and PDF alone is refused
            has_pango || missing+=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)
            has_fonts || missing+=(fonts-liberation)
            ;;
        postgresql) [ -n "$(postgres_programs)" ] || missing+=(postgresql) ;;
        dovecot) command -v dovecot >/dev/null 2>&1 || [ -x /usr/sbin/dovecot ] || missing+=(dovecot-imapd openssl) ;; # for tests: a real mailbox
        *) say "Do not know how to look for $package"; exit 2 ;;
    esac
done
[ "${#missing[@]}" -eq 0 ] || apt_install "${missing[@]}" || true
