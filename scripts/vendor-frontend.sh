#!/usr/bin/env bash
# scripts/vendor-frontend.sh : fetch the front-end packages again and lay them out in src/remit/web/static.
# The govuk-frontend version is the one that govuk-frontend-jinja (see requirements.txt) makes markup for.
source "$(dirname "$0")/common.sh"

STATIC="$ROOT/src/remit/web/static"
GOVUK=govuk-frontend-6.3.0
MOJ=ministryofjustice-frontend-11.1.0
HTMX=htmx.org-2.0.11

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

(
    cd "$work"
    npm pack --silent "govuk-frontend@${GOVUK##*-}" "@ministryofjustice/frontend@${MOJ##*-}" "htmx.org@${HTMX##*-}" >/dev/null
    # A package may not change under its version: these are the archives that were looked at.
    sha256sum --check --quiet <<SUMS
3d91fd1353e32e306a8ae493b44ba9c0277348b5dbc08442a3e63d822e516048  $GOVUK.tgz
9ec6ccf0739cefee1fdc663ca61387204dcf3fd9bfcfafa8b9159d993f38984b  $MOJ.tgz
165a2655073e9e6e55e307a7c74e8ebcdb76afb7701f9c16cfd106a13add408e  $HTMX.tgz
SUMS
    for package in "$GOVUK" "$MOJ" "$HTMX"; do
        mkdir "$package"
        tar -xzf "$package.tgz" -C "$package" --strip-components=1
    done
)

python3 "$ROOT/scripts/lay_out_frontend.py" "$work/$GOVUK/dist/govuk" "$work/$MOJ/moj" "$work/$HTMX" "$STATIC"
